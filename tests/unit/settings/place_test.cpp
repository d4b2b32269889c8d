// SPDX-License-Identifier: Apache-2.0
#include "base/process/environment.hpp"
#include "base/process/process.hpp"
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
constexpr auto k_usual = FirstPlace::configuration_folder;

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

TEST(FindPlace, a_given_file_goes_before_the_environment_and_both_before_the_home) {
    const ScopedVariable home("HOME", "/home/kim");
    const ScopedVariable variable(k_variable, "/from/environment.json");
    EXPECT_EQ(find_place("given.json", k_usual).file, "given.json");
    EXPECT_EQ(find_place({}, k_usual).file, "/from/environment.json");
}

TEST(FindPlace, with_a_given_file_no_home_is_needed) {
    const ScopedVariable home("HOME", nullptr);
    const ScopedVariable xdg("XDG_CONFIG_HOME", nullptr);
    const ScopedVariable variable(k_variable, nullptr);
    EXPECT_EQ(find_place("given.json", k_usual).file, "given.json");
}

TEST(FindPlace, is_the_one_in_the_configuration_folder_though_it_need_not_exist) {
    const ScopedVariable variable(k_variable, nullptr);
    EXPECT_EQ(find_place({}, k_usual).file, configuration_folder() / "Settings.json");
}

// Where the program's own file lies decides, so these tests run copies of this program.

constexpr std::string_view k_mark = "FOUND:";

constexpr auto k_is_copy = "RING_SNAPSHOT_TEST_IS_COPY";
constexpr auto k_wants_program_folder = "RING_SNAPSHOT_TEST_PROGRAM_FOLDER";

TEST(FindPlace, of_a_copy_is_printed) {
    if (base::environment_variable(k_is_copy)) {
        const auto first = base::environment_variable(k_wants_program_folder)
                               ? FirstPlace::program_folder
                               : FirstPlace::configuration_folder;
        const Place place = find_place({}, first);
        std::cout << k_mark << place.file.string();
        for (const base::Distrust& distrust : place.ignored.value_or(IgnoredFile()).reasons) {
            std::cout << (distrust.reason == base::Distrust::Reason::others_can_write
                              ? ", others can write "
                              : ", belongs to others: ")
                      << distrust.path.filename().string();
        }
        std::cout << std::endl;
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
            "'" + program.string() + "' --gtest_filter=FindPlace.of_a_copy_is_printed 2>&1";
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

TEST_F(CopiedProgram, does_not_believe_a_file_in_a_folder_that_others_can_write_and_says_so) {
    fs::permissions(place(), fs::perms(0777));
    EXPECT_EQ(found(place() / "program"), at_home + ", others can write place");
}

TEST_F(CopiedProgram, does_not_believe_a_file_that_others_can_write_and_says_so) {
    fs::permissions(place() / "Settings.json", fs::perms(0666));
    EXPECT_EQ(found(place() / "program"), at_home + ", others can write Settings.json");
    fs::permissions(place(), fs::perms(0777));
    EXPECT_EQ(found(place() / "program"),
              at_home + ", others can write Settings.json, others can write place");
}

TEST_F(CopiedProgram, puts_the_first_settings_beside_itself_where_that_is_wanted) {
    fs::remove(place() / "Settings.json");
    EXPECT_EQ(found(place() / "program"), at_home);
    const ScopedVariable wanted(k_wants_program_folder, "1");
    EXPECT_EQ(found(place() / "program"), beside);
    // Nothing is left behind by finding that out.
    EXPECT_EQ(std::distance(fs::directory_iterator(place()), fs::directory_iterator()), 1);
    fs::create_symlink(place() / "program", folder / "link");
    EXPECT_EQ(found(folder / "link"), beside);
}

TEST_F(CopiedProgram, puts_them_at_home_where_the_folder_is_not_the_users_alone) {
    fs::remove(place() / "Settings.json");
    const ScopedVariable wanted(k_wants_program_folder, "1");
    fs::permissions(place(), fs::perms(0777));
    EXPECT_EQ(found(place() / "program"), at_home);
}

TEST_F(CopiedProgram, puts_them_at_home_where_there_are_some_already) {
    fs::remove(place() / "Settings.json");
    const ScopedVariable wanted(k_wants_program_folder, "1");
    const ScopedVariable real_home("HOME", folder.path().string().c_str());
    const fs::path usual = configuration_folder() / "Settings.json";
    fs::create_directories(usual.parent_path());
    std::ofstream(usual) << "{}";
    EXPECT_EQ(found(place() / "program"), usual.string());
}

TEST_F(CopiedProgram, puts_them_at_home_when_it_is_installed_among_other_programs) {
    const ScopedVariable wanted(k_wants_program_folder, "1");
    fs::create_directory(folder / "bin");
    fs::rename(place() / "program", folder / "bin" / "program");
    EXPECT_EQ(found(folder / "bin" / "program"), at_home);
    // A person's own folder of that name is that person's choice.
    const ScopedVariable real_home("HOME", folder.path().string().c_str());
    EXPECT_EQ(found(folder / "bin" / "program"), (folder / "bin" / "Settings.json").string());
}

TEST(IsInUsualPlace, is_told_by_the_configuration_folder) {
    const ScopedVariable xdg("XDG_CONFIG_HOME", nullptr);
    const ScopedVariable home("HOME", "/home/kim");
    EXPECT_TRUE(is_in_usual_place(configuration_folder() / "Settings.json"));
    EXPECT_FALSE(is_in_usual_place("/home/kim/Settings.json"));
    const ScopedVariable none("HOME", nullptr);
    EXPECT_FALSE(is_in_usual_place("/home/kim/Settings.json"));
}

TEST_F(CopiedProgram, the_environment_goes_before_the_file_beside_it) {
    const ScopedVariable file(k_variable, "/from/environment.json");
    EXPECT_EQ(found(place() / "program"), "/from/environment.json");
}

} // namespace
} // namespace settings
