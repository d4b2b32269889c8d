// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"
#include "cli/line/command_line.hpp"
#include "cli/line/help.hpp"
#include "cli/line/suggestion.hpp"
#include "support/error_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace cli {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Arguments = std::vector<std::string>;

template <typename Options>
Options options_of(const Arguments& arguments) {
    const Invocation invocation = parse_command_line(arguments);
    const auto* options = invocation.find<Options>();
    EXPECT_NE(options, nullptr) << testing::PrintToString(arguments);
    return options == nullptr ? Options{} : *options;
}

GetOptions get(Arguments arguments) {
    arguments.insert(arguments.begin(), "get");
    return options_of<GetOptions>(arguments);
}

base::Error error_of(const Arguments& arguments) {
    const base::Error error = test::error_of([&] { parse_command_line(arguments); });
    EXPECT_EQ(error.code(), base::ErrorCode::usage) << testing::PrintToString(arguments);
    return error;
}

TEST(ParseCommandLine, nothing_given_is_no_command) {
    options_of<NoCommand>({});
}

TEST(ParseCommandLine, knows_every_command) {
    options_of<LoginOptions>({"login"});
    options_of<LogoutOptions>({"logout"});
    options_of<ListOptions>({"list"});
    options_of<GetOptions>({"get"});
    const auto status = options_of<StatusOptions>({"status", "7", "--max-age", "1h", "Front Door"});
    EXPECT_THAT(status.devices, ElementsAre("7", "Front Door"));
    EXPECT_EQ(status.max_age, 1h);
    EXPECT_EQ(options_of<StatusOptions>({"status"}).max_age, std::nullopt);
    options_of<CompletionOptions>({"completion", "bash"});
}

TEST(ParseCommandLine, reads_the_commands_of_archive) {
    options_of<ArchiveOptions>({"archive"});
    options_of<ArchiveExportOptions>({"archive", "export", "--json"});
    const auto check =
        options_of<ArchiveCheckOptions>({"archive", "check", "/a", "--read", "export"});
    EXPECT_THAT(check.folders, ElementsAre("/a", "export"));
    EXPECT_TRUE(check.read);
    EXPECT_THAT(options_of<ArchiveRebuildOptions>({"archive", "rebuild", "'/a b'"}).folders,
                ElementsAre("/a b"));
    EXPECT_EQ(options_of<ArchiveBackupOptions>({"archive", "backup", "x.db"}).file, "x.db");
}

TEST(ParseCommandLine, names_the_command_of_archive_that_was_meant) {
    const auto error = error_of({"archive", "chekc"});
    EXPECT_EQ(error.message(), "unexpected argument 'chekc' of archive");
    EXPECT_EQ(error.hint(), "did you mean check?");
    const auto option = error_of({"archive", "check", "--raed"});
    EXPECT_EQ(option.hint(), "did you mean --read?");
    const auto extra = error_of({"archive", "export", "x"});
    EXPECT_EQ(extra.message(), "unexpected argument 'x' of archive export");
}

TEST(ParseCommandLine, takes_the_common_options_before_and_after_the_command) {
    for (const Arguments& arguments :
         {Arguments{"--settings", "s.json", "--json", "--quiet", "--verbose", "--no-color", "list"},
          Arguments{"list", "--settings", "s.json", "--json", "--quiet", "--verbose", "--no-color"},
          Arguments{"-qv", "list", "--json", "--settings", "s.json", "--color", "never"},
          Arguments{"list", "-q", "-v", "--json", "--settings", "s.json", "--color=never"},
          Arguments{"--json", "--quiet", "list", "--verbose", "--no-color", "--settings=s.json"}}) {
        const Invocation invocation = parse_command_line(arguments);
        EXPECT_EQ(invocation.common.settings_file, "s.json");
        EXPECT_TRUE(invocation.common.output.json);
        EXPECT_TRUE(invocation.common.output.quiet);
        EXPECT_TRUE(invocation.common.output.verbose);
        EXPECT_EQ(invocation.common.output.color, ColorChoice::never);
    }
    const Invocation plain = parse_command_line({"list"});
    EXPECT_EQ(plain.common.settings_file, std::nullopt);
    EXPECT_FALSE(plain.common.output.json);
    EXPECT_EQ(plain.common.output.color, ColorChoice::automatic);
}

TEST(ParseCommandLine, colours_are_one_of_three) {
    EXPECT_EQ(parse_command_line({"list", "--color", "always"}).common.output.color,
              ColorChoice::always);
    EXPECT_EQ(parse_command_line({"--color=auto", "list"}).common.output.color,
              ColorChoice::automatic);
    EXPECT_EQ(error_of({"list", "--color", "blue"}).message(),
              "--color: 'blue' is not one of auto, always, never");
}

