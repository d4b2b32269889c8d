// SPDX-License-Identifier: Apache-2.0
#include "archive/exif/jpeg_segments.hpp"
#include "support/test_picture.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using archive::JpegSegment;
using archive::JpegSegments;
using namespace std::string_literals;

std::vector<JpegSegment> segments_of(std::string_view jpeg) {
    std::vector<JpegSegment> found;
    JpegSegments segments(jpeg);
    while (const auto segment = segments.next()) {
        found.push_back(*segment);
    }
    return found;
}

TEST(JpegSegments, go_on_without_a_gap_to_the_first_scan_of_every_kind_of_picture) {
    for (const auto kind :
         {test::JpegKind::baseline, test::JpegKind::greyscale, test::JpegKind::restarts,
          test::JpegKind::progressive, test::JpegKind::separate_scans, test::JpegKind::cmyk,
          test::JpegKind::rgb, test::JpegKind::arithmetic}) {
        const std::string jpeg = test::make_jpeg(40, 30, 1, kind);
        std::size_t end = 2;
        for (const JpegSegment& segment : segments_of(jpeg)) {
            EXPECT_EQ(segment.start, end);
            EXPECT_EQ(segment.content.size() + 4, segment.size);
            end = segment.end();
        }
        EXPECT_EQ(jpeg.substr(end, 2), "\xFF\xDA");
    }
}

TEST(JpegSegments, are_told_by_their_kind) {
    const std::string jpeg = "\xFF\xD8"s + "\xFF\xE0\0\x03J"s + "\xFF\xFF\xFF\xE1\0\x0A"s +
                             "Exif\0\0II"s + "\xFF\xEF\0\x02"s + "\xFF\xFE\0\x03!"s + "\xFF\xDA";
    const auto segments = segments_of(jpeg);
    ASSERT_EQ(segments.size(), 4U);
    EXPECT_EQ(segments[0].content, "J");
    EXPECT_TRUE(segments[0].is_application_data());
    EXPECT_FALSE(segments[0].is_exif());
    // Behind two bytes that only fill up.
    EXPECT_EQ(segments[1].start, 9U);
    EXPECT_TRUE(segments[1].is_exif());
    EXPECT_TRUE(segments[2].is_application_data());
    EXPECT_EQ(segments[2].content, "");
    EXPECT_FALSE(segments[3].is_application_data());
}

TEST(JpegSegments, end_where_what_follows_is_not_a_whole_segment) {
    for (const std::string& rest :
         {""s, "\xFF"s, "\xFF\xE1\0"s, "\xFF\xE1\0\1"s, "\xFF\xE1\0\x05xx"s, "x\xE1\0\2"s,
          "\xFF\xD9\0\2"s, "\xFF\xD0\0\2"s, "\xFF\0\0\2"s, "\xFF\xDA\0\2"s, "\xFF\xFF\xFF\xFF"s}) {
        EXPECT_TRUE(segments_of("\xFF\xD8" + rest).empty()) << testing::PrintToString(rest);
    }
    EXPECT_TRUE(segments_of("").empty());
    EXPECT_TRUE(segments_of("not a JPEG").empty());
}

} // namespace
