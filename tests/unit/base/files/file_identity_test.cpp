// SPDX-License-Identifier: Apache-2.0
#include "base/files/file_identity.hpp"
#include "base/files/files.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace {

TEST(FileIdentity, is_that_of_the_file_and_not_of_its_name) {
    const test::TemporaryFolder folder;
    base::write_file_atomically(folder / "a", "1", {});
    base::write_file_atomically(folder / "b", "1", {});
    const auto first = base::identity_of(folder / "a");
    ASSERT_TRUE(first);

    EXPECT_NE(base::identity_of(folder / "b"), first);
    std::filesystem::rename(folder / "a", folder / "c");
    EXPECT_EQ(base::identity_of(folder / "c"), first);
    EXPECT_FALSE(base::identity_of(folder / "a"));
}

TEST(MoveWithoutReplacing, gives_the_new_name) {
    const test::TemporaryFolder folder;
    base::write_file_atomically(folder / "a", "1", {});

    EXPECT_FALSE(base::move_without_replacing(folder / "a", folder / "b"));

    EXPECT_EQ(base::read_file(folder / "b", 9), "1");
    EXPECT_FALSE(std::filesystem::exists(folder / "a"));
}

TEST(MoveWithoutReplacing, leaves_what_has_the_name_already) {
    const test::TemporaryFolder folder;
    base::write_file_atomically(folder / "a", "1", {});
    base::write_file_atomically(folder / "b", "2", {});

    EXPECT_EQ(base::move_without_replacing(folder / "a", folder / "b"), std::errc::file_exists);

    EXPECT_EQ(base::read_file(folder / "a", 9), "1");
    EXPECT_EQ(base::read_file(folder / "b", 9), "2");
}

TEST(SharedFileSystem, is_none_on_a_local_disk) {
    const test::TemporaryFolder folder;
    EXPECT_EQ(base::shared_file_system(folder.path()), "");
    EXPECT_EQ(base::shared_file_system(folder / "none"), "");
}

} // namespace