TEST(ParseCommandLine, out_has_a_short_form) {
    for (const Arguments& arguments :
         {Arguments{"-o", "/p"}, Arguments{"-o/p"}, Arguments{"-q", "-o", "/p"}}) {
        EXPECT_EQ(get(arguments).out, "/p") << testing::PrintToString(arguments);
    }
    EXPECT_EQ(get({"-o", "-"}).out, "-");
    EXPECT_EQ(error_of({"get", "-o", "-q"}).message(),
              "--out needs a value; what follows it is -q");
    EXPECT_EQ(error_of({"get", "-o"}).message(), "--out needs one value");
}

TEST(ParseCommandLine, a_long_option_behind_one_dash_is_not_a_short_one_with_a_value) {
    const std::vector<std::pair<Arguments, const char*>> table = {
        {{"get", "-out", "/p"}, "--out"},   {{"get", "-out=/p"}, "--out"},
        {{"get", "-output"}, "--out"},      {{"list", "-quiet"}, "--quiet"},
        {{"-quiet", "list"}, "--quiet"},    {{"list", "-verbose"}, "--verbose"},
        {{"list", "-verbos"}, "--verbose"}, {{"-version"}, "--version"},
        {{"get", "-fresh"}, "--fresh"},     {{"get", "-help"}, "--help"},
    };
    for (const auto& [arguments, meant] : table) {
        EXPECT_EQ(error_of(arguments).hint(), std::string("did you mean ") + meant + "?")
            << testing::PrintToString(arguments);
    }
    EXPECT_EQ(error_of({"get", "-out=/p"}).message(), "unknown option -out");
}

TEST(ParseCommandLine, what_is_a_value_may_look_like_such_an_option) {
    EXPECT_EQ(options_of<LoginOptions>({"login", "--password", "-quiet"}).input.password.reveal(),
              "-quiet");
    EXPECT_THAT(get({"--", "-out"}).devices, ElementsAre("-out"));
}

TEST(ParseCommandLine, help_and_version_are_commands_too) {
    EXPECT_THAT(options_of<HelpOptions>({"help"}).command, IsEmpty());
    EXPECT_THAT(options_of<HelpOptions>({"help", "get"}).command, ElementsAre("get"));
    EXPECT_THAT(options_of<HelpOptions>({"get", "--help"}).command, ElementsAre("get"));
    EXPECT_THAT(options_of<HelpOptions>({"-h"}).command, IsEmpty());
    options_of<VersionOptions>({"version"});
    options_of<PrintText>({"-V"});
}

TEST(ParseCommandLine, help_for_a_wrong_word_is_not_help) {
    EXPECT_THAT(options_of<UnknownCommand>({"lst", "--help"}).words, ElementsAre("lst"));
}

TEST(ParseCommandLine, a_settings_file_may_be_called_like_a_command) {
    const Invocation invocation = parse_command_line({"--settings", "get", "list"});
    EXPECT_EQ(invocation.common.settings_file, "get");
    EXPECT_TRUE(invocation.find<ListOptions>() != nullptr);
}

TEST(ParseCommandLine, reads_the_options_of_login) {
    const auto login = options_of<LoginOptions>(
        {"login", "--username", "kim@example.test", "--password", "p&ss=w\xC3\xB6rd", "--2fa-code",
         "123456", "--password-file", "-", "--flow", "browser", "--refresh-token",
         "eyJ.x-y_z==", "--show-token"});
    EXPECT_EQ(login.input.username, "kim@example.test");
    EXPECT_EQ(login.input.password.reveal(), "p&ss=w\xC3\xB6rd");
    EXPECT_EQ(login.input.code.reveal(), "123456");
    EXPECT_EQ(login.password_file, "-");
    EXPECT_EQ(login.flow, ring::LoginFlow::browser);
    EXPECT_EQ(login.refresh_token.reveal(), "eyJ.x-y_z==");
    EXPECT_TRUE(login.show_token);
}

TEST(ParseCommandLine, takes_a_code_with_leading_zeros_as_it_is) {
    EXPECT_EQ(options_of<LoginOptions>({"login", "--2fa-code", "000123"}).input.code.reveal(),
              "000123");
}

TEST(ParseCommandLine, takes_a_single_dash_for_standard_input) {
    EXPECT_EQ(options_of<LoginOptions>({"login", "--refresh-token", "-"}).refresh_token.reveal(),
              "-");
    EXPECT_EQ(get({"1", "--out", "-"}).out, "-");
}

