// SPDX-License-Identifier: Apache-2.0
#include "base/files/file_stamp.hpp"
#include "base/files/files.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace {

TEST(StampOf, ChangesWhenTheFileDoes) {
    const test::TemporaryFolder folder;
    const auto file = folder / "file";
    EXPECT_FALSE(base::stamp_of(file));
    EXPECT_FALSE(base::stamp_of(folder.path()));
    base::write_file_atomically(file, "one", {});
    const auto first = base::stamp_of(file);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->size, 3U);
    EXPECT_EQ(base::stamp_of(file), first);
    // The same size and time, but another file.
    const auto modified = std::filesystem::last_write_time(file);
    base::write_file_atomically(file, "two", {});
    std::filesystem::last_write_time(file, modified);
    EXPECT_NE(base::stamp_of(file), first);
}

} // namespace
