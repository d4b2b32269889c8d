// SPDX-License-Identifier: Apache-2.0
#include "film/film_splitter.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

namespace film {
namespace {

using testing::Contains;
using testing::HasSubstr;

TEST(SplittingWords, nothing_but_the_film_is_read_and_as_nothing_else) {
    const auto words = splitting_words("/usr/bin/ffmpeg", "/x/film.mp4", "/x");
    EXPECT_EQ(words.front(), "/usr/bin/ffmpeg");
    const auto input = std::find(words.begin(), words.end(), "-i");
    ASSERT_NE(input, words.end());
    EXPECT_EQ(*(input + 1), "file:/x/film.mp4");
    const auto value_before_input = [&](const char* option) {
        const auto at = std::find(words.begin(), input, option);
        return at == input ? std::string() : *(at + 1);
    };
    EXPECT_EQ(value_before_input("-protocol_whitelist"), "file");
    EXPECT_EQ(value_before_input("-f"), "mov");
    EXPECT_THAT(words, Contains("-nostdin"));
}

TEST(SplittingWords, a_percent_sign_in_the_folder_is_not_a_number) {
    EXPECT_EQ(splitting_words("ffmpeg", "f", "/a%d/50%%").back(), "file:/a%%d/50%%%%/frame-%d.jpg");
}

struct FfmpegSplitterTest : testing::Test {
    test::TemporaryFolder folder;
    std::filesystem::path place = folder / "Settings.json.history";
};

TEST_F(FfmpegSplitterTest, has_a_folder_of_its_own_in_which_nothing_is_left) {
    std::filesystem::create_directories(place);
    std::ofstream(place / "frame-7.jpg") << "of a process that was killed";
    {
        const FfmpegSplitter splitter("ffmpeg", {}, place);
        EXPECT_TRUE(std::filesystem::is_directory(place));
        EXPECT_TRUE(std::filesystem::is_empty(place));
        EXPECT_EQ(test::error_of([&] { splitter.frame(0); }).code(), base::ErrorCode::cannot_write);
    }
    EXPECT_FALSE(std::filesystem::exists(place));
}

TEST_F(FfmpegSplitterTest, does_not_start_ffmpeg_for_what_is_not_a_whole_film) {
    FfmpegSplitter splitter("/nowhere/ffmpeg", {}, place);
    for (const char* const bytes : {"", "<html></html>", "#EXTM3U\n/etc/passwd\n"}) {
        const base::Error error = test::error_of([&] { splitter.split(bytes, {}); });
        EXPECT_EQ(error.code(), base::ErrorCode::no_snapshot);
        EXPECT_THAT(error.message(), HasSubstr("not a whole MP4"));
    }
}

TEST_F(FfmpegSplitterTest, says_that_ffmpeg_cannot_be_started) {
    FfmpegSplitter splitter("/nowhere/ffmpeg", {}, place);
    const std::string film("\0\0\0\x08"
                           "ftyp\0\0\0\x08"
                           "moov",
                           16);
    EXPECT_EQ(test::error_of([&] { splitter.split(film, {}); }).code(),
              base::ErrorCode::missing_program);
}

} // namespace
} // namespace film