TEST(ParseCommandLine, knows_three_ways_in) {
    const std::vector<std::pair<const char*, ring::LoginFlow>> table = {
        {"auto", ring::LoginFlow::automatic},
        {"token", ring::LoginFlow::token},
        {"browser", ring::LoginFlow::browser}};
    for (const auto& [name, flow] : table) {
        EXPECT_EQ(options_of<LoginOptions>({"login", "--flow", name}).flow, flow);
    }
    EXPECT_THAT(error_of({"login", "--flow", "magic"}).message(), HasSubstr("'magic'"));
}

TEST(ParseCommandLine, reads_the_options_of_get) {
    const GetOptions options =
        get({"Front Door", "31000417", "--fresh", "--require-fresh", "--wait", "90s", "--max-age",
             "1h30m", "--out", "/pictures", "--name", "{id}.jpg", "--latest", "{name}.jpg",
             "--retries", "5", "--exec", "sh -c 'echo'", "--save"});
    EXPECT_THAT(options.devices, ElementsAre("Front Door", "31000417"));
    EXPECT_TRUE(options.fresh);
    EXPECT_TRUE(options.require_fresh);
    EXPECT_FALSE(options.cached);
    EXPECT_EQ(options.wait, 90s);
    EXPECT_EQ(options.maximum_age, 90min);
    EXPECT_EQ(options.out, "/pictures");
    EXPECT_EQ(options.file_name, "{id}.jpg");
    EXPECT_EQ(options.latest_file_name, "{name}.jpg");
    EXPECT_EQ(options.maximum_retries, 5);
    EXPECT_EQ(options.exec_command, "sh -c 'echo'");
    EXPECT_TRUE(options.save);
    EXPECT_FALSE(options.all);
}

TEST(ParseCommandLine, what_was_not_given_to_get_is_nothing) {
    const GetOptions options = get({});
    EXPECT_THAT(options.devices, IsEmpty());
    EXPECT_FALSE(options.all || options.fresh || options.cached || options.require_fresh ||
                 options.save);
    EXPECT_FALSE(options.location || options.wait || options.maximum_age || options.out ||
                 options.file_name || options.latest_file_name || options.maximum_retries ||
                 options.exec_command);
}

TEST(ParseCommandLine, takes_devices_before_between_and_after_options) {
    EXPECT_THAT(get({"a", "--fresh", "b", "--wait", "5s", "c"}).devices,
                ElementsAre("a", "b", "c"));
    EXPECT_THAT(get({"list"}).devices, ElementsAre("list"));
}

TEST(ParseCommandLine, a_device_may_be_named_by_its_home_or_all_be_taken) {
    EXPECT_TRUE(get({"--all"}).all);
    EXPECT_EQ(get({"--location", "Home \xE2\x80\x94 M\xC3\xBCnchen"}).location,
              "Home \xE2\x80\x94 M\xC3\xBCnchen");
}

TEST(ParseCommandLine, a_mistyped_command_is_named_with_the_one_that_was_meant) {
    const std::vector<std::pair<const char*, const char*>> table = {
        {"lst", "did you mean list?"},
        {"gte", "did you mean get?"},
        {"logn", "did you mean login?"},
        {"STATUS", "did you mean status?"},
        {"completions", "did you mean completion?"},
        {"frobnicate", "run: ring-snapshot --help"},
    };
    for (const auto& [word, hint] : table) {
        const auto unknown = options_of<UnknownCommand>({word, "--fresh", "-x", "y"});
        // Behind an option may stand its value.
        EXPECT_THAT(unknown.words, ElementsAre(word));
        EXPECT_EQ(unknown_command(unknown.words, {}).hint(), hint);
    }
}

TEST(ParseCommandLine, a_mistyped_option_is_named_with_the_one_that_was_meant) {
    struct Case {
        Arguments arguments;
        const char* message;
        const char* hint;
    };

    const Case table[] = {
        {{"get", "--frehs"}, "unknown option --frehs", "did you mean --fresh?"},
        {{"get", "--max-ag", "5m"}, "unknown option --max-ag", "did you mean --max-age?"},
        {{"get", "--max-ag=5m"}, "unknown option --max-ag", "did you mean --max-age?"},
        {{"list", "--jsn"}, "unknown option --jsn", "did you mean --json?"},
        {{"--jsn", "list"}, "unknown option --jsn", "did you mean --json?"},
        {{"login", "--2facode", "1"}, "unknown option --2facode", "did you mean --2fa-code?"},
        {{"list", "--frobnicate"}, "unknown option --frobnicate", "run: ring-snapshot list --help"},
        {{"--frobnicate"}, "unknown option --frobnicate", "run: ring-snapshot --help"},
        {{"get", "-x"}, "unknown option -x", "run: ring-snapshot get --help"},
    };
    for (const Case& each : table) {
        const base::Error error = error_of(each.arguments);
        EXPECT_EQ(error.message(), each.message);
        EXPECT_EQ(error.hint(), each.hint);
    }
}

