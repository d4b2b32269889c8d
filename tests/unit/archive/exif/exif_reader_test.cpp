// SPDX-License-Identifier: Apache-2.0
#include "archive/exif/exif_reader.hpp"
#include "support/test_picture.hpp"
#include "unit/archive/exif/exif_segment.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace {

using archive::ExifFacts;
using archive::read_exif;
using namespace std::chrono_literals;

constexpr std::chrono::sys_seconds k_taken =
    std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + 14h + 41min + 29s;

std::string picture() {
    return test::make_jpeg(64, 48);
}

std::string ours() {
    return test::our_exif("31000417", "T\xC3\xBCr", "2026:11:23 14:41:29", "+01:00", "345");
}

TEST(ExifReaderTest, reads_what_we_write_of_a_picture) {
    const auto facts = read_exif(test::with_segment(picture(), ours()));
    ASSERT_TRUE(facts);
    EXPECT_TRUE(facts->is_ours());
    EXPECT_EQ(facts->serial, "31000417");
    EXPECT_EQ(facts->description, "T\xC3\xBCr");
    EXPECT_EQ(facts->taken, k_taken);
    EXPECT_EQ(facts->taken_part, 345ms);
    EXPECT_EQ(facts->offset, 1h);
}

TEST(ExifReaderTest, without_the_segment_a_picture_is_as_it_was) {
    const std::string jpeg = test::with_segment(picture(), ours());
    EXPECT_EQ(archive::without_exif(jpeg, *read_exif(jpeg)), picture());
}

TEST(ExifReaderTest, both_orders_of_bytes_and_short_texts_are_read) {
    const std::string segment = test::exif_segment(
        {{0x010F, "ab"}, {0x0132, "2026:11:23 14:41:29"}}, {{0x9010, "-03:30"}}, true);
    const auto facts = read_exif(test::with_segment(picture(), segment));
    ASSERT_TRUE(facts);
    EXPECT_FALSE(facts->is_ours());
    EXPECT_EQ(facts->make, "ab");
    EXPECT_EQ(facts->taken, k_taken);
    EXPECT_EQ(facts->offset, -(3h + 30min));
}

TEST(ExifReaderTest, texts_are_made_harmless) {
    const std::string segment = test::exif_segment({{0x010E, "a\x1B[2J\xFFz"}}, {});
    EXPECT_EQ(read_exif(test::with_segment(picture(), segment))->description, "a [2J\xEF\xBF\xBDz");
}

TEST(ExifReaderTest, times_that_are_none_are_not_taken) {
    for (const char* time : {"", "    :  :     :  :  ", "0000:00:00 00:00:00",
                             "2026:02:30 10:00:00", "2026:11:23 24:00:00", "2026:11:23"}) {
        const std::string segment = test::exif_segment({}, {{0x9003, time}});
        EXPECT_FALSE(read_exif(test::with_segment(picture(), segment))->taken) << time;
    }
}

TEST(ExifReaderTest, a_picture_without_exif_has_none) {
    EXPECT_FALSE(read_exif(picture()));
    EXPECT_FALSE(read_exif(""));
    EXPECT_FALSE(read_exif("\xFF\xD8"));
    EXPECT_FALSE(read_exif("no JPEG"));
    // An APP1 of something else, such as XMP.
    EXPECT_FALSE(read_exif(test::with_segment(picture(), std::string("\xFF\xE1\0\x06http", 8))));
}

TEST(ExifReaderTest, any_cut_or_bent_segment_is_survived) {
    const std::string whole = test::with_segment(picture(), ours());
    const std::size_t size = ours().size() + 2;
    for (std::size_t end = 0; end < size; ++end) {
        EXPECT_FALSE(read_exif(whole.substr(0, end))) << end;
    }
    for (std::size_t at = 4; at < size; ++at) {
        std::string bent = whole;
        bent[at] = '\xFF';
        if (const auto facts = read_exif(bent)) {
            EXPECT_LE(facts->segment_start + facts->segment_size, bent.size());
        }
    }
}

} // namespace
