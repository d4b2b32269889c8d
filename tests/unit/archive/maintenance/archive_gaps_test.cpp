// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/archive_gaps.hpp"
#include "support/error_of.hpp"
#include "support/manual_clock.hpp"
#include "support/recorded_pictures.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <vector>

namespace {

using archive::GapFinder;
using archive::GapSummary;
using base::SystemTime;
using test::k_first_capture;
using namespace std::chrono_literals;

class ArchiveGapsTest : public testing::Test {
protected:
    void add(std::chrono::minutes every, int count) {
        for (int i = 0; i < count; ++i) {
            finder.add(now);
            now += every;
        }
    }

    GapFinder finder;
    SystemTime now = k_first_capture;
};

TEST_F(ArchiveGapsTest, a_steady_camera_has_none) {
    add(5min, 3000);
    const GapSummary gaps = finder.finish();
    EXPECT_TRUE(gaps.is_known);
    EXPECT_EQ(gaps.count, 0U);
    EXPECT_FALSE(gaps.longest);
}

TEST_F(ArchiveGapsTest, stretches_without_pictures_are_counted_and_the_longest_is_told) {
    add(5min, 600);
    const SystemTime before = now - 5min;
    now += 9h;
    add(5min, 600);
    now += 2h;
    add(5min, 600);
    const GapSummary gaps = finder.finish();
    EXPECT_EQ(gaps.count, 2U);
    ASSERT_TRUE(gaps.longest);
    EXPECT_EQ(gaps.longest->from, before);
    EXPECT_EQ(gaps.longest->length, 9h + 5min);
}

TEST_F(ArchiveGapsTest, a_stretch_of_days_is_one_gap) {
    add(5min, 600);
    now += 24h * 20;
    add(5min, 600);
    EXPECT_EQ(finder.finish().count, 1U);
}

TEST_F(ArchiveGapsTest, another_schedule_is_no_gap) {
    add(5min, 3000);
    add(60min, 300);
    // The first hour alone is told from the five minutes before.
    EXPECT_LE(finder.finish().count, 1U);
}

TEST_F(ArchiveGapsTest, of_a_few_pictures_nothing_is_told) {
    add(5min, 4);
    EXPECT_FALSE(finder.finish().is_known);
    EXPECT_FALSE(GapFinder().finish().is_known);
}

TEST_F(ArchiveGapsTest, the_catalogue_is_read_page_by_page_and_cameras_apart) {
    const test::TemporaryFolder folder;
    test::ManualClock clock;
    archive::Catalogue catalogue(folder / "x", clock, {});
    std::vector<archive::RecordedPicture> pictures;
    for (int number = 0; number < 10'500; ++number) {
        pictures.push_back(test::recorded_picture(number < 10'000 ? number : number + 100));
    }
    auto other = test::recorded_picture(10'050);
    other.camera_id = "5";
    pictures.push_back(other);
    catalogue.add(pictures);

    const GapSummary gaps = archive::find_gaps(catalogue, "1234", {});
    EXPECT_EQ(gaps.count, 1U);
    EXPECT_EQ(gaps.longest->length, 101min);
    EXPECT_FALSE(archive::find_gaps(catalogue, "unknown", {}).is_known);
}

TEST_F(ArchiveGapsTest, a_stop_ends_it) {
    const test::TemporaryFolder folder;
    test::ManualClock clock;
    archive::Catalogue catalogue(folder / "x", clock, {});
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(test::error_of([&] { archive::find_gaps(catalogue, "1", stop.get_token()); }).code(),
              base::ErrorCode::interrupted);
}

} // namespace
