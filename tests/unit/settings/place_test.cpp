// SPDX-License-Identifier: Apache-2.0
#include "base/environment.hpp"
#include "base/process.hpp"
#include "settings/place.hpp"
#include "support/error_of.hpp"
#include "support/scoped_variable.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

namespace settings {
namespace {

namespace fs = std::filesystem;
using test::ScopedVariable;

constexpr auto k_variable = "RING_SNAPSHOT_SETTINGS";

#if !defined(__APPLE__)

TEST(ConfigurationFolder, is_the_one_of_xdg_else_below_home) {
    struct Case {
        const char* xdg;
        const char* home;
        const char* folder;
    };

    const Case table[] = {
        {"/xdg", "/home/kim", "/xdg/ring-snapshot"},
        {nullptr, "/home/kim", "/home/kim/.config/ring-snapshot"},
        {"", "/home/kim", "/home/kim/.config/ring-snapshot"},
        // The XDG specification has relative ones ignored.
        {"xdg", "/home/kim", "/home/kim/.config/ring-snapshot"},
        {"/xdg", nullptr, "/xdg/ring-snapshot"},
    };
    for (const Case& each : table) {
        const ScopedVariable xdg("XDG_CONFIG_HOME", each.xdg);
        const ScopedVariable home("HOME", each.home);
        EXPECT_EQ(configuration_folder(), each.folder);
    }
}

#endif

TEST(ConfigurationFolder, without_a_home_it_is_an_error_that_names_the_way_out) {
    const ScopedVariable xdg("XDG_CONFIG_HOME", nullptr);
    for (const char* none : {static_cast<const char*>(nullptr), ""}) {
        const ScopedVariable home("HOME", none);
        const base::Error error = test::error_of([] { configuration_folder(); });
        EXPECT_EQ(error.code(), base::ErrorCode::usage);
        EXPECT_NE(error.hint().find("--settings"), std::string::npos);
    }
}

TEST(FindSettingsFile, a_given_file_goes_before_the_environment_and_both_before_the_home) {
    const ScopedVariable home("HOME", "/home/kim");
    const ScopedVariable variable(k_variable, "/from/environment.json");
    EXPECT_EQ(find_settings_file("given.json"), "given.json");
    EXPECT_EQ(find_settings_file({}), "/from/environment.json");
}

TEST(FindSettingsFile, with_a_given_file_no_home_is_needed) {
    const ScopedVariable home("HOME", nullptr);
    const ScopedVariable xdg("XDG_CONFIG_HOME", nullptr);
    const ScopedVariable variable(k_variable, nullptr);
    EXPECT_EQ(find_settings_file("given.json"), "given.json");
}

TEST(FindSettingsFile, is_the_one_in_the_configuration_folder_though_it_need_not_exist) {
    const ScopedVariable variable(k_variable, nullptr);
    EXPECT_EQ(find_settings_file({}), configuration_folder() / "Settings.json");
}

// Where the program's own file lies decides, so these tests run copies of this program.

constexpr std::string_view k_mark = "FOUND:";

constexpr auto k_is_copy = "RING_SNAPSHOT_TEST_IS_COPY";

TEST(FindSettingsFile, of_a_copy_is_printed) {
    if (base::environment_variable(k_is_copy)) {
        std::cout << k_mark << find_settings_file({}).string() << std::endl;
    }
}

class CopiedProgram : public testing::Test {
protected:
    void SetUp() override {
        fs::create_directory(place());
        fs::permissions(place(), fs::perms(0700));
        fs::copy_file(base::program_path(), place() / "program");
        std::ofstream(place() / "Settings.json") << "{}";
        fs::permissions(place() / "Settings.json", fs::perms(0600));
    }

    fs::path place() const { return folder / "place"; }

    /// What the copy, called as `program`, finds.
    static std::string found(const fs::path& program) {
        const ScopedVariable is_copy(k_is_copy, "1");
        const std::string command =
            "'" + program.string() + "' --gtest_filter=FindSettingsFile.of_a_copy_is_printed 2>&1";
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(
            ::popen(command.c_str(), "r"), [](std::FILE* file) { return ::pclose(file); });
        std::string output;
        std::array<char, 4096> bytes{};
        for (std::size_t n = 0; (n = std::fread(bytes.data(), 1, bytes.size(), pipe.get())) > 0;) {
            output.append(bytes.data(), n);
        }
        const std::size_t mark = output.find(k_mark);
        if (mark == std::string::npos) {
            ADD_FAILURE() << output;
            return {};
        }
        const std::size_t begin = mark + k_mark.size();
        return output.substr(begin, output.find('\n', begin) - begin);
    }

    test::TemporaryFolder folder;
    ScopedVariable variable{k_variable, nullptr};
    ScopedVariable xdg{"XDG_CONFIG_HOME", nullptr};
    ScopedVariable home{"HOME", "/home/kim"};
    std::string at_home = (configuration_folder() / "Settings.json").string();
    std::string beside = (place() / "Settings.json").string();
};

TEST_F(CopiedProgram, takes_the_file_that_stands_beside_it) {
    EXPECT_EQ(found(place() / "program"), beside);
}

TEST_F(CopiedProgram, called_by_a_link_takes_the_file_beside_the_real_program) {
    fs::create_symlink(place() / "program", folder / "link");
    EXPECT_EQ(found(folder / "link"), beside);
}

TEST_F(CopiedProgram, without_a_file_beside_it_takes_the_one_at_home) {
    fs::remove(place() / "Settings.json");
    EXPECT_EQ(found(place() / "program"), at_home);
}

TEST_F(CopiedProgram, does_not_believe_a_file_in_a_folder_that_others_can_write) {
    fs::permissions(place(), fs::perms(0777));
    EXPECT_EQ(found(place() / "program"), at_home);
}

TEST_F(CopiedProgram, does_not_believe_a_file_that_others_can_write) {
    fs::permissions(place() / "Settings.json", fs::perms(0666));
    EXPECT_EQ(found(place() / "program"), at_home);
}

TEST_F(CopiedProgram, the_environment_goes_before_the_file_beside_it) {
    const ScopedVariable file(k_variable, "/from/environment.json");
    EXPECT_EQ(found(place() / "program"), "/from/environment.json");
}

} // namespace
} // namespace settings
