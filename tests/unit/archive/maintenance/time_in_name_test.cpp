// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/time_in_name.hpp"
#include "unit/base/system/scoped_zone.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace {

using archive::find_time;
using archive::moment_of;
using base::SystemTime;
using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr sys_days k_day = std::chrono::year(2026) / 11 / 23;
constexpr sys_seconds k_shown = k_day + 14h + 41min + 29s;

class TimeInNameTest : public testing::Test {
    const test::ScopedZone m_zone{"CET-1CEST,M3.5.0,M10.5.0/3"};
};

TEST_F(TimeInNameTest, the_usual_ways_of_writing_a_time_are_understood) {
    for (const char* name :
         {"31000417 - 2026-11-23 14-41-29", "20261123144129", "20261123-144129", "20261123_144129",
          "Front Door 2026-11-23T14-41-29", "2026/11/23/14-41-29", "2026/11/23/144129 Front Door",
          "2026-11-23/Front Door 14-41-29", "2026.11.23 14.41.29", "cam_2026_11_23_14_41_29",
          "2026-11-23 at 02.41.29 PM", "2026-11-23 02-41-29 PM", "2026-11-23, 14:41:29",
          "2024-01-01 10-00-00/2026-11-23 14-41-29", "a/2026-11-23 - 14-41-29 (2)"}) {
        const auto time = find_time(name);
        ASSERT_TRUE(time) << name;
        EXPECT_EQ(time->shown, k_shown) << name;
        EXPECT_TRUE(time->has_hour && time->has_second) << name;
        EXPECT_FALSE(time->offset) << name;
    }
}

TEST_F(TimeInNameTest, offsets_and_parts_of_seconds_are_understood) {
    EXPECT_EQ(find_time("1 - 2026-11-23 14-41-29 +0100")->offset, 1h);
    EXPECT_EQ(find_time("1 - 2026-11-23 14-41-29 -0530 (2)")->offset, -(5h + 30min));
    EXPECT_EQ(find_time("20261123T144129Z")->offset, 0s);
    EXPECT_EQ(find_time("2026-11-23 14-41-29.345")->part, 345ms);
    EXPECT_EQ(find_time("20261123144129345")->part, 345ms);
    EXPECT_FALSE(find_time("2026-11-23 14-41-29Zoo")->offset);
}

TEST_F(TimeInNameTest, minutes_and_days_alone_are_understood) {
    const auto minute = find_time("2026-11-23 14-41");
    ASSERT_TRUE(minute);
    EXPECT_TRUE(minute->has_hour);
    EXPECT_FALSE(minute->has_second);
    EXPECT_EQ(minute->shown, k_day + 14h + 41min);
    const auto day = find_time("Front Door 2026-11-23");
    ASSERT_TRUE(day);
    EXPECT_FALSE(day->has_hour);
    EXPECT_EQ(day->shown, k_day);
}

TEST_F(TimeInNameTest, seconds_and_milliseconds_since_1970_are_understood) {
    const SystemTime moment{1'790'000'000s};
    EXPECT_EQ(moment_of(*find_time("door-1790000000"), {}), moment);
    EXPECT_EQ(moment_of(*find_time("door-1790000000345"), {}), moment + 345ms);
}

TEST_F(TimeInNameTest, numbers_that_are_no_time_are_left_alone) {
    for (const char* name :
         {"", "31000417", "518000222 door", "door", "2026", "2026-13-01", "2026-02-30",
          "99991231235959", "12345678901234567890", "1-2-3", "20091231235959", "202611231441291"}) {
        EXPECT_FALSE(find_time(name)) << name;
    }
}

TEST_F(TimeInNameTest, the_bytes_that_tell_the_time_are_known) {
    const std::string name = "2026-11-23/Front Door 14-41-29";
    const auto time = find_time(name);
    ASSERT_EQ(time->spans.size(), 2U);
    EXPECT_EQ(name.substr(0, time->spans[0].second), "2026-11-23");
    EXPECT_EQ(name.substr(time->spans[1].first), "14-41-29");
}

TEST_F(TimeInNameTest, a_name_is_in_the_time_of_this_machine_unless_it_says_otherwise) {
    EXPECT_EQ(moment_of(*find_time("2026-11-23 14-41-29"), {}), SystemTime(k_shown - 1h));
    EXPECT_EQ(moment_of(*find_time("2026-11-23 14-41-29 +0300"), {}), SystemTime(k_shown - 3h));
}

TEST_F(TimeInNameTest, the_time_of_the_file_completes_the_second_that_the_name_tells) {
    const auto time = find_time("2026-11-23 14-41-29");
    const SystemTime moment{k_shown - 1h};
    EXPECT_EQ(moment_of(*time, moment + 345ms), moment + 345ms);
    // A copy has the time at which it was made.
    EXPECT_EQ(moment_of(*time, moment + 400 * 24h), moment);
    EXPECT_EQ(moment_of(*find_time("2026-11-23"), moment), moment);
}

TEST_F(TimeInNameTest, the_time_of_the_file_decides_in_the_repeated_hour) {
    const auto time = find_time("2026-10-25 02-30-00");
    const SystemTime first = sys_days(std::chrono::year(2026) / 10 / 25) + 30min;
    EXPECT_EQ(moment_of(*time, first), first);
    EXPECT_EQ(moment_of(*time, first + 1h), first + 1h);
    EXPECT_EQ(moment_of(*time, {}), first);
}

} // namespace
