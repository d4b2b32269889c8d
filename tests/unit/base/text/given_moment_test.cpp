// SPDX-License-Identifier: Apache-2.0
#include "base/text/given_moment.hpp"
#include "base/text/time_format.hpp"
#include "unit/base/system/scoped_zone.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace {

using namespace std::chrono_literals;

class GivenMomentTest : public testing::Test {
protected:
    /// The moment in UTC, "(none)" for a text that is none.
    std::string utc(const std::string& text) const {
        const auto moment = base::parse_moment(text, k_now);
        return moment ? base::format_utc_time(*moment, "%Y-%m-%d %H:%M:%S") : "(none)";
    }

    /// 2026-11-23 14:41:29.345 UTC, a Monday.
    static constexpr base::SystemTime k_now{1'795'444'889'345ms};
    test::ScopedZone zone{"CET-1CEST,M3.5.0,M10.5.0/3"};
};

TEST_F(GivenMomentTest, a_day_and_a_time_are_local_unless_an_offset_follows) {
    for (const char* text : {"2026-11-23 14:41", "2026-11-23T14:41:00", "2026-11-23 14:41:00.000",
                             " 2026-11-23 14:41 ", "2026-11-23t13:41:00Z",
                             "2026-11-23 13:41 +00:00", "2026-11-23T08:41-0500", "23 14:41"}) {
        EXPECT_EQ(utc(text), std::string(text) == "23 14:41" ? "(none)" : "2026-11-23 13:41:00")
            << text;
    }
    // In summer.
    EXPECT_EQ(utc("2026-07-01 14:41:07"), "2026-07-01 12:41:07");
    EXPECT_EQ(base::parse_moment("2026-11-23T14:41:29.345+00:00", k_now), k_now);
    EXPECT_EQ(base::parse_moment("2026-11-23T14:41:29,3456789Z", k_now), k_now);
}

TEST_F(GivenMomentTest, a_time_alone_is_of_today_by_local_time) {
    EXPECT_EQ(utc("07:05"), "2026-11-23 06:05:00");
    EXPECT_EQ(utc("7:05:09"), "2026-11-23 06:05:09");
    EXPECT_EQ(utc("today 07:05"), "2026-11-23 06:05:00");
    EXPECT_EQ(utc("Yesterday 07:05"), "2026-11-22 06:05:00");
    // The day has begun here, and not yet in UTC.
    EXPECT_EQ(base::format_utc_time(*base::parse_moment("00:30", base::SystemTime(1'795'476'600s)),
                                    "%Y-%m-%d %H:%M"),
              "2026-11-23 23:30");
}

TEST_F(GivenMomentTest, a_day_alone_is_its_beginning) {
    EXPECT_EQ(utc("2026-11-23"), "2026-11-22 23:00:00");
    EXPECT_EQ(utc("yesterday"), "2026-11-21 23:00:00");
    EXPECT_EQ(utc("today"), "2026-11-22 23:00:00");
}

TEST_F(GivenMomentTest, what_is_so_long_ago) {
    EXPECT_EQ(base::parse_moment("now", k_now), k_now);
    EXPECT_EQ(base::parse_moment("2h ago", k_now), k_now - 2h);
    EXPECT_EQ(base::parse_moment("1 hour 30 min ago", k_now), k_now - 90min);
}

TEST_F(GivenMomentTest, hours_that_come_twice_or_never_are_moments_too) {
    // Summer time ends at 3:00.
    EXPECT_EQ(utc("2026-10-25 02:30"), "2026-10-25 00:30:00");
    EXPECT_EQ(utc("2026-10-25 02:30+01:00"), "2026-10-25 01:30:00");
    // It begins at 2:00.
    EXPECT_EQ(utc("2026-03-29 02:30"), "2026-03-29 01:30:00");
}

TEST_F(GivenMomentTest, other_texts_are_none) {
    for (const char* text : {"",
                             " ",
                             "24:00",
                             "12:60",
                             "12:30:60",
                             "12",
                             "12:3",
                             "2026-13-01",
                             "2026-02-30",
                             "2026-11-23 ",
                             "2026-11-23T",
                             "2026-11-23 1441",
                             "2026-11-23 14:41x",
                             "2026-11-23 14:41:29.",
                             "tomorrow",
                             "yesterday at 7:00",
                             "2 ago",
                             "ago",
                             "14:41+1",
                             "2026-11-23Z",
                             "20261123"}) {
        const bool is_trimmed = std::string(text) == "2026-11-23 ";
        EXPECT_EQ(utc(text) == "(none)", !is_trimmed) << text;
    }
}

} // namespace
