// SPDX-License-Identifier: Apache-2.0
#include "base/text/time_format.hpp"
#include "http/http_date.hpp"
#include "unit/base/system/scoped_zone.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;

// The moment of the examples in RFC 9110.
constexpr base::SystemTime k_example{784'111'777s};

TEST(ParseHttpDate, ReadsTheFormOfTheRfcAndThatOfCookies) {
    EXPECT_EQ(http::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), k_example);
    EXPECT_EQ(http::parse_http_date("Sun, 06-Nov-1994 08:49:37 GMT"), k_example);
}

TEST(ParseHttpDate, DoesNotCareForLetterCase) {
    EXPECT_EQ(http::parse_http_date("sun, 06 NOV 1994 08:49:37 gmt"), k_example);
    EXPECT_EQ(http::parse_http_date("SUN, 06-nov-1994 08:49:37 Gmt"), k_example);
}

TEST(ParseHttpDate, DoesNotDependOnTheZone) {
    const test::ScopedZone zone("EST5EDT,M3.2.0,M11.1.0");
    EXPECT_EQ(http::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), k_example);
}

TEST(FormatHttpDate, WritesTheFormOfTheRfcWhateverTheZone) {
    const test::ScopedZone zone("EST5EDT,M3.2.0,M11.1.0");
    EXPECT_EQ(http::format_http_date(k_example), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(http::format_http_date(k_example + 999ms), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(ParseHttpDate, KnowsTheCalendar) {
    const std::vector<std::pair<const char*, base::SystemTime>> table = {
        {"Thu, 01 Jan 1970 00:00:00 GMT", base::SystemTime(0s)},
        {"Wed, 31 Dec 1969 23:59:58 GMT", base::SystemTime(-2s)},
        {"Thu, 29 Feb 2024 12:00:00 GMT", base::SystemTime(1'709'208'000s)},
        {"Mon, 21 Sep 2026 14:13:20 GMT", base::SystemTime(1'790'000'000s)},
        {"Sat, 31 Dec 2016 23:59:60 GMT", base::SystemTime(1'483'228'800s)},
    };
    for (const auto& [text, expected] : table) {
        EXPECT_EQ(http::parse_http_date(text), expected) << text;
    }
}

TEST(ParseHttpDate, RefusesAnyOtherText) {
    for (const char* text : {"",
                             "0",
                             "-1",
                             "120",
                             "Sun, 06 Nov 1994 08:49:37",
                             "Sun, 06 Nov 1994 08:49:37 CET",
                             "Sun, 06 Nov 1994 08:49:37 GMT ",
                             " Sun, 06 Nov 1994 08:49:37 GMT",
                             "Sun, 6 Nov 1994 08:49:37 GMT",
                             "Sun 06 Nov 1994 08:49:37 GMT",
                             "Sun,  06 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 94 08:49:37 GMT",
                             "Sun, 06-Nov-94 08:49:37 GMT",
                             "Sunday, 06-Nov-94 08:49:37 GMT",
                             "Sunday, 06-Nov-1994 08:49:37 GMT",
                             "Xyz, 06 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Xyz 1994 08:49:37 GMT",
                             "Sun, 06 November 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994 8:49:37 GMT",
                             "Sun, 06 Nov 1994 24:00:00 GMT",
                             "Sun, 06 Nov 1994 08:60:00 GMT",
                             "Sun, 06 Nov 1994 08:49:61 GMT",
                             "Sun, 00 Nov 1994 08:49:37 GMT",
                             "Sun, -6 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov +994 08:49:37 GMT",
                             "Sun Nov  6 08:49:37 1994",
                             "Sun Nov  6 08:49:37 1994 GMT",
                             "1994-11-06T08:49:37Z"}) {
        EXPECT_EQ(http::parse_http_date(text), std::nullopt) << text;
    }
    const std::string with_nul("Sun, 06 Nov 1994 08:49:37 GMT\0", 30);
    EXPECT_EQ(http::parse_http_date(with_nul), std::nullopt);
}

TEST(ParseHttpDate, NeverGivesATimeOutsideTheClock) {
    for (const char* text : {"Fri, 31 Dec 9999 23:59:59 GMT", "Sat, 01 Jan 0000 00:00:00 GMT"}) {
        if (const auto time = http::parse_http_date(text)) {
            EXPECT_EQ(base::format_utc_time(*time, "%Y").size(), 4U);
        }
    }
}

TEST(ParseHttpDate, RefusesEveryBeginningOfAGoodDate) {
    const std::string date = "Sun, 06 Nov 1994 08:49:37 GMT";
    for (std::size_t length = 0; length < date.size(); ++length) {
        EXPECT_EQ(http::parse_http_date(date.substr(0, length)), std::nullopt);
    }
}

} // namespace
