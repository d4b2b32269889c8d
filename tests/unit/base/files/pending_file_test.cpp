// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/files/files.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;
using base::PendingFile;

/// A folder for one film.
struct PendingFileTest : testing::Test {
    /// As another program does it.
    static void write(const PendingFile& file, const std::string& text) {
        std::ofstream(file.path(), std::ios::trunc) << text;
    }

    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder.path()), {}));
    }

    test::TemporaryFolder folder;
    fs::path target = folder / "film.mp4";
};

TEST_F(PendingFileTest, appears_under_its_name_when_it_is_complete) {
    PendingFile file(target);
    EXPECT_EQ(file.path().parent_path(), folder.path());
    write(file, "film");
    EXPECT_FALSE(fs::exists(target));
    file.move_into_place();
    EXPECT_EQ(base::read_file(target, 100), "film");
    EXPECT_EQ(files(), 1U);
}

TEST_F(PendingFileTest, disappears_when_it_is_not_moved) {
    std::ofstream(target) << "old";
    {
        const PendingFile file(target);
        write(file, "half a fi");
        EXPECT_EQ(files(), 2U);
    }
    EXPECT_EQ(base::read_file(target, 100), "old");
    EXPECT_EQ(files(), 1U);
}

TEST_F(PendingFileTest, takes_the_place_and_the_rights_of_what_is_there) {
    std::ofstream(target) << "old";
    fs::permissions(target, fs::perms::owner_read | fs::perms::owner_write);
    PendingFile file(target);
    write(file, "new");
    file.move_into_place();
    EXPECT_EQ(base::read_file(target, 100), "new");
    EXPECT_FALSE(base::is_open_to_others(target));
}

TEST_F(PendingFileTest, follows_a_link) {
    fs::create_directory(folder / "elsewhere");
    fs::create_symlink("elsewhere/film.mp4", target);
    PendingFile file(target);
    write(file, "film");
    file.move_into_place();
    EXPECT_TRUE(fs::is_symlink(target));
    EXPECT_EQ(base::read_file(folder / "elsewhere" / "film.mp4", 100), "film");
}

TEST_F(PendingFileTest, is_not_taken_for_a_leftover_of_a_process_that_ended) {
    PendingFile file(target);
    // As if an ended process had made it: the lock alone tells that it is still written.
    const std::string name = file.path().filename().string();
    const std::string number = "." + std::to_string(::getpid()) + "-";
    const fs::path renamed =
        folder / std::string(name).replace(name.rfind(number), number.size(), ".999999999-");
    fs::rename(file.path(), renamed);
    base::remove_stale_temporaries(target);
    EXPECT_TRUE(fs::exists(renamed));
    fs::rename(renamed, file.path());
}

TEST_F(PendingFileTest, says_what_cannot_be_written) {
    for (const fs::path& path :
         {folder.path(), folder / "none" / "film.mp4", fs::path("/dev/null")}) {
        EXPECT_EQ(test::error_of([&] { const PendingFile file(path); }).code(),
                  base::ErrorCode::cannot_write);
    }
}

} // namespace
