// SPDX-License-Identifier: Apache-2.0
#include "film/jpeg_frame.hpp"
#include "support/test_picture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace film {
namespace {

using test::JpegKind;
using testing::HasSubstr;
using testing::Not;

std::string segment(char kind, const std::string& content) {
    const std::size_t size = content.size() + 2;
    return std::string("\xFF") + kind + static_cast<char>(size >> 8U) + static_cast<char>(size) +
           content;
}

/// `jpeg` with `more` behind its first marker.
std::string with_segment(std::string jpeg, const std::string& more) {
    return jpeg.insert(2, more);
}

TEST(JpegFrame, decodes_whatever_the_kind) {
    for (const JpegKind kind : {JpegKind::baseline, JpegKind::greyscale, JpegKind::restarts,
                                JpegKind::progressive, JpegKind::separate_scans, JpegKind::rgb}) {
        const std::string jpeg = test::make_jpeg(64, 48, 1, kind);
        const auto frame = jpeg_frame(jpeg);
        ASSERT_TRUE(frame);
        EXPECT_TRUE(test::decodes_cleanly(*frame));
        EXPECT_LE(frame->size(), jpeg.size());
        EXPECT_EQ(jpeg_frame(*frame), frame);
    }
}

TEST(JpegFrame, drops_what_programs_add) {
    const std::string jpeg = test::make_jpeg(64, 48);
    const std::string plain = *jpeg_frame(jpeg);
    EXPECT_THAT(plain, Not(HasSubstr("JFIF")));
    for (const char kind : {'\xE0', '\xE1', '\xED', '\xEF', '\xFE'}) {
        EXPECT_EQ(jpeg_frame(with_segment(jpeg, segment(kind, jpeg))), plain);
    }
}

TEST(JpegFrame, keeps_what_says_how_colours_are_stored) {
    const std::string adobe = segment('\xEE', std::string("Adobe\0\x64\0\0\0\0\0", 12));
    EXPECT_THAT(*jpeg_frame(with_segment(test::make_jpeg(64, 48), adobe)), HasSubstr("Adobe"));
}

TEST(JpegFrame, ends_with_the_picture) {
    const std::string jpeg = test::make_jpeg(64, 48);
    EXPECT_EQ(jpeg_frame(jpeg + std::string(20, '\0')), jpeg_frame(jpeg));
    EXPECT_EQ(jpeg_frame(jpeg + jpeg), jpeg_frame(jpeg));
}

TEST(JpegFrame, refuses_what_is_not_whole_or_not_decoded_by_ffmpeg) {
    const std::string jpeg = test::make_jpeg(64, 48);
    for (std::size_t size = 0; size < jpeg.size(); size += 7) {
        EXPECT_FALSE(jpeg_frame(std::string_view(jpeg).substr(0, size)));
    }
    EXPECT_FALSE(jpeg_frame(test::make_jpeg(64, 48, 1, JpegKind::arithmetic)));
    EXPECT_FALSE(jpeg_frame("<html>"));
}

TEST(JpegSize, is_read_from_the_header) {
    EXPECT_EQ(jpeg_size(test::make_jpeg(640, 36)), (FrameSize{640, 36}));
    EXPECT_EQ(jpeg_size(test::make_jpeg(7, 900, 1, JpegKind::progressive)), (FrameSize{7, 900}));
    EXPECT_FALSE(jpeg_size("\xFF\xD8\xFF\xC0"));
    EXPECT_FALSE(jpeg_size(""));
}

} // namespace
} // namespace film
