// SPDX-License-Identifier: Apache-2.0
#include "base/text/time_format.hpp"
#include "unit/base/system/scoped_zone.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;

constexpr const char* k_berlin = "CET-1CEST,M3.5.0,M10.5.0/3";
constexpr const char* k_new_york = "EST5EDT,M3.2.0,M11.1.0";
constexpr const char* k_india = "IST-5:30";
constexpr const char* k_newfoundland = "NST3:30NDT,M3.2.0,M11.1.0";

// 2026-09-21 14:13:20 UTC.
constexpr base::SystemTime k_summer{1'790'000'000s};
// 2026-01-15 12:00:00 UTC.
constexpr base::SystemTime k_winter{1'768'478'400s};

TEST(FormatLocalTime, UsesTheZoneOfTheMachineAndItsSummerTime) {
    const test::ScopedZone zone(k_berlin);
    EXPECT_EQ(base::format_local_time(k_summer, "%Y-%m-%d %H-%M-%S"), "2026-09-21 16-13-20");
    EXPECT_EQ(base::format_local_time(k_winter, "%H:%M %Z"), "13:00 CET");
    EXPECT_EQ(base::format_local_time(k_summer, "%Z %z"), "CEST +0200");
}

TEST(FormatLocalTime, NoticesAChangeOfTheZone) {
    const test::ScopedZone zone(k_berlin);
    EXPECT_EQ(base::format_local_time(k_winter, "%H"), "13");
    ::setenv("TZ", k_new_york, 1);
    EXPECT_EQ(base::format_local_time(k_winter, "%H"), "07");
}

TEST(FormatUtcTime, IgnoresTheZoneOfTheMachine) {
    const test::ScopedZone zone(k_berlin);
    EXPECT_EQ(base::format_utc_time(k_summer, "%Y-%m-%dT%H:%M:%SZ"), "2026-09-21T14:13:20Z");
}

TEST(FormatTime, AcceptsFormatsWithoutConversionAndEmptyOnes) {
    EXPECT_EQ(base::format_utc_time(k_summer, ""), "");
    EXPECT_EQ(base::format_utc_time(k_summer, "porch"), "porch");
    EXPECT_EQ(base::format_utc_time(k_summer, "100%%"), "100%");
    EXPECT_EQ(base::format_local_time(k_summer, ""), "");
}

TEST(FormatTime, ManagesLongResults) {
    std::string format;
    std::string expected;
    for (int i = 0; i < 2000; ++i) {
        format += "%A ";
        expected += "Monday ";
    }
    EXPECT_EQ(base::format_utc_time(k_summer, format), expected);
}

TEST(FormatTime, RoundsDownBefore1970) {
    EXPECT_EQ(base::format_utc_time(base::SystemTime(-1ms), "%Y-%m-%d %H:%M:%S"),
              "1969-12-31 23:59:59");
    EXPECT_EQ(base::format_utc_time(base::SystemTime(0s), "%Y-%m-%d"), "1970-01-01");
}

TEST(FormatTime, SurvivesTheEndsOfTheClock) {
    const test::ScopedZone zone(k_berlin);
    for (const base::SystemTime time : {base::SystemTime::min(), base::SystemTime::max()}) {
        EXPECT_FALSE(base::format_local_time(time, "%c").empty());
        EXPECT_FALSE(base::format_utc_time(time, "%c").empty());
        EXPECT_FALSE(base::rfc3339_local(time).empty());
        EXPECT_EQ(base::local_offset(time).size(), 5U);
    }
}

TEST(IsValidTimeFormat, AcceptsWhatAllPlatformsKnow) {
    for (const char* format : {"", "plain", "%Y-%m-%d %H-%M-%S", "%%", "%%%%%d", "%z",
                               "%a%A%b%B%c%C%d%D%e%F%g%G%h%H%I%j%m%M%n%p%r%R%S%t%T%u%U%V%w%W%x%X"
                               "%y%Y%z%Z"}) {
        EXPECT_TRUE(base::is_valid_time_format(format)) << format;
    }
}

TEST(IsValidTimeFormat, RefusesAnythingElse) {
    for (const char* format : {"%", "100%", "%Y%", "%%%", "%E", "%Ey", "%Od", "%s", "%k", "%P",
                               "%-d", "%5Y", "%L", "% d", "%\xC3\xA9", "%i", "%f", "%+"}) {
        EXPECT_FALSE(base::is_valid_time_format(format)) << format;
    }
}

TEST(Rfc3339Local, CarriesMillisecondsAndTheLocalOffset) {
    const std::vector<std::tuple<const char*, base::SystemTime, const char*>> table = {
        {k_berlin, k_summer + 345ms, "2026-09-21T16:13:20.345+02:00"},
        {k_berlin, k_winter, "2026-01-15T13:00:00.000+01:00"},
        {k_new_york, k_winter + 7ms, "2026-01-15T07:00:00.007-05:00"},
        {k_india, k_summer, "2026-09-21T19:43:20.000+05:30"},
        {k_newfoundland, k_winter, "2026-01-15T08:30:00.000-03:30"},
        {"UTC0", k_summer, "2026-09-21T14:13:20.000+00:00"},
        {"UTC0", base::SystemTime(-1ms), "1969-12-31T23:59:59.999+00:00"},
    };
    for (const auto& [rule, time, expected] : table) {
        const test::ScopedZone zone(rule);
        EXPECT_EQ(base::rfc3339_local(time), expected);
    }
}

TEST(LocalOffset, TellsTheRepeatedHourApart) {
    const test::ScopedZone zone(k_berlin);
    // 2026-10-25, when 3:00 becomes 2:00 at 01:00 UTC.
    constexpr base::SystemTime change{1'792'890'000s};
    EXPECT_EQ(base::format_local_time(change - 30min, "%H:%M"), "02:30");
    EXPECT_EQ(base::format_local_time(change + 30min, "%H:%M"), "02:30");
    EXPECT_EQ(base::local_offset(change - 30min), "+0200");
    EXPECT_EQ(base::local_offset(change + 30min), "+0100");
}

TEST(LocalOffset, HoldsAcrossDaysAndYears) {
    // 2026-01-01 00:00:00 UTC.
    constexpr base::SystemTime new_year{1'767'225'600s};
    const std::vector<std::pair<const char*, const char*>> table = {{"EAST-14", "+1400"},
                                                                    {"WEST12", "-1200"}};
    for (const auto& [rule, expected] : table) {
        const test::ScopedZone zone(rule);
        for (const base::SystemTime time : {new_year, new_year - 1s, k_winter, k_winter + 12h}) {
            EXPECT_EQ(base::local_offset(time), expected);
        }
    }
}

TEST(LocalOffset, MayBeNegativeOrNotAWholeHour) {
    const std::vector<std::pair<const char*, const char*>> table = {
        {k_new_york, "-0500"}, {k_india, "+0530"}, {k_newfoundland, "-0330"}, {"UTC0", "+0000"}};
    for (const auto& [rule, expected] : table) {
        const test::ScopedZone zone(rule);
        EXPECT_EQ(base::local_offset(k_winter), expected);
    }
}

TEST(DescribePast, CountsFromNowForTwelveHoursAndThenNamesTheDay) {
    const test::ScopedZone zone(k_berlin);
    const std::vector<std::pair<std::chrono::seconds, const char*>> table = {
        {-5s, "just now"},
        {0s, "just now"},
        {59s, "just now"},
        {60s, "1 min ago"},
        {59min + 59s, "59 min ago"},
        {11h + 59min, "11 h ago"},
        {12h, "today 04:13"},
        {16h + 14min, "yesterday 23:59"},
        {40h + 13min, "yesterday 00:00"},
        {40h + 14min, "2026-09-19 23:59"},
    };
    for (const auto& [age, expected] : table) {
        EXPECT_EQ(base::describe_past(k_summer - age, k_summer), expected);
    }
}

TEST(DescribePast, KnowsYesterdayAlsoAfterANightOfAnotherLength) {
    const test::ScopedZone zone(k_berlin);
    // 2026-10-26 00:30, after the day of 25 hours, and 2026-03-30 00:30, after that of 23.
    for (const auto& [now, expected] :
         {std::pair(base::SystemTime(1'792'971'000s), "yesterday 00:30"),
          std::pair(base::SystemTime(1'774'823'400s), "2026-03-28 23:30")}) {
        EXPECT_EQ(
            base::describe_past(now - (std::string_view(expected)[0] == 'y' ? 25h : 24h), now),
            expected);
    }
}

} // namespace
