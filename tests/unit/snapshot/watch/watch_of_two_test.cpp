// SPDX-License-Identifier: Apache-2.0
#include "unit/snapshot/watch/watch_fixture.hpp"

#include <latch>

namespace snapshot {
namespace {

using base::ErrorCode;
using std::chrono_literals::operator""s;

/// Two cameras; their threads share the clock, so that only what holds in any order is looked at.
struct WatchOfTwo : WatchTest {
    WatchOfTwo() {
        other = facts;
        other.id = 7;
    }

    void watch() {
        Watch(account.service(), account.clock, plan, {facts, other}, record, record.told).run({});
    }

    CameraFacts other;
};

TEST_F(WatchOfTwo, a_camera_that_hangs_and_fails_neither_delays_nor_stops_the_other) {
    plan.count = 5;
    std::latch first_is_done(5);
    record.on_picture = [&] { first_is_done.count_down(); };
    always_next([this](const http::Request&) { return new_picture(); });
    account.client.always("GET", "/snapshots/next/7?", [&](const http::Request&) {
        first_is_done.wait();
        return test::response(503);
    });
    always_times(always(test::response(503)));
    watch();
    EXPECT_EQ(record.count("picture"), 5);
    EXPECT_EQ(record.count("failing with service_unavailable 1"), 1);
    EXPECT_EQ(record.count("recovered 1"), 0);
    EXPECT_EQ(account.client.requests_to("/snapshots/next/7?").size(), 5U);
    EXPECT_EQ(record.count("good round"), 0);
}

TEST_F(WatchOfTwo, a_round_is_good_when_both_have_had_their_turn) {
    plan.count = 1;
    always_next([this](const http::Request&) { return new_picture(); });
    account.client.always("GET", "/snapshots/next/7?",
                          [this](const http::Request&) { return new_picture(); });
    watch();
    EXPECT_EQ(record.count("picture"), 1);
    EXPECT_EQ(record.count("picture 1"), 1);
    EXPECT_EQ(record.count("good round"), 1);
}

TEST_F(WatchOfTwo, cameras_with_a_longer_step_than_the_shortest_are_not_waited_for) {
    for (const auto power : {ring::PowerSource::battery, ring::PowerSource::wired}) {
        record.events.clear();
        facts.device->power = power;
        other.device->power = ring::PowerSource::battery;
        plan.picture_options.fresh = true;
        plan.count = 1;
        const auto answer = [this](const http::Request&) { return picture(now() + 30s); };
        expect_next(answer);
        account.client.expect("GET", "/snapshots/next/7?", answer);
        watch();
        EXPECT_EQ(record.count("good round"), 1);
    }
}

TEST_F(WatchOfTwo, an_error_that_nothing_can_help_ends_both) {
    always_next([](const http::Request&) { return test::response(401); });
    account.client.always("GET", "/snapshots/next/7?",
                          [](const http::Request&) { return test::response(401); });
    account.store.update([](settings::Settings& settings) { settings.refresh_token = {}; }, {});
    EXPECT_EQ(test::error_of([this] { watch(); }).code(), ErrorCode::not_logged_in);
}

} // namespace
} // namespace snapshot
