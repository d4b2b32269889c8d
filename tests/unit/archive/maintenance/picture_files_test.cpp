// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/picture_files.hpp"
#include "support/error_of.hpp"
#include "unit/archive/maintenance/maintenance_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace {

namespace files = std::filesystem;
using archive::find_picture_files;
using archive::FolderNames;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PictureFilesTest : public test::MaintenanceTest {
protected:
    /// The names of what is found, sorted.
    std::vector<std::string> find(bool with_subfolders = true) {
        std::vector<std::string> names;
        links.clear();
        unreadable.clear();
        archive::SearchEvents events;
        events.take = [&](const archive::FoundFile& file) { names.push_back(file.relative); };
        events.link = [&](const std::string& path) { links.push_back(path); };
        events.unreadable = [&](const std::string& path, const std::string&) {
            unreadable.push_back(path);
        };
        find_picture_files(pictures, with_subfolders, stop.get_token(), events);
        std::sort(names.begin(), names.end());
        return names;
    }

    std::vector<std::string> links;
    std::vector<std::string> unreadable;
};

TEST_F(PictureFilesTest, files_named_like_pictures_are_found_at_any_depth) {
    write("a.jpg", "1");
    write("B.JPEG", "");
    write("x/y/z.Jpg", "1");
    write("film.mp4", "1");
    write("jpg", "1");
    EXPECT_THAT(find(), ElementsAre("B.JPEG", "a.jpg", "x/y/z.Jpg"));
    EXPECT_THAT(find(false), ElementsAre("B.JPEG", "a.jpg"));
}

TEST_F(PictureFilesTest, a_file_is_told_with_place_size_and_time) {
    write("x/a.jpg", "123");
    archive::SearchEvents events;
    events.take = [&](const archive::FoundFile& file) {
        EXPECT_EQ(file.place, place_of(pictures / "x" / "a.jpg"));
        EXPECT_EQ(file.size, 3U);
        EXPECT_EQ(file.modified, test::k_first_capture);
    };
    find_picture_files(pictures / "." / "x" / "..", true, {}, events);
}

TEST_F(PictureFilesTest, what_is_hidden_or_belongs_to_others_is_left_out) {
    write(".a.jpg", "1");
    write(".thumbnails/a.jpg", "1");
    write("@eaDir/a.jpg", "1");
    write("#recycle/a.jpg", "1");
    EXPECT_THAT(find(), IsEmpty());
}

TEST_F(PictureFilesTest, the_copies_of_a_gallery_are_left_out) {
    write("gallery/cameras.js", "");
    write("gallery/pictures/1234/abc.jpg", "1");
    write("gallery/mine.jpg", "1");
    write("other/gallery/pictures/b.jpg", "1");
    EXPECT_THAT(find(), ElementsAre("gallery/mine.jpg", "other/gallery/pictures/b.jpg"));
}

TEST_F(PictureFilesTest, links_pipes_and_folders_with_such_names_are_not_taken) {
    write("a.jpg", "1");
    files::create_symlink(pictures / "a.jpg", pictures / "link.jpg");
    files::create_symlink("nowhere", pictures / "broken.jpg");
    files::create_directory_symlink(pictures, pictures / "loop");
    files::create_directory(pictures / "folder.jpg");
    ASSERT_EQ(::mkfifo((pictures / "pipe.jpg").c_str(), 0600), 0);
    EXPECT_THAT(find(), ElementsAre("a.jpg"));
    EXPECT_EQ(links.size(), 3U);
}

TEST_F(PictureFilesTest, names_that_are_not_utf8_keep_their_bytes) {
#ifdef __APPLE__
    GTEST_SKIP() << "file names are text here";
#endif
    const std::string name = "T\xFCr.jpg";
    write(name, "1");
    EXPECT_THAT(find(), ElementsAre(name));
}

TEST_F(PictureFilesTest, what_cannot_be_read_is_told_and_the_rest_found) {
    if (::geteuid() == 0) {
        GTEST_SKIP() << "root may read everything";
    }
    write("closed/a.jpg", "1");
    write("open/b.jpg", "1");
    files::permissions(pictures / "closed", files::perms::none);
    EXPECT_THAT(find(), ElementsAre("open/b.jpg"));
    EXPECT_THAT(unreadable, ElementsAre((pictures / "closed").string()));
    files::permissions(pictures / "closed", files::perms::owner_all);
}

TEST_F(PictureFilesTest, paths_that_are_too_long_are_told_and_the_rest_found) {
    write("b.jpg", "1");
    const files::path before = files::current_path();
    files::current_path(pictures);
    const std::string name(200, 'x');
    for (int depth = 0; depth < 25; ++depth) {
        files::create_directory(name);
        files::current_path(name);
    }
    files::current_path(before);
    EXPECT_THAT(find(), ElementsAre("b.jpg"));
    EXPECT_EQ(unreadable.size(), 1U);
    // The longest way down cannot be removed by one path either.
    files::current_path(pictures);
    for (int depth = 0; depth < 24; ++depth) {
        files::current_path(name);
    }
    for (int depth = 0; depth < 24; ++depth) {
        files::remove(name);
        files::current_path("..");
    }
    files::current_path(before);
}

TEST_F(PictureFilesTest, a_folder_that_is_none_is_an_error_of_the_user) {
    write("a.jpg", "1");
    const auto missing = test::error_of([&] { find_picture_files(folder / "no", true, {}, {}); });
    EXPECT_EQ(missing.code(), base::ErrorCode::usage);
    EXPECT_THAT(missing.message(), HasSubstr("no: there is no such folder"));
    const auto file = test::error_of([&] { find_picture_files(pictures / "a.jpg", true, {}, {}); });
    EXPECT_THAT(file.message(), HasSubstr("it is not a folder"));
}

TEST_F(PictureFilesTest, a_stop_ends_the_search) {
    write("a.jpg", "1");
    stop.request_stop();
    EXPECT_EQ(test::error_of([&] { find(); }).code(), base::ErrorCode::interrupted);
}

TEST_F(PictureFilesTest, a_folder_is_known_under_all_its_names) {
    files::create_directory_symlink(pictures, folder / "link");
    const std::string real = pictures.string();
    const std::string link = (folder / "link").string();
    const FolderNames names({link, "/nowhere"});
    EXPECT_THAT(names.names_of(real), ElementsAre(real, link));
    EXPECT_EQ(names.recorded_name(real), link);
    EXPECT_EQ(FolderNames({link, real}).recorded_name(real), real);
    EXPECT_EQ(FolderNames({}).recorded_name(real), real);
}

TEST_F(PictureFilesTest, chosen_folders_hold_what_lies_in_them) {
    files::create_directory_symlink(pictures, folder / "link");
    archive::ChosenFolders chosen({folder / "link" / "", folder / "gone"});
    EXPECT_TRUE(chosen.contain(pictures.string()));
    EXPECT_TRUE(chosen.contain((folder / "link" / "x").string()));
    EXPECT_TRUE(chosen.contain((folder / "gone" / "y" / "z").string()));
    EXPECT_FALSE(chosen.contain((folder / "goner").string()));
    EXPECT_FALSE(chosen.contain("/"));
    EXPECT_TRUE(archive::ChosenFolders({}).contain("/"));
}

} // namespace
