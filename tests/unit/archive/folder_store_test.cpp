// SPDX-License-Identifier: Apache-2.0
#include "archive/folder_store.hpp"
#include "base/files/files.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace archive {
namespace {

namespace fs = std::filesystem;

struct RecordedFile : testing::Test {
    RecordedFile() {
        fs::create_directory(archive);
        base::write_file_atomically(archive / "1.jpg", "a picture", {});
    }

    FileState state() const {
        return FolderStore(archive).state_of(PictureName("1.jpg"),
                                             {9, base::hex_encode(base::sha256("a picture"))});
    }

    test::TemporaryFolder folder;
    fs::path archive = folder / "pictures";
};

TEST_F(RecordedFile, is_unchanged_while_it_holds_the_bytes_that_were_saved) {
    EXPECT_EQ(state(), FileState::unchanged);
}

TEST_F(RecordedFile, is_changed_by_other_bytes_be_they_as_many) {
    base::write_file_atomically(archive / "1.jpg", "A picture", {});
    EXPECT_EQ(state(), FileState::changed);
    base::write_file_atomically(archive / "1.jpg", "a larger picture", {});
    EXPECT_EQ(state(), FileState::changed);
    fs::remove(archive / "1.jpg");
    fs::create_directory(archive / "1.jpg");
    EXPECT_EQ(state(), FileState::changed);
}

TEST_F(RecordedFile, is_missing_from_a_folder_that_is_there) {
    fs::remove(archive / "1.jpg");
    EXPECT_EQ(state(), FileState::missing);
}

TEST_F(RecordedFile, is_unreachable_where_the_folder_is_away) {
    fs::rename(archive, folder / "unmounted");
    EXPECT_EQ(state(), FileState::unreachable);
    base::write_file_atomically(archive, "a file in the folder's place", {});
    EXPECT_EQ(state(), FileState::unreachable);
}

TEST_F(RecordedFile, is_unreachable_where_it_cannot_be_looked_at) {
    // A link to itself cannot be followed, as a folder cannot that its server does not give.
    fs::remove(archive / "1.jpg");
    fs::create_symlink("1.jpg", archive / "1.jpg");
    EXPECT_EQ(state(), FileState::unreachable);
}

TEST(PlaceOf, is_the_folder_and_the_name_of_a_recorded_picture) {
    const auto place = place_of("/pictures/Home/7.jpg");
    ASSERT_TRUE(place);
    EXPECT_EQ(place->folder, "/pictures/Home");
    EXPECT_EQ(place->name.text(), "7.jpg");
    for (const char* text : {"", "/", "/pictures/", "/pictures/.."}) {
        EXPECT_FALSE(place_of(text)) << text;
    }
}

} // namespace
} // namespace archive
