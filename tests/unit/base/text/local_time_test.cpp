// SPDX-License-Identifier: Apache-2.0
#include "base/text/local_time.hpp"
#include "unit/base/system/scoped_zone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace {

using base::SystemTime;
using testing::ElementsAre;
using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr auto k_central_europe = "CET-1CEST,M3.5.0,M10.5.0/3";

constexpr sys_seconds k_summer_evening =
    sys_days(std::chrono::year(2026) / 9 / 21) + 16h + 13min + 20s;
constexpr sys_seconds k_repeated_hour = sys_days(std::chrono::year(2026) / 10 / 25) + 2h + 30min;
constexpr sys_seconds k_left_out_hour = sys_days(std::chrono::year(2026) / 3 / 29) + 2h + 30min;

TEST(LocalTimeTest, a_local_time_stands_for_one_moment) {
    const test::ScopedZone zone(k_central_europe);
    EXPECT_THAT(base::moments_of_local_time(k_summer_evening),
                ElementsAre(SystemTime(k_summer_evening - 2h)));
    EXPECT_EQ(base::zone_offset_at(k_summer_evening), 2h);
    EXPECT_EQ(base::zone_offset_at(SystemTime(k_summer_evening + 24h * 100)), 1h);
}

TEST(LocalTimeTest, a_repeated_hour_stands_for_two_moments) {
    const test::ScopedZone zone(k_central_europe);
    EXPECT_THAT(base::moments_of_local_time(k_repeated_hour),
                ElementsAre(SystemTime(k_repeated_hour - 2h), SystemTime(k_repeated_hour - 1h)));
}

TEST(LocalTimeTest, an_hour_that_is_left_out_counts_on_from_before) {
    const test::ScopedZone zone(k_central_europe);
    EXPECT_THAT(base::moments_of_local_time(k_left_out_hour),
                ElementsAre(SystemTime(k_left_out_hour - 1h)));
}

TEST(LocalTimeTest, zones_west_of_utc_and_with_half_hours_are_understood) {
    const test::ScopedZone zone("NST3:30");
    EXPECT_EQ(base::zone_offset_at(k_summer_evening), -(3h + 30min));
    EXPECT_THAT(base::moments_of_local_time(k_summer_evening),
                ElementsAre(SystemTime(k_summer_evening + 3h + 30min)));
}

TEST(LocalTimeTest, offsets_are_read_in_both_ways_of_writing) {
    std::size_t length = 0;
    EXPECT_EQ(base::read_utc_offset("+0100", length), 1h);
    EXPECT_EQ(length, 5U);
    EXPECT_EQ(base::read_utc_offset("-05:30 x", length), -(5h + 30min));
    EXPECT_EQ(length, 6U);
    EXPECT_EQ(base::read_utc_offset("Z", length), 0s);
    EXPECT_EQ(length, 1U);
}

TEST(LocalTimeTest, what_is_no_offset_takes_no_bytes) {
    for (const char* text :
         {"", "+", "+1", "+01", "+01:", "+9900", "+0160", "0100", "+01000", "+a100"}) {
        std::size_t length = 7;
        EXPECT_EQ(base::read_utc_offset(text, length), 0s) << text;
        EXPECT_EQ(length, 0U) << text;
    }
}

} // namespace
