// SPDX-License-Identifier: Apache-2.0
#include "snapshot/freshness.hpp"

#include <gtest/gtest.h>

#include <string>

namespace snapshot {
namespace {

using namespace std::chrono_literals;
using base::SteadyTime;
using base::SystemTime;

/// 2026-09-21 14:13:20 UTC.
constexpr SystemTime k_date{1790000000s};
constexpr SteadyTime k_start{1000h};

http::Response answer(const std::string& date, SteadyTime sent, SteadyTime received) {
    http::Response response;
    response.status = 200;
    response.sent = sent;
    response.received = received;
    if (!date.empty()) {
        response.headers.add("Date", date);
    }
    return response;
}

/// An answer with the Date 14:13:`seconds`.
http::Response answer_at(int seconds, SteadyTime sent, SteadyTime received) {
    return answer("Mon, 21 Sep 2026 14:13:" + std::to_string(seconds) + " GMT", sent, received);
}

TEST(ServiceClock, knows_nothing_before_the_first_usable_date) {
    ServiceClock clock;
    EXPECT_EQ(clock.earliest_at(k_start), std::nullopt);
    EXPECT_EQ(clock.likely_at(k_start), std::nullopt);
    for (const char* date : {"", "yesterday", "0", "Mon, 21 Sep 2026 14:13:20"}) {
        clock.observe(answer(date, k_start, k_start));
        EXPECT_EQ(clock.earliest_at(k_start), std::nullopt) << date;
    }
}

TEST(ServiceClock, a_date_was_written_between_sending_and_receiving) {
    ServiceClock clock;
    clock.observe(answer_at(20, k_start, k_start + 300ms));
    // At its reception the service's clock cannot have shown less than the Date ...
    EXPECT_EQ(clock.earliest_at(k_start + 300ms), k_date);
    EXPECT_EQ(clock.earliest_at(k_start), k_date - 300ms);
    EXPECT_EQ(clock.earliest_at(k_start + 10s), k_date + 9700ms);
    // ... and at its sending not have reached the next second: 1.3 s in between.
    EXPECT_EQ(clock.likely_at(k_start), k_date - 300ms + 650ms);
}

TEST(ServiceClock, several_answers_narrow_the_bounds) {
    ServiceClock clock;
    // The second of the service began 200 ms after k_start.
    clock.observe(answer_at(20, k_start, k_start));
    clock.observe(answer_at(20, k_start + 150ms, k_start + 150ms));
    clock.observe(answer_at(21, k_start + 250ms, k_start + 250ms));
    // Between 14:13:20.750 and 14:13:20.850 at k_start.
    EXPECT_EQ(clock.earliest_at(k_start), k_date + 750ms);
    EXPECT_EQ(clock.likely_at(k_start), k_date + 800ms);
    // One that tells less changes nothing.
    clock.observe(answer_at(20, k_start - 5s, k_start + 5s));
    EXPECT_EQ(clock.earliest_at(k_start), k_date + 750ms);
}

TEST(ServiceClock, of_hosts_that_contradict_each_other_the_newest_answer_counts) {
    ServiceClock clock;
    clock.observe(answer_at(20, k_start, k_start));
    clock.observe(answer_at(50, k_start, k_start));
    EXPECT_EQ(clock.earliest_at(k_start), k_date + 30s);
    clock.observe(answer_at(10, k_start, k_start));
    EXPECT_EQ(clock.earliest_at(k_start), k_date - 10s);
    EXPECT_EQ(clock.likely_at(k_start), k_date - 9500ms);
}

TEST(ServiceClock, neighbouring_seconds_that_just_touch_contradict_each_other) {
    ServiceClock clock;
    clock.observe(answer_at(20, k_start, k_start));
    clock.observe(answer_at(21, k_start, k_start));
    EXPECT_EQ(clock.earliest_at(k_start), k_date + 1s);
}

TEST(Freshness, nothing_is_fresh_before_the_camera_was_asked) {
    Freshness freshness;
    freshness.clock().observe(answer_at(20, k_start, k_start));
    EXPECT_FALSE(freshness.was_asked());
    EXPECT_FALSE(freshness.is_fresh(k_date + 1h));
    freshness.asked(k_start);
    EXPECT_TRUE(freshness.was_asked());
    EXPECT_TRUE(freshness.is_fresh(k_date + 1h));
}

TEST(Freshness, is_what_was_captured_after_the_request_by_the_clock_of_the_service) {
    Freshness freshness;
    freshness.clock().observe(answer_at(20, k_start, k_start));
    freshness.asked(k_start + 5s);
    EXPECT_FALSE(freshness.is_fresh(k_date - 24h));
    EXPECT_FALSE(freshness.is_fresh(k_date + 4999ms));
    EXPECT_TRUE(freshness.is_fresh(k_date + 5s));
    EXPECT_TRUE(freshness.is_fresh(k_date + 6s));
}

TEST(Freshness, the_answer_to_the_request_itself_gives_the_bounds) {
    Freshness freshness;
    freshness.clock().observe(answer_at(29, k_start, k_start + 9s));
    freshness.asked(k_start);
    EXPECT_FALSE(freshness.is_fresh(k_date - 1ms));
    EXPECT_TRUE(freshness.is_fresh(k_date));
}

TEST(Freshness, narrow_bounds_tell_tenths_of_a_second) {
    Freshness freshness;
    // The service showed 14:13:20.900 at k_start, give or take 50 ms.
    freshness.clock().observe(answer_at(20, k_start + 50ms, k_start + 50ms));
    freshness.clock().observe(answer_at(21, k_start + 150ms, k_start + 150ms));
    freshness.asked(k_start);
    EXPECT_FALSE(freshness.is_fresh(k_date + 700ms));
    EXPECT_FALSE(freshness.is_fresh(k_date + 849ms));
    EXPECT_TRUE(freshness.is_fresh(k_date + 850ms));
}

TEST(Freshness, what_was_there_before_is_never_fresh_though_in_the_same_second) {
    Freshness freshness({}, k_date + 300ms);
    freshness.clock().observe(answer_at(20, k_start, k_start));
    freshness.asked(k_start);
    EXPECT_EQ(freshness.newest_seen(), k_date + 300ms);
    EXPECT_FALSE(freshness.is_fresh(k_date + 200ms));
    EXPECT_FALSE(freshness.is_fresh(k_date + 300ms));
    EXPECT_TRUE(freshness.is_fresh(k_date + 301ms));
}

TEST(Freshness, what_was_seen_is_never_fresh_and_the_newest_counts) {
    Freshness freshness;
    freshness.clock().observe(answer_at(20, k_start, k_start));
    freshness.asked(k_start);
    EXPECT_EQ(freshness.newest_seen(), std::nullopt);
    freshness.seen(k_date + 2s);
    freshness.seen(k_date + 1s);
    EXPECT_EQ(freshness.newest_seen(), k_date + 2s);
    EXPECT_FALSE(freshness.is_fresh(k_date + 2s));
    EXPECT_TRUE(freshness.is_fresh(k_date + 3s));
}

TEST(Freshness, without_any_date_newer_than_what_was_seen_has_to_do) {
    Freshness freshness({}, k_date);
    freshness.asked(k_start);
    EXPECT_FALSE(freshness.is_fresh(k_date));
    EXPECT_TRUE(freshness.is_fresh(k_date + 1s));
}

TEST(Freshness, a_picture_of_the_second_that_was_seen_is_not_fresh_when_only_that_is_known) {
    for (const bool has_date : {false, true}) {
        Freshness freshness({}, k_date);
        if (has_date) {
            freshness.clock().observe(answer_at(20, k_start, k_start));
        }
        freshness.asked(k_start);
        EXPECT_FALSE(freshness.is_fresh(k_date + 345ms)) << has_date;
        EXPECT_FALSE(freshness.is_fresh(k_date + 999ms)) << has_date;
        EXPECT_TRUE(freshness.is_fresh(k_date + 1s)) << has_date;
    }
}

TEST(Freshness, without_any_date_and_nothing_seen_nothing_is_fresh) {
    Freshness freshness;
    freshness.asked(k_start);
    EXPECT_FALSE(freshness.is_fresh(k_date + 24h));
    freshness.seen(k_date);
    EXPECT_TRUE(freshness.is_fresh(k_date + 1s));
}

TEST(Freshness, what_earlier_answers_told_is_taken_over) {
    ServiceClock clock;
    clock.observe(answer_at(20, k_start, k_start));
    Freshness freshness(clock);
    freshness.asked(k_start);
    EXPECT_FALSE(freshness.is_fresh(k_date - 1s));
    EXPECT_TRUE(freshness.is_fresh(k_date));
}

} // namespace
} // namespace snapshot
