// SPDX-License-Identifier: Apache-2.0
#include "base/text/duration.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

TEST(ParseDuration, ReadsUnitsInDescendingOrder) {
    const std::vector<std::pair<const char*, milliseconds>> table = {
        {"30s", 30s},
        {"5m", 5min},
        {"1h30m", 90min},
        {"2d", 48h},
        {"1d2h3m4s5ms", 26h + 3min + 4s + 5ms},
        {"1s500ms", 1500ms},
        {"1m500ms", 60s + 500ms},
        {"250ms", 250ms},
        {"90m", 90min},
        {"1h90m", 150min},
        {"0s", 0s},
        {"0d0ms", 0s},
        {"007s", 7s},
        {"3653d", 24h * 3653},
    };
    for (const auto& [text, expected] : table) {
        EXPECT_EQ(base::parse_duration(text), expected) << text;
    }
}

TEST(ParseDuration, ReadsUnitsByTheirNames) {
    const std::vector<std::pair<const char*, milliseconds>> table = {
        {"5min", 5min},  {"5mins", 5min},          {"5 minutes", 5min}, {"1 hour", 1h},
        {"2hrs", 2h},    {"1 day", 24h},           {"1w", 168h},        {"2 weeks", 336h},
        {"30 sec", 30s}, {"1 hour 30 min", 90min}, {"1w2d", 216h},      {"250 milliseconds", 250ms},
        {" 5s ", 5s},    {"1 Second", 1s},
    };
    for (const auto& [text, expected] : table) {
        EXPECT_EQ(base::parse_duration(text), expected) << text;
    }
}

TEST(ParseDuration, RefusesANumberWithoutAUnitAndAsksForOne) {
    for (const char* text : {"5", "45", "300", " 5 ", "00"}) {
        EXPECT_EQ(base::parse_duration(text), std::nullopt) << text;
    }
    EXPECT_EQ(base::advice_on_duration("5"), "5s or 5m?");
    EXPECT_EQ(base::advice_on_duration(" 90 "), "90s or 90m?");
    EXPECT_EQ(base::parse_duration("0"), 0s);
    for (const char* text : {"", "soon", "-5", "5x", "1h30", "99999999999999999999"}) {
        EXPECT_EQ(base::advice_on_duration(text), "write it like 30s, 5m, 1h30m or 2d") << text;
    }
}

TEST(ParseDuration, ReadsUnitsInAnyLetterCase) {
    EXPECT_EQ(base::parse_duration("1H30M"), 90min);
    EXPECT_EQ(base::parse_duration("5Ms"), 5ms);
    EXPECT_EQ(base::parse_duration("2D"), 48h);
}

TEST(ParseDuration, RefusesAnyOtherText) {
    for (const char* text : {"",    " ",      "s",          "m5",       "-5s",
                             "+5s", "1.5h",   "1h30",       "30m1h",    "1m1m",
                             "5x",  "5se",    "1ms1s",      "5m5h",     "0x10",
                             "1e3", "5 5s",   "5\xC2\xB5s", "1h, 2m",   "5 s s",
                             "5ss", "5ms ms", "5mss",       "1d 1week", "\xEF\xBC\x95s",
                             "--5"}) {
        EXPECT_EQ(base::parse_duration(text), std::nullopt) << text;
    }
    EXPECT_EQ(base::parse_duration(std::string_view("5s\0", 3)), std::nullopt);
}

TEST(ParseDuration, RefusesMoreThanTenYears) {
    for (const char* text :
         {"3654d", "3653d1ms", "999999999999", "99999999999999999999999999h", "9223372036854775807",
          "9223372036854775808ms", "18446744073709551617s"}) {
        EXPECT_EQ(base::parse_duration(text), std::nullopt) << text;
    }
}

TEST(DescribeDuration, NamesTheTwoLargestUnits) {
    const std::vector<std::pair<milliseconds, const char*>> table = {
        {0ms, "0 s"},
        {999ms, "0 s"},
        {-5s, "0 s"},
        {45s, "45 s"},
        {59999ms, "59 s"},
        {12min, "12 min"},
        {12min + 30s, "12 min 30 s"},
        {3h + 5min, "3 h 5 min"},
        {3h + 59s, "3 h"},
        {24h, "1 day"},
        {52h, "2 days 4 h"},
        {48h + 59min, "2 days"},
        {24h * 400 + 23h, "400 days 23 h"},
    };
    for (const auto& [duration, expected] : table) {
        EXPECT_EQ(base::describe_duration(duration), expected);
    }
}

TEST(DescribeDurationRoughly, NamesTheLargerUnitAlone) {
    const std::vector<std::pair<milliseconds, const char*>> table = {
        {-1s, "0 s"},        {59s, "59 s"},  {119s, "1 min"},
        {3h + 59min, "3 h"}, {47h, "1 day"}, {48h + 59min, "2 days"},
    };
    for (const auto& [duration, expected] : table) {
        EXPECT_EQ(base::describe_duration_roughly(duration), expected);
    }
}

TEST(FormatDuration, WritesOnlyTheUnitsThatCount) {
    const std::vector<std::pair<milliseconds, const char*>> table = {
        {0ms, "0s"},      {-1s, "0s"}, {500ms, "500ms"},     {60s, "1m"},
        {90min, "1h30m"}, {48h, "2d"}, {24h + 5ms, "1d5ms"},
    };
    for (const auto& [duration, expected] : table) {
        EXPECT_EQ(base::format_duration(duration), expected);
    }
}

TEST(FormatDuration, IsReadBackToTheSameValue) {
    for (std::int64_t value = 0; value < 300'000'000'000; value = value * 7 / 3 + 1) {
        const milliseconds duration(value);
        EXPECT_EQ(base::parse_duration(base::format_duration(duration)), duration) << value;
    }
}

} // namespace
