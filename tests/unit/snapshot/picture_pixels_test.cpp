// SPDX-License-Identifier: Apache-2.0
#include "snapshot/picture_pixels.hpp"
#include "support/test_picture.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using snapshot::decode_picture;
using test::JpegKind;
using test::make_jpeg;

TEST(DecodePicture, gives_the_pixels_of_every_kind_that_has_colours_of_screens) {
    for (const JpegKind kind : {JpegKind::baseline, JpegKind::greyscale, JpegKind::restarts,
                                JpegKind::progressive, JpegKind::separate_scans, JpegKind::rgb}) {
        const auto pixels = decode_picture(make_jpeg(53, 31, 1, kind));
        ASSERT_TRUE(pixels);
        EXPECT_EQ(pixels->width, 53);
        EXPECT_EQ(pixels->height, 31);
        EXPECT_EQ(pixels->rgb.size(), 53U * 31U * 3U);
    }
    const auto grey = decode_picture(make_jpeg(8, 8, 1, JpegKind::greyscale));
    EXPECT_EQ(grey->at(3, 4).red, grey->at(3, 4).green);
    EXPECT_EQ(grey->at(3, 4).red, grey->at(3, 4).blue);
}

TEST(DecodePicture, decodes_a_part_of_the_pixels_where_that_is_enough) {
    const std::string jpeg = make_jpeg(640, 360);
    const auto width = [&](int least) { return decode_picture(jpeg, least)->width; };
    EXPECT_EQ(width(0), 640);
    EXPECT_EQ(width(321), 640);
    EXPECT_EQ(width(320), 320);
    EXPECT_EQ(width(100), 160);
    EXPECT_EQ(width(1), 80);
    EXPECT_EQ(width(1000), 640);
}

TEST(DecodePicture, gives_nothing_for_what_is_not_a_whole_picture) {
    const std::string jpeg = make_jpeg(64, 48);
    EXPECT_FALSE(decode_picture(""));
    EXPECT_FALSE(decode_picture("<html></html>"));
    EXPECT_FALSE(decode_picture(jpeg.substr(0, jpeg.size() / 2)));
    // The colours of printers.
    EXPECT_FALSE(decode_picture(make_jpeg(64, 48, 1, JpegKind::cmyk)));
}

} // namespace
