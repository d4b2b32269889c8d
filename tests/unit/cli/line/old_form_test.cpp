// SPDX-License-Identifier: Apache-2.0
#include "cli/line/help.hpp"
#include "cli/line/old_form.hpp"
#include "support/error_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Arguments = std::vector<std::string>;

constexpr auto k_program = "/usr/bin/ring-snapshot";

std::string joined(const Arguments& arguments) {
    return testing::PrintToString(arguments);
}

Invocation parsed(const Arguments& arguments) {
    return parse_old_form(arguments);
}

OldFormOptions options_of(const Arguments& arguments) {
    const Invocation invocation = parsed(arguments);
    const auto* options = invocation.find<OldFormOptions>();
    EXPECT_NE(options, nullptr) << joined(arguments);
    return options == nullptr ? OldFormOptions{} : *options;
}

base::Error usage_error_of(const Arguments& arguments) {
    const base::Error error = test::error_of([&] { parsed(arguments); });
    EXPECT_EQ(error.code(), base::ErrorCode::usage) << joined(arguments);
    return error;
}

TEST(IsOldForm, the_name_of_the_old_tool_decides_alone) {
    for (const char* program :
         {"RingSnapshotDownload", "ringsnapshotdownload", "/usr/local/bin/RingSnapshotDownload",
          "./RINGSNAPSHOTDOWNLOAD", "C:\\Tools\\RingSnapshotDownload.exe",
          "RingSnapshotDownload.EXE"}) {
        EXPECT_TRUE(is_old_form(program, {})) << program;
        EXPECT_TRUE(is_old_form(program, {"list"})) << program;
        EXPECT_TRUE(is_old_form(program, {"--bogus"})) << program;
    }
    for (const char* program :
         {"ring-snapshot", "", "/RingSnapshotDownload/ring-snapshot", "RingSnapshotDownload2",
          "RingSnapshotDownload.sh", "MyRingSnapshotDownload"}) {
        EXPECT_FALSE(is_old_form(program, {})) << program;
    }
}

TEST(IsOldForm, any_of_the_first_eight_options_decides_with_one_or_two_dashes_in_any_case) {
    for (const char* name : {"username", "password", "deviceid", "list", "out", "forceupdate",
                             "validateimage", "maxretries"}) {
        std::string upper = name;
        upper[0] = static_cast<char>(upper[0] - 'a' + 'A');
        for (const std::string& option :
             {"-" + std::string(name), "--" + std::string(name), "-" + upper, "--" + upper}) {
            EXPECT_TRUE(is_old_form(k_program, {option, "x"})) << option;
            EXPECT_TRUE(is_old_form(k_program, {option})) << option;
            EXPECT_TRUE(is_old_form(k_program, {option + "=x"})) << option;
        }
        EXPECT_FALSE(is_old_form(k_program, {"---" + std::string(name), "x"})) << name;
        EXPECT_FALSE(is_old_form(k_program, {name})) << name;
    }
}

TEST(IsOldForm, is_told_from_the_new_one_by_a_command_word_that_is_no_value) {
    const std::vector<std::pair<Arguments, bool>> table = {
        {{}, false},
        {{"list"}, false},
        {{"-list"}, true},
        {{"--list"}, true},
        {{"get", "--out", "/pictures"}, false},
        {{"login", "--username", "kim@example.test", "--password", "x"}, false},
        {{"-username", "my@email.com", "-password", "mypassword", "-list"}, true},
        {{"-deviceid", "12345", "-validateimage", "-maxretries", "5"}, true},
        // Common options stand before a command as well as after it.
        {{"--settings", "file", "get"}, false},
        {{"--settings", "file", "--out", "/p"}, true},
        {{"--settings=file", "get", "--out", "/p"}, false},
        {{"--json", "list"}, false},
        {{"--quiet", "--verbose", "--no-color", "status"}, false},
        // The options that do not decide.
        {{"--settings", "file"}, false},
        {{"--json"}, false},
        {{"-2facode", "123456"}, false},
        {{"-cached"}, false},
        {{"--help"}, false},
        {{"--version"}, false},
        {{"-cached", "-deviceid", "1"}, true},
        // A command word that is the value of an option is none.
        {{"--settings", "get"}, false},
        {{"--settings", "get", "-list"}, true},
        {{"-out", "get"}, true},
        {{"-username", "login", "-password", "list", "-list"}, true},
        {{"-out", "list", "status"}, false},
        {{"-password", "get", "-deviceid", "login"}, true},
        {{"-out=get"}, true},
        // After an option without a value it is one.
        {{"-forceupdate", "get"}, false},
        {{"-list", "list"}, false},
        // A command word anywhere.
        {{"-deviceid", "5", "get"}, false},
        // Not a command word.
        {{"-deviceid", "5", "extra"}, true},
        {{"-deviceid", "5", "GET"}, true},
        // Mistyped.
        {{"lits"}, false},
        {{"--usernam", "x"}, false},
    };
    for (const auto& [arguments, expected] : table) {
        EXPECT_EQ(is_old_form(k_program, arguments), expected) << joined(arguments);
    }
}

