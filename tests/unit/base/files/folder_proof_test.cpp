// SPDX-License-Identifier: Apache-2.0
#include "base/files/files.hpp"
#include "support/error_of.hpp"
#include "support/limited_file_size.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

TEST(ProofOfAFolder, leaves_nothing_behind) {
    const test::TemporaryFolder folder;
    EXPECT_TRUE(base::prove_folder_writable(folder.path(), 1000).keeps_times);
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(ProofOfAFolder, makes_no_folder_that_is_missing) {
    const test::TemporaryFolder folder;
    base::prove_folder_writable(folder / "a" / "b" / "", 1000);
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(ProofOfAFolder, fails_where_a_file_is_in_the_way) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "file") << "stays";
    for (const fs::path& path : {folder / "file", folder / "file" / "deeper"}) {
        const base::Error error = test::error_of([&] { base::prove_folder_writable(path, 1000); });
        EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
        EXPECT_THAT(error.message(), HasSubstr("not a folder"));
    }
    EXPECT_EQ(base::read_file(folder / "file", 100), "stays");
}

TEST(ProofOfAFolder, finds_a_full_disk_and_names_the_folder_alone) {
    const test::TemporaryFolder folder;
    const base::Error error = [&] {
        const test::LimitedFileSize limit(500);
        return test::error_of([&] { base::prove_folder_writable(folder.path(), 1000); });
    }();
    EXPECT_THAT(error.message(), HasSubstr("cannot write in " + folder.path().string() + ": "));
    EXPECT_THAT(error.message(), Not(HasSubstr(".ring-snapshot")));
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(NearestExistingFolder, is_the_folder_itself_or_the_one_above) {
    const test::TemporaryFolder folder;
    EXPECT_EQ(base::nearest_existing_folder(folder.path()), folder.path());
    EXPECT_EQ(base::nearest_existing_folder(folder / "a" / "b"), folder.path());
    EXPECT_EQ(base::nearest_existing_folder("no-such-folder/b"), ".");
    EXPECT_EQ(base::nearest_existing_folder(""), ".");
}

TEST(OwnerOfAFile, is_this_user_for_what_this_process_made) {
    const test::TemporaryFolder folder;
    EXPECT_TRUE(base::is_own(folder.path()));
    EXPECT_FALSE(base::owner_of(folder.path()).empty());
    EXPECT_TRUE(base::is_own(folder / "missing"));
    EXPECT_TRUE(base::owner_of(folder / "missing").empty());
}

} // namespace
