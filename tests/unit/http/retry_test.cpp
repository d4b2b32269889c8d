// SPDX-License-Identifier: Apache-2.0
#include "http/retry.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <utility>

namespace {

using namespace std::chrono_literals;
using http::Fault;

http::Response answer(std::string retry_after, std::string date = {}) {
    http::Response response;
    response.status = 429;
    response.headers.add("Retry-After", std::move(retry_after));
    if (!date.empty()) {
        response.headers.add("Date", std::move(date));
    }
    return response;
}

TEST(IsPassing, holds_for_faults_of_the_way_and_not_for_refusals) {
    EXPECT_TRUE(http::is_transient(Fault::not_connected));
    EXPECT_TRUE(http::is_transient(Fault::timed_out));
    EXPECT_TRUE(http::is_transient(Fault::broken));
    EXPECT_TRUE(http::is_transient(Fault::cut_off));
    EXPECT_FALSE(http::is_transient(Fault::tls));
    EXPECT_FALSE(http::is_transient(Fault::too_large));
}

TEST(VersionForRetry, is_http_1_at_the_last_try_after_a_fault_that_may_be_of_http_2) {
    const auto version_of_last_but = [](int left, bool may_be_of_http2) {
        http::Attempts attempts(2 + left);
        attempts.failed(may_be_of_http2);
        return attempts.version();
    };
    EXPECT_EQ(version_of_last_but(0, true), http::Version::http1);
    EXPECT_EQ(version_of_last_but(1, true), http::Version::any);
    EXPECT_EQ(version_of_last_but(0, false), http::Version::any);
}

TEST(IsPassingStatus, holds_for_408_425_429_and_most_of_5xx) {
    for (const int status : {408, 425, 429, 500, 502, 503, 504, 520, 599}) {
        EXPECT_TRUE(http::is_transient_status(status)) << status;
    }
    for (const int status :
         {0, 200, 206, 302, 304, 400, 401, 403, 404, 406, 412, 499, 501, 505, 600}) {
        EXPECT_FALSE(http::is_transient_status(status)) << status;
    }
}

TEST(RetryAfter, reads_seconds) {
    EXPECT_EQ(http::retry_after(answer("0")), 0s);
    EXPECT_EQ(http::retry_after(answer("7")), 7s);
    EXPECT_EQ(http::retry_after(answer(" 120\t")), 2min);
    EXPECT_EQ(http::retry_after(answer("007")), 7s);
}

TEST(RetryAfter, is_a_day_at_most) {
    EXPECT_EQ(http::retry_after(answer("86400")), 24h);
    EXPECT_EQ(http::retry_after(answer("86401")), 24h);
    EXPECT_EQ(http::retry_after(answer("99999999999999999999999999")), 24h);
    EXPECT_EQ(
        http::retry_after(answer("Mon, 21 Sep 2099 14:13:20 GMT", "Mon, 21 Sep 2026 14:13:20 GMT")),
        24h);
}

TEST(RetryAfter, is_nothing_when_absent_or_unreadable) {
    EXPECT_EQ(http::retry_after(http::Response{}), std::nullopt);
    for (const char* text :
         {"", " ", "-1", "+1", "1s", "1,5", "1.", ".5", "1e3", "0x10", "1 2", "soon", "NaN"}) {
        EXPECT_EQ(http::retry_after(answer(text, "Mon, 21 Sep 2026 14:13:20 GMT")), std::nullopt)
            << text;
    }
}

TEST(RetryAfter, counts_a_date_from_the_date_of_the_answer) {
    EXPECT_EQ(
        http::retry_after(answer("Mon, 21 Sep 2026 14:15:00 GMT", "Mon, 21 Sep 2026 14:13:20 GMT")),
        100s);
    EXPECT_EQ(
        http::retry_after(answer("Mon, 21 Sep 2026 14:13:19 GMT", "Mon, 21 Sep 2026 14:13:20 GMT")),
        0s);
    EXPECT_EQ(
        http::retry_after(answer("Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 21 Sep 2026 14:13:20 GMT")),
        0s);
}

TEST(RetryAfter, is_nothing_for_a_date_without_the_date_of_the_answer) {
    EXPECT_EQ(http::retry_after(answer("Mon, 21 Sep 2026 14:15:00 GMT")), std::nullopt);
    EXPECT_EQ(http::retry_after(answer("Mon, 21 Sep 2026 14:15:00 GMT", "today")), std::nullopt);
}

TEST(RetryDelay, doubles_up_to_half_a_minute) {
    const std::pair<int, std::chrono::milliseconds> table[] = {
        {1, 1s}, {2, 2s}, {3, 4s}, {4, 8s}, {5, 16s}, {6, 30s}, {7, 30s},
    };
    for (const auto& [attempt, most] : table) {
        EXPECT_EQ(http::retry_delay(attempt, 0.0), most / 2) << attempt;
        EXPECT_EQ(http::retry_delay(attempt, 0.5), most * 3 / 4) << attempt;
        EXPECT_LE(http::retry_delay(attempt, 0.999999), most) << attempt;
        EXPECT_GE(http::retry_delay(attempt, 0.999999), most - 1ms) << attempt;
    }
}

TEST(RetryDelay, stays_in_its_range_for_any_attempt) {
    EXPECT_EQ(http::retry_delay(std::numeric_limits<int>::max(), 0.0), 15s);
    EXPECT_EQ(http::retry_delay(0, 0.0), 500ms);
    EXPECT_EQ(http::retry_delay(std::numeric_limits<int>::min(), 0.0), 500ms);
}

} // namespace
