// SPDX-License-Identifier: Apache-2.0
#include "film/frame_choice.hpp"
#include "support/recorded_pictures.hpp"
#include "unit/base/system/scoped_zone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace film {
namespace {

using namespace std::chrono_literals;
using archive::RecordedPicture;
using testing::ElementsAre;
using testing::IsEmpty;

/// 2026-09-21 in UTC.
constexpr base::SystemTime k_midnight{std::chrono::sys_days(std::chrono::year(2026) / 9 / 21)};

/// A picture that was captured so long after that midnight; its number are the minutes.
RecordedPicture captured_after(std::chrono::minutes after) {
    RecordedPicture picture = test::recorded_picture(static_cast<int>(after.count()));
    picture.number = after.count();
    picture.captured = k_midnight + after;
    return picture;
}

struct FrameChoiceTest : testing::Test {
    /// The numbers of the pictures that are chosen from those that were added.
    std::vector<std::int64_t> choose() {
        FrameChooser chooser(rules, [this](const RecordedPicture& picture) {
            return !gone.contains(picture.number);
        });
        for (const RecordedPicture& picture : pictures) {
            chooser.offer(picture);
        }
        const ChosenFrames frames = chooser.take();
        left_out = frames.left_out;
        std::vector<std::int64_t> numbers;
        for (const RecordedPicture& picture : frames.pictures) {
            numbers.push_back(picture.number);
        }
        return numbers;
    }

    RecordedPicture& add(std::chrono::minutes after) {
        return pictures.emplace_back(captured_after(after));
    }

    test::ScopedZone zone{"UTC0"};
    FrameRules rules{.from = k_midnight, .to = k_midnight + 48h};
    std::vector<RecordedPicture> pictures;
    std::set<std::int64_t> gone;
    LeftOut left_out;
};

TEST_F(FrameChoiceTest, takes_all_pictures_that_are_there) {
    for (const auto after : {0min, 5min, 10min}) {
        add(after);
    }
    gone = {5};
    EXPECT_THAT(choose(), ElementsAre(0, 10));
    EXPECT_EQ(left_out.missing, 1U);
    EXPECT_EQ(left_out.all(), 1U);
}

TEST_F(FrameChoiceTest, leaves_out_dark_ones_on_request) {
    add(0min).facts.brightness = 15.9;
    add(1min).facts.brightness = 16.0;
    add(2min).facts.brightness = std::nullopt;
    EXPECT_THAT(choose(), ElementsAre(0, 1, 2));
    rules.skip_dark = true;
    EXPECT_THAT(choose(), ElementsAre(1, 2));
    EXPECT_EQ(left_out.dark, 1U);
}

TEST_F(FrameChoiceTest, counts_repeats_once_by_what_ring_sent) {
    add(0min).facts.sha256 = "of a file with EXIF";
    add(1min);
    add(2min);
    pictures[1].facts.received_sha256 = pictures[0].facts.received_sha256;
    EXPECT_THAT(choose(), ElementsAre(0, 2));
    EXPECT_EQ(left_out.repeated, 1U);
    // The first one that is there.
    gone = {0};
    EXPECT_THAT(choose(), ElementsAre(1, 2));
    // An unknown hash is not the same as another one.
    gone.clear();
    pictures[0].facts.received_sha256.clear();
    pictures[1].facts.received_sha256.clear();
    EXPECT_THAT(choose(), ElementsAre(0, 1, 2));
}

TEST_F(FrameChoiceTest, takes_at_most_one_in_each_stretch) {
    rules.every = 1h;
    for (const auto after : {3min, 58min, 60min, 119min, 300min}) {
        add(after);
    }
    EXPECT_THAT(choose(), ElementsAre(3, 60, 300));
    gone = {3};
    EXPECT_THAT(choose(), ElementsAre(58, 60, 300));
    EXPECT_EQ(left_out.missing, 1U);
}

TEST_F(FrameChoiceTest, takes_a_part_of_the_day) {
    rules.between = snapshot::DayWindow{18h, 8h};
    for (const auto hour : {7h, 8h, 17h, 18h, 25h, 32h}) {
        add(hour);
    }
    EXPECT_THAT(choose(), ElementsAre(7 * 60, 18 * 60, 25 * 60));
}

TEST_F(FrameChoiceTest, takes_the_nearest_picture_of_each_day) {
    rules.at = 12h;
    for (const auto after : {11h + 29min, 11h + 40min, 12h + 10min, 12h + 30min, 36h + 31min}) {
        add(after);
    }
    EXPECT_THAT(choose(), ElementsAre(12 * 60 + 10));
    gone = {12 * 60 + 10};
    EXPECT_THAT(choose(), ElementsAre(11 * 60 + 40));
}

TEST_F(FrameChoiceTest, finds_the_nearest_picture_beyond_midnight) {
    rules.at = 10min;
    add(-15min);
    add(30min);
    add(24h - 10min);
    add(24h + 50min);
    EXPECT_THAT(choose(), ElementsAre(30, 24 * 60 - 10));
}

TEST_F(FrameChoiceTest, finds_none_in_nothing) {
    EXPECT_THAT(choose(), IsEmpty());
}

TEST(ThinOut, keeps_the_first_and_the_last_and_even_distances) {
    std::vector<RecordedPicture> pictures;
    for (int i = 0; i < 101; ++i) {
        pictures.push_back(test::recorded_picture(i));
        pictures.back().number = i;
    }
    thin_out(pictures, 200);
    EXPECT_EQ(pictures.size(), 101U);
    thin_out(pictures, 5);
    std::vector<std::int64_t> numbers;
    for (const RecordedPicture& picture : pictures) {
        numbers.push_back(picture.number);
    }
    EXPECT_THAT(numbers, ElementsAre(0, 25, 50, 75, 100));
}

} // namespace
} // namespace film