TEST(IsOldForm, is_not_meant_by_any_word_that_stands_where_a_command_does) {
    const std::vector<std::pair<Arguments, bool>> table = {
        {{"gte", "--all", "--out", "p"}, false},
        {{"Front Door", "--out", "p"}, false},
        {{"", "-list"}, false},
        {{"--json", "--settings", "file", "gte", "--out", "p"}, false},
        {{"-q", "--color", "never", "gte", "--out", "p"}, false},
        {{"--color=never", "gte", "--out", "p"}, false},
        {{"--color", "never", "-list"}, true},
        {{"--", "-list"}, true},
        // Behind an option of the old tool alone, known or mistyped, none stands.
        {{"-cached", "gte", "-list"}, true},
        {{"-2facode", "123456", "gte", "-list"}, true},
        {{"-devicid", "5", "-list"}, true},
    };
    for (const auto& [arguments, expected] : table) {
        EXPECT_EQ(is_old_form(k_program, arguments), expected) << joined(arguments);
    }
}

TEST(ParseOldForm, reads_every_option) {
    const Invocation invocation = parsed({"-username",
                                          "kim@example.test",
                                          "-password",
                                          "p&ss",
                                          "-deviceid",
                                          "31000417",
                                          "-list",
                                          "-out",
                                          "/pictures",
                                          "-forceupdate",
                                          "-validateimage",
                                          "-maxretries",
                                          "5",
                                          "-2facode",
                                          "123456",
                                          "-settings",
                                          "s.json",
                                          "-json",
                                          "-quiet",
                                          "-verbose",
                                          "-no-color"});
    const auto& options = *invocation.find<OldFormOptions>();
    EXPECT_EQ(options.input.username, "kim@example.test");
    EXPECT_EQ(options.input.password.reveal(), "p&ss");
    EXPECT_EQ(options.input.code.reveal(), "123456");
    EXPECT_THAT(options.get.devices, ElementsAre("31000417"));
    EXPECT_TRUE(options.list);
    EXPECT_EQ(options.get.out, "/pictures");
    EXPECT_TRUE(options.force_update);
    EXPECT_FALSE(options.cached);
    EXPECT_TRUE(options.validate_image);
    EXPECT_EQ(options.get.maximum_retries, 5);
    EXPECT_EQ(invocation.common.settings_file, "s.json");
    EXPECT_TRUE(invocation.common.output.json);
    EXPECT_TRUE(invocation.common.output.quiet);
    EXPECT_TRUE(invocation.common.output.verbose);
    EXPECT_EQ(invocation.common.output.color, ColorChoice::never);
}

TEST(ParseOldForm, nothing_given_means_the_remembered_job) {
    const OldFormOptions options = options_of({});
    EXPECT_EQ(options.input.username, std::nullopt);
    EXPECT_TRUE(options.input.password.empty());
    EXPECT_THAT(options.get.devices, IsEmpty());
    EXPECT_FALSE(options.list);
    EXPECT_EQ(options.get.out, std::nullopt);
    EXPECT_FALSE(options.force_update);
    EXPECT_FALSE(options.cached);
    EXPECT_EQ(options.get.maximum_retries, std::nullopt);
}

