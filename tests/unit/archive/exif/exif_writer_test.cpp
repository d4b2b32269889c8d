// SPDX-License-Identifier: Apache-2.0
#include "archive/exif/exif_reader.hpp"
#include "archive/exif/exif_writer.hpp"
#include "archive/exif/jpeg_segments.hpp"
#include "support/test_picture.hpp"
#include "unit/archive/exif/exif_segment.hpp"
#include "unit/base/system/scoped_zone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace {

using archive::ExifToWrite;
using archive::read_exif;
using archive::with_exif;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;
using namespace std::string_literals;

class ExifWriterTest : public testing::Test {
protected:
    static std::string description_of(const std::string& name) {
        ExifToWrite exif = door();
        exif.camera_name = name;
        return read_exif(with_exif(test::make_jpeg(64, 48), exif))->description;
    }

    /// Captured at 2026-09-21 14:13:20.045 UTC.
    static ExifToWrite door() {
        return {"31000417", "Front Door", "Doorbell 4", base::SystemTime(1'790'000'000'045ms), 64,
                48};
    }

    const std::string jpeg = test::make_jpeg(64, 48);
    test::ScopedZone zone{"CET-1CEST,M3.5.0,M10.5.0/3"};
};

TEST_F(ExifWriterTest, what_is_written_can_be_read) {
    const auto facts = read_exif(with_exif(jpeg, door()));
    ASSERT_TRUE(facts);
    EXPECT_TRUE(facts->is_ours());
    EXPECT_EQ(facts->serial, "31000417");
    EXPECT_EQ(facts->description, "Front Door");
    EXPECT_EQ(facts->taken,
              std::chrono::sys_days(std::chrono::year(2026) / 9 / 21) + 16h + 13min + 20s);
    EXPECT_EQ(facts->taken_part, 45ms);
    EXPECT_EQ(facts->offset, 2h);
}

TEST_F(ExifWriterTest, all_dates_have_their_offset_and_part_of_the_second) {
    const std::string written = with_exif(jpeg, door());
    const auto count = [&](const std::string& text) {
        std::size_t found = 0;
        for (auto at = written.find(text); at != std::string::npos;
             at = written.find(text, at + 1)) {
            ++found;
        }
        return found;
    };
    EXPECT_EQ(count("2026:09:21 16:13:20"), 3U);
    EXPECT_EQ(count("+02:00"), 3U);
    EXPECT_EQ(count("045\0"s), 3U);
}

TEST_F(ExifWriterTest, without_the_segment_a_picture_is_as_it_came) {
    // Behind every APP0, and before a marker that is filled up.
    const std::string two_app0 = test::with_segment(jpeg, "\xFF\xE0\0\x04XX"s);
    const std::string filled = test::with_segment(jpeg, "\xFF\xFF\xFF\xFE\0\x03!"s);
    for (const std::string& picture : {jpeg, two_app0, filled}) {
        const std::string written = with_exif(picture, door());
        EXPECT_LE(written.size(), picture.size() + archive::k_largest_exif);
        EXPECT_TRUE(test::decodes_cleanly(written));
        EXPECT_EQ(archive::as_received(written), picture);
    }
    const std::string written = with_exif(two_app0, door());
    archive::JpegSegments segments(written);
    EXPECT_EQ(segments.next()->kind, 0xE0);
    EXPECT_EQ(segments.next()->kind, 0xE0);
    EXPECT_TRUE(segments.next()->is_exif());
}

TEST_F(ExifWriterTest, a_picture_that_has_exif_data_is_left_as_it_came) {
    const std::string foreign =
        test::with_segment(jpeg, test::exif_segment({{0x010F, "Canon"}}, {}));
    // Also where nobody can read it.
    const std::string broken = test::with_segment(jpeg, "\xFF\xE1\0\x0A"
                                                        "Exif\0\0XX"s);
    for (const std::string& picture : {foreign, broken, with_exif(jpeg, door())}) {
        EXPECT_EQ(with_exif(picture, door()), picture);
    }
    EXPECT_EQ(archive::as_received(foreign), foreign);
    EXPECT_EQ(with_exif("", door()), "");
}

TEST_F(ExifWriterTest, without_a_time_from_Ring_there_is_no_date) {
    ExifToWrite exif = door();
    exif.captured.reset();
    const std::string written = with_exif(jpeg, exif);
    EXPECT_FALSE(read_exif(written)->taken);
    EXPECT_FALSE(read_exif(written)->offset);
    EXPECT_THAT(written, Not(HasSubstr("2026:")));
    EXPECT_EQ(read_exif(written)->serial, "31000417");
}

TEST_F(ExifWriterTest, long_and_hostile_names_are_cut_and_made_harmless) {
    EXPECT_EQ(description_of(std::string(199, 'a') + "\xC3\xBC"), std::string(199, 'a'));
    EXPECT_EQ(description_of(std::string(198, 'a') + "\xC3\xBC!"),
              std::string(198, 'a') + "\xC3\xBC");
    EXPECT_EQ(description_of("a\0b\x1B[2J"s), "a b [2J");
    ExifToWrite exif = door();
    exif.camera_name = exif.model = exif.camera_id = std::string(5000, 'x');
    EXPECT_LE(with_exif(jpeg, exif).size(), jpeg.size() + archive::k_largest_exif);
}

TEST_F(ExifWriterTest, what_is_not_known_is_left_out) {
    ExifToWrite exif = door();
    exif.camera_name = exif.model = "";
    const auto facts = read_exif(with_exif(jpeg, exif));
    EXPECT_TRUE(facts->is_ours());
    EXPECT_EQ(facts->description, "");
}

} // namespace
