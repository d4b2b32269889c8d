// SPDX-License-Identifier: Apache-2.0
#include "snapshot/schedule.hpp"
#include "unit/base/system/scoped_zone.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace snapshot {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::sys_days;

/// Europe/Berlin by its rule, so that no zone files are needed. In 2026 summer time goes from
/// 29 March to 25 October, both at 01:00 UTC.
constexpr auto k_berlin = "CET-1CEST,M3.5.0,M10.5.0/3";

constexpr sys_days k_winter_day = 2026y / 1 / 15;
constexpr sys_days k_spring_change = 2026y / 3 / 29;
constexpr sys_days k_autumn_change = 2026y / 10 / 25;

DayWindow window(const char* text) {
    const auto parsed = parse_day_window(text);
    EXPECT_TRUE(parsed) << text;
    return parsed.value_or(DayWindow());
}

TEST(ParseDayWindow, reads_two_times_of_day) {
    struct Row {
        const char* text;
        minutes from;
        minutes to;
    };

    for (const Row& row :
         {Row{"07:30-22:00", 7h + 30min, 22h}, Row{"22:00-06:00", 22h, 6h},
          Row{"00:00-00:00", 0h, 0h}, Row{"00:00-24:00", 0h, 24h}, Row{"24:00-01:00", 24h, 1h},
          Row{"23:59-00:01", 23h + 59min, 1min}, Row{"08:09-09:08", 8h + 9min, 9h + 8min}}) {
        const auto parsed = parse_day_window(row.text);
        ASSERT_TRUE(parsed) << row.text;
        EXPECT_EQ(parsed->from, row.from) << row.text;
        EXPECT_EQ(parsed->to, row.to) << row.text;
    }
}

TEST(ParseDayWindow, refuses_any_other_text) {
    for (const char* text : {"",
                             "-",
                             "07:30",
                             "07:30-",
                             "-22:00",
                             "7:30-22:00",
                             "07:30-22:0",
                             "07:60-08:00",
                             "25:00-01:00",
                             "24:01-01:00",
                             "01:00-24:30",
                             "07:30-22:00 ",
                             " 07:30-22:00",
                             "07:30 - 22:00",
                             "-7:30-08:00",
                             "+7:30-08:00",
                             "07:30--0:30",
                             "07:30-08:-0",
                             "0x:00-08:00",
                             "07:-1-08:00",
                             "07.30-22.00",
                             "0730-2200",
                             "07:30-22:00-23:00",
                             "07:30:00-22:00:00",
                             "07:30–22:00",
                             "7am-10pm",
                             "99:99-99:99"}) {
        EXPECT_EQ(parse_day_window(text), std::nullopt) << text;
    }
    EXPECT_EQ(parse_day_window(std::string("07:30-22:00\0", 12)), std::nullopt);
}

TEST(DayWindow, holds_its_start_and_not_its_end) {
    const test::ScopedZone zone(k_berlin);
    const DayWindow day = window("07:30-22:00");
    EXPECT_FALSE(contains(day, k_winter_day + 6h + 30min - 1ms));
    EXPECT_TRUE(contains(day, k_winter_day + 6h + 30min));
    EXPECT_TRUE(contains(day, k_winter_day + 12h));
    EXPECT_TRUE(contains(day, k_winter_day + 21h - 1ms));
    EXPECT_FALSE(contains(day, k_winter_day + 21h));
}

TEST(DayWindow, may_cross_midnight) {
    const test::ScopedZone zone(k_berlin);
    const DayWindow night = window("22:00-06:00");
    EXPECT_FALSE(contains(night, k_winter_day + 21h - 1s));
    EXPECT_TRUE(contains(night, k_winter_day + 21h));
    EXPECT_TRUE(contains(night, k_winter_day + 23h));
    EXPECT_TRUE(contains(night, k_winter_day + 29h - 1s));
    EXPECT_FALSE(contains(night, k_winter_day + 29h));
}

TEST(DayWindow, with_equal_ends_is_the_whole_day) {
    const test::ScopedZone zone(k_berlin);
    for (const char* text : {"00:00-24:00", "00:00-00:00", "08:00-08:00", "24:00-00:00"}) {
        for (int hour = 0; hour < 24; ++hour) {
            EXPECT_TRUE(contains(window(text), k_winter_day + std::chrono::hours(hour))) << text;
        }
    }
}

TEST(DayWindow, up_to_midnight_ends_there) {
    const test::ScopedZone zone(k_berlin);
    const DayWindow evening = window("20:00-24:00");
    EXPECT_TRUE(contains(evening, k_winter_day + 23h - 1s));
    EXPECT_FALSE(contains(evening, k_winter_day + 23h));
}

TEST(TimeUntil, is_zero_inside_the_window) {
    const test::ScopedZone zone(k_berlin);
    EXPECT_EQ(time_until(window("07:30-22:00"), k_winter_day + 12h), 0ms);
    EXPECT_EQ(time_until(window("22:00-06:00"), k_winter_day + 23h), 0ms);
    EXPECT_EQ(time_until(window("00:00-24:00"), k_winter_day + 3h), 0ms);
}