TEST(ParseOldForm, takes_one_or_two_dashes_any_letter_case_and_values_behind_an_equals_sign) {
    EXPECT_THAT(options_of({"--DeviceID", "5"}).get.devices, ElementsAre("5"));
    EXPECT_THAT(options_of({"-DEVICEID=5"}).get.devices, ElementsAre("5"));
    EXPECT_TRUE(options_of({"--ForceUpdate"}).force_update);
    EXPECT_TRUE(options_of({"-Cached"}).cached);
    EXPECT_EQ(options_of({"-password=a=b"}).input.password.reveal(), "a=b");
    EXPECT_EQ(options_of({"-2FACode", "123 456"}).input.code.reveal(), "123456");
}

TEST(ParseOldForm, values_may_look_like_anything_but_an_option_of_the_old_form) {
    EXPECT_EQ(options_of({"-password", "-secret-"}).input.password.reveal(), "-secret-");
    EXPECT_EQ(options_of({"-password", "--"}).input.password.reveal(), "--");
    EXPECT_EQ(options_of({"-out", "get"}).get.out, "get");
    EXPECT_EQ(options_of({"-password", ""}).input.password.reveal(), "");
    EXPECT_EQ(options_of({"-password=-list"}).input.password.reveal(), "-list");
}

TEST(ParseOldForm, the_last_of_several_values_counts) {
    EXPECT_THAT(options_of({"-deviceid", "5", "-deviceid", "6"}).get.devices, ElementsAre("6"));
}

TEST(ParseOldForm, an_option_without_its_value_is_named) {
    for (const char* name :
         {"username", "password", "deviceid", "out", "maxretries", "2facode", "settings"}) {
        const std::string option = "-" + std::string(name);
        EXPECT_EQ(usage_error_of({option}).message(), option + " needs a value");
        EXPECT_EQ(usage_error_of({option, "-list"}).message(), option + " needs a value");
        EXPECT_EQ(usage_error_of({"-" + option, "--DEVICEID", "5"}).message(),
                  option + " needs a value");
    }
}

TEST(ParseOldForm, an_id_or_a_retry_count_that_is_no_number_is_named) {
    for (const char* id :
         {"door", "0", "-5", "1.5", "5x", "", "9223372036854775808", "0x10", "5 6", "+5"}) {
        EXPECT_THAT(usage_error_of({"-deviceid", id}).message(), HasSubstr("-deviceid")) << id;
    }
    EXPECT_THAT(options_of({"-deviceid", "9223372036854775807"}).get.devices,
                ElementsAre("9223372036854775807"));
    for (const char* count : {"many", "3.0", "", "99999999999999999999"}) {
        EXPECT_THAT(usage_error_of({"-maxretries", count}).message(), HasSubstr("-maxretries"))
            << count;
    }
    EXPECT_EQ(options_of({"-maxretries", "100"}).get.maximum_retries, 100);
}

TEST(ParseOldForm, a_retry_count_out_of_range_is_clamped_as_in_the_file_and_said) {
    const std::vector<std::pair<const char*, int>> table = {
        {"0", 1}, {"-1", 1}, {"1", 1}, {"100", 100}, {"101", 100}, {"500", 100}};
    for (const auto& [given, used] : table) {
        const OldFormOptions options = options_of({"-maxretries", given});
        EXPECT_EQ(options.get.maximum_retries, used) << given;
        if (std::to_string(used) == given) {
            EXPECT_THAT(options.notices, IsEmpty());
        } else {
            EXPECT_THAT(options.notices,
                        ElementsAre(std::string("-maxretries ") + given + " is out of range; " +
                                    std::to_string(used) + " is used"));
        }
    }
}

