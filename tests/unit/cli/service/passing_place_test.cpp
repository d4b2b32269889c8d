// SPDX-License-Identifier: Apache-2.0
#include "cli/service/passing_place.hpp"

#include <gtest/gtest.h>

namespace cli {
namespace {

TEST(PassingPlace, is_a_temporary_folder_or_one_of_downloads) {
    for (const char* path : {"/tmp/ring-snapshot", "/var/tmp/x/ring-snapshot",
                             "/home/kim/Downloads/ring-snapshot", "/mnt/c/downloads/a/b"}) {
        EXPECT_TRUE(is_in_passing_place(path, "/home/kim")) << path;
    }
    for (const char* path :
         {"/usr/bin/ring-snapshot", "/home/kim/bin/ring-snapshot", "/tmpfs/ring-snapshot"}) {
        EXPECT_FALSE(is_in_passing_place(path, "/home/kim")) << path;
    }
}

TEST(PassingPlace, is_the_folder_of_downloads_in_the_language_of_the_user) {
    EXPECT_EQ(downloads_folder("# comment\nXDG_DESKTOP_DIR=\"$HOME/Bureau\"\n"
                               "XDG_DOWNLOAD_DIR=\"$HOME/Téléchargements/\"\n",
                               "/home/kim"),
              "/home/kim/Téléchargements");
    EXPECT_EQ(downloads_folder("XDG_DOWNLOAD_DIR=\"/data/in\"", "/home/kim"), "/data/in");
    for (const char* text : {"", "XDG_DOWNLOAD_DIR=\"$HOME\"", "XDG_DOWNLOAD_DIR=\"$HOME/\"",
                             "XDG_DOWNLOAD_DIR=\"", "XDG_DOWNLOAD_DIR=\"\"", "XDG_DOWNLOAD_DIR"}) {
        EXPECT_EQ(downloads_folder(text, "/home/kim"), std::nullopt) << text;
    }
}

} // namespace
} // namespace cli