TEST(TimeUntil, leads_to_the_very_start_of_the_window) {
    const test::ScopedZone zone(k_berlin);
    const DayWindow day = window("07:30-22:00");
    EXPECT_EQ(time_until(day, k_winter_day + 6h + 29min + 59s + 250ms), 750ms);
    EXPECT_EQ(time_until(day, k_winter_day + 6h), 30min);
    EXPECT_EQ(time_until(day, k_winter_day + 21h), 9h + 30min);
}

TEST(TimeUntil, of_a_window_over_midnight_is_that_until_the_evening) {
    const test::ScopedZone zone(k_berlin);
    EXPECT_EQ(time_until(window("22:00-06:00"), k_winter_day + 5h), 16h);
    EXPECT_EQ(time_until(window("23:30-00:30"), k_winter_day + 23h + 30min), 23h);
}

TEST(TimeUntil, knows_that_the_night_in_spring_is_an_hour_shorter) {
    const test::ScopedZone zone(k_berlin);
    // 22:00 of the evening before.
    EXPECT_EQ(time_until(window("07:30-22:00"), k_spring_change - 3h), 8h + 30min);
}

TEST(TimeUntil, knows_that_the_night_in_autumn_is_an_hour_longer) {
    const test::ScopedZone zone(k_berlin);
    EXPECT_EQ(time_until(window("07:30-22:00"), k_autumn_change - 4h), 10h + 30min);
}

TEST(TimeUntil, a_window_that_begins_in_the_hour_left_out_goes_on_to_the_hour_after) {
    const test::ScopedZone zone(k_berlin);
    // From 01:59:59 the clock goes to 03:00:00.
    EXPECT_EQ(time_until(window("02:30-04:00"), k_spring_change), 1h);
}

TEST(TimeUntil, a_window_in_the_hour_left_out_does_not_exist_that_day) {
    const test::ScopedZone zone(k_berlin);
    const DayWindow lost = window("02:10-02:50");
    EXPECT_EQ(time_until(lost, k_spring_change), 24h + 10min);
    // As far as it looks; whoever waits asks again then.
    EXPECT_EQ(time_until(lost, k_spring_change - 22h), 25h);
}

TEST(TimeUntil, a_window_in_the_repeated_hour_begins_twice) {
    const test::ScopedZone zone(k_berlin);
    const DayWindow twice = window("02:30-03:00");
    EXPECT_TRUE(contains(twice, k_autumn_change + 30min));
    EXPECT_FALSE(contains(twice, k_autumn_change + 1h));
    EXPECT_TRUE(contains(twice, k_autumn_change + 1h + 30min));
    EXPECT_FALSE(contains(twice, k_autumn_change + 2h));
    EXPECT_EQ(time_until(twice, k_autumn_change + 1h), 30min);
}

constexpr base::SteadyTime k_schedule_start{1000h};

TEST(Schedule, begins_at_once) {
    Schedule schedule(k_schedule_start, 5min, 7s);
    EXPECT_EQ(schedule.next_after(k_schedule_start), k_schedule_start);
    Schedule late(k_schedule_start, 5min, 7s);
    EXPECT_EQ(late.next_after(k_schedule_start + 2s), k_schedule_start);
}

TEST(Schedule, does_not_drift_however_late_each_round_begins) {
    constexpr milliseconds step = 5min;
    Schedule schedule(k_schedule_start, step, 7s);
    base::SteadyTime now = schedule.next_after(k_schedule_start);
    for (int round = 1; round <= 10000; ++round) {
        now += milliseconds(round * 37 % 290'000);
        const base::SteadyTime due = schedule.next_after(now);
        ASSERT_EQ(due, k_schedule_start + round * step + 7s);
        now = due;
    }
}

TEST(Schedule, skips_the_rounds_that_were_missed) {
    Schedule schedule(k_schedule_start, 1min, 0ms);
    schedule.next_after(k_schedule_start);
    EXPECT_EQ(schedule.next_after(k_schedule_start + 210s), k_schedule_start + 4min);
    // A night asleep: one round then, no burst.
    EXPECT_EQ(schedule.next_after(k_schedule_start + 8h + 30s), k_schedule_start + 8h + 1min);
    EXPECT_EQ(schedule.next_after(k_schedule_start + 8h + 1min), k_schedule_start + 8h + 2min);
}

TEST(Schedule, a_moment_on_the_grid_leads_to_the_next_one) {
    Schedule schedule(k_schedule_start, 1min, 5s);
    schedule.next_after(k_schedule_start);
    EXPECT_EQ(schedule.next_after(k_schedule_start), k_schedule_start + 65s);
    EXPECT_EQ(schedule.next_after(k_schedule_start + 4s), k_schedule_start + 65s);
    EXPECT_EQ(schedule.next_after(k_schedule_start + 5s), k_schedule_start + 65s);
    EXPECT_EQ(schedule.next_after(k_schedule_start + 65s - 1ns), k_schedule_start + 65s);
    EXPECT_EQ(schedule.next_after(k_schedule_start + 65s), k_schedule_start + 125s);
}

} // namespace
} // namespace snapshot