TEST(ParseOldForm, an_unknown_option_is_named_with_the_one_that_was_meant) {
    const std::vector<std::pair<const char*, const char*>> table = {
        {"-devicid", "did you mean -deviceid?"},
        {"--userame", "did you mean -username?"},
        {"-forceupdat", "did you mean -forceupdate?"},
        {"-xyzzy", "run: RingSnapshotDownload -help"},
    };
    for (const auto& [option, hint] : table) {
        const base::Error error = usage_error_of({option, "5"});
        EXPECT_EQ(error.message(), std::string("unknown option ") + option);
        EXPECT_EQ(error.hint(), hint);
    }
    EXPECT_EQ(usage_error_of({"extra"}).message(), "unexpected argument 'extra'");
    EXPECT_EQ(usage_error_of({"-"}).code(), base::ErrorCode::usage);
    EXPECT_EQ(usage_error_of({""}).code(), base::ErrorCode::usage);
    EXPECT_EQ(usage_error_of({"--"}).code(), base::ErrorCode::usage);
    EXPECT_EQ(usage_error_of({"---list"}).code(), base::ErrorCode::usage);
}

TEST(ParseOldForm, errors_show_no_value_and_no_control_character) {
    EXPECT_THAT(usage_error_of({"-pasword=hunter2"}).message(), Not(HasSubstr("hunter2")));
    EXPECT_THAT(usage_error_of({"-x\x1B[2J"}).message(), Not(HasSubstr("\x1B")));
}

TEST(ParseOldForm, cached_and_forced_exclude_each_other) {
    EXPECT_THAT(usage_error_of({"-cached", "-forceupdate"}).message(), HasSubstr("-cached"));
}

TEST(ParseOldForm, help_and_version_go_before_everything_that_follows) {
    for (const Arguments& arguments : {Arguments{"-help"}, Arguments{"--HELP"}, Arguments{"-h"},
                                       Arguments{"-?"}, Arguments{"-list", "-help", "-bogus"}}) {
        const Invocation invocation = parsed(arguments);
        const auto* help = invocation.find<HelpOptions>();
        ASSERT_NE(help, nullptr) << joined(arguments);
        EXPECT_TRUE(help->old_form);
        const std::string text = old_form_help({});
        EXPECT_THAT(text, HasSubstr("Usage: RingSnapshotDownload"));
        for (const char* option :
             {"-username", "-password", "-deviceid", "-list", "-out", "-forceupdate",
              "-validateimage", "-maxretries", "-2facode", "-settings", "-cached"}) {
            EXPECT_THAT(text, HasSubstr(option));
        }
    }
    const Invocation version = parsed({"-version"});
    EXPECT_EQ(version.find<PrintText>()->text, "RingSnapshotDownload " RING_SNAPSHOT_VERSION "\n");
}

TEST(SecretArguments, are_found_in_either_form) {
    using Positions = std::vector<std::pair<std::size_t, std::size_t>>;
    const std::vector<std::pair<Arguments, Positions>> table = {
        {{}, {}},
        {{"get", "--all"}, {}},
        {{"-username", "kim", "-password", "x", "-list"}, {{3, 0}}},
        {{"login", "--password", "x", "--2fa-code", "123456"}, {{2, 0}, {4, 0}}},
        {{"login", "--password=x"}, {{1, 11}}},
        {{"-password=x=y"}, {{0, 10}}},
        {{"-PASSWORD", "x"}, {{1, 0}}},
        {{"-2facode", "123456"}, {{1, 0}}},
        {{"--2FACode=123456"}, {{0, 10}}},
        {{"login", "--refresh-token", "eyJ"}, {{2, 0}}},
        {{"login", "--refresh-token=eyJ=="}, {{1, 16}}},
        {{"login", "--password-file", "file"}, {}},
        {{"-password"}, {}},
        {{"--password", "--list"}, {{1, 0}}},
        {{"login", "password", "x"}, {}},
        // What an option after a password hides is hidden as well.
        {{"-password", "-password", "x"}, {{1, 0}}},
    };
    for (const auto& [arguments, expected] : table) {
        Positions found;
        for (const SecretArgument& secret : secret_arguments(arguments)) {
            found.emplace_back(secret.position, secret.offset);
        }
        EXPECT_EQ(found, expected) << joined(arguments);
    }
}

} // namespace
} // namespace cli