TEST(ParseCommandLine, an_argument_too_many_is_named) {
    EXPECT_EQ(error_of({"list", "door"}).message(), "unexpected argument 'door' of list");
    EXPECT_EQ(error_of({"logout", "now"}).message(), "unexpected argument 'now' of logout");
    EXPECT_EQ(error_of({"completion", "bash", "zsh"}).message(),
              "unexpected argument 'zsh' of completion");
}

TEST(ParseCommandLine, errors_show_no_value_and_no_control_character) {
    EXPECT_THAT(error_of({"login", "--pasword=hunter2"}).message(), Not(HasSubstr("hunter2")));
    EXPECT_THAT(unknown_command({"x\x1B[2J"}, {}).message(), Not(HasSubstr("\x1B")));
}

TEST(ParseCommandLine, an_option_without_its_value_is_named) {
    for (const char* option : {"--out", "--wait", "--name", "--retries", "--location"}) {
        EXPECT_EQ(error_of({"get", option}).message(), std::string(option) + " needs one value");
    }
    EXPECT_EQ(error_of({"login", "--2fa-code"}).message(), "--2fa-code needs one value");
    EXPECT_EQ(error_of({"--settings"}).message(), "--settings needs one value");
}

TEST(ParseCommandLine, bad_durations_and_numbers_are_named) {
    EXPECT_EQ(error_of({"get", "--wait", "soon"}).message(), "--wait: 'soon' is not a duration");
    EXPECT_EQ(error_of({"get", "--max-age", "5x"}).message(), "--max-age: '5x' is not a duration");
    for (const char* retries : {"0", "101", "-1", "x", "3.5", "9999999999999999999999"}) {
        EXPECT_EQ(error_of({"get", std::string("--retries=") + retries}).message(),
                  std::string("--retries: '") + retries + "' is not a whole number from 1 to 100");
    }
    EXPECT_EQ(get({"--retries", "1"}).maximum_retries, 1);
    EXPECT_EQ(get({"--retries", "100"}).maximum_retries, 100);
}

TEST(ParseCommandLine, list_takes_everything) {
    EXPECT_TRUE(options_of<ListOptions>({"list", "--everything"}).everything);
    EXPECT_FALSE(options_of<ListOptions>({"list"}).everything);
}

TEST(ParseCommandLine, every_command_has_its_help) {
    EXPECT_EQ(options_of<PrintText>({"--version"}).text,
              "ring-snapshot " RING_SNAPSHOT_VERSION "\n");
    const std::string help = help_text({}, {});
    for (const auto& [command, text, examples, declare] : commands()) {
        Arguments words;
        std::istringstream stream{std::string(command)};
        for (std::string word; stream >> word;) {
            words.push_back(word);
        }
        // Commands of a command stand in the help of that one.
        const std::string holder = words.size() == 1 ? help : help_text({words.front()}, {});
        EXPECT_THAT(holder, HasSubstr("  " + std::string(command)));
        const std::string own = help_text(words, {});
        EXPECT_THAT(own, HasSubstr("Usage: ring-snapshot " + std::string(command)));
        EXPECT_THAT(own, HasSubstr("--settings FILE"));
        words.emplace_back("-h");
        EXPECT_THAT(options_of<HelpOptions>(words).command, ElementsAre(command));
    }
    EXPECT_THAT(help_text({"get"}, {}), HasSubstr("--max-age DURATION"));
}

TEST(ParseDurationOption, names_option_and_text) {
    EXPECT_EQ(parse_duration_option("--wait", "1h30m"), 90min);
    const base::Error error = test::error_of([] { parse_duration_option("--wait", "x\ny"); });
    EXPECT_EQ(error.code(), base::ErrorCode::usage);
    EXPECT_EQ(error.message(), "--wait: 'x y' is not a duration");
}

TEST(ParseNumberOption, keeps_to_its_bounds) {
    EXPECT_EQ(parse_number_option("-n", "5", 5, 7), 5);
    EXPECT_EQ(parse_number_option("-n", "7", 5, 7), 7);
    EXPECT_EQ(parse_number_option("-n", "-3", -3, 7), -3);
    for (const char* text : {"", " ", "4", "8", "5 ", "+5", "5.0", "0x5"}) {
        EXPECT_THROW(parse_number_option("-n", text, 5, 7), base::Error) << text;
    }
}

} // namespace
} // namespace cli
