// SPDX-License-Identifier: Apache-2.0
#include "base/process/program_search.hpp"
#include "support/scoped_variable.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

namespace {

namespace fs = std::filesystem;

/// Two folders with a program in each.
struct ProgramSearch : testing::Test {
    ProgramSearch() {
        for (const char* name : {"one", "two"}) {
            fs::create_directory(folder / name);
            std::ofstream(folder / name / "film") << "#!/bin/sh\n";
            fs::permissions(folder / name / "film", fs::perms::owner_all);
        }
    }

    std::string in(const char* name) const { return (folder / name).string(); }

    static std::optional<fs::path> find(const std::string& folders) {
        const test::ScopedVariable path("PATH", folders.c_str());
        return base::find_on_path("film");
    }

    test::TemporaryFolder folder;
};

TEST_F(ProgramSearch, finds_the_first_of_the_folders_on_path) {
    EXPECT_EQ(find("/nowhere:" + in("two") + ":" + in("one")), folder / "two" / "film");
    EXPECT_FALSE(find("/nowhere"));
}

TEST_F(ProgramSearch, leaves_out_what_is_not_a_program) {
    fs::permissions(folder / "one" / "film", fs::perms::owner_read);
    fs::create_directories(folder / "three" / "film");
    EXPECT_EQ(find(in("one") + ":" + in("three") + ":" + in("two")), folder / "two" / "film");
}

TEST_F(ProgramSearch, never_looks_in_the_working_folder) {
    const fs::path before = fs::current_path();
    fs::current_path(folder / "one");
    for (const char* folders : {"", ".", ":", "::/nowhere", "/nowhere:", "../two:."}) {
        EXPECT_FALSE(find(folders)) << folders;
    }
    fs::current_path(before);
}

} // namespace
