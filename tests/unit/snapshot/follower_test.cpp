// SPDX-License-Identifier: Apache-2.0
#include "snapshot/follower.hpp"
#include "unit/snapshot/camera_job_fixture.hpp"

#include <utility>

namespace snapshot {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using http::Fault;
using testing::AllOf;
using testing::ElementsAre;
using testing::Ge;
using testing::IsEmpty;
using testing::Le;

struct FollowerTest : CameraJobTest {
    Follower follow(ring::PowerSource power) {
        return Follower(account.service(), account.clock, k_id, power);
    }

    /// The error of asking for the next picture.
    template <typename Camera>
    static ErrorCode failure_of(Camera& camera) {
        return test::error_of([&] { camera.next({}); }).code();
    }

    Follower wired = follow(ring::PowerSource::wired);
    Follower battery = follow(ring::PowerSource::battery);
};

TEST_F(FollowerTest, takes_the_picture_that_there_is_first) {
    expect_next(picture(now() - 10s));
    const auto result = battery.next({});
    ASSERT_TRUE(result);
    EXPECT_EQ(result->picture.bytes, test::make_jpeg(32, 24));
    EXPECT_EQ(result->picture.captured, now() - 10s);
    EXPECT_FALSE(result->fresh);
    EXPECT_THAT(result->age, testing::Optional(AllOf(Ge(10s), Le(11s))));
    EXPECT_THAT(test::targets(account.client.requests()),
                ElementsAre("GET /snapshots/next/31000417?after-ms=0&max-wait-ms=2000"));
}

TEST_F(FollowerTest, asks_for_the_next_one_after_the_last_and_gives_each_once) {
    expect_next(picture(now() - 10s, 1));
    expect_next(picture(now() - 5s, 2));
    expect_next(hold());
    EXPECT_EQ(battery.next({})->picture.bytes, test::make_jpeg(32, 24, 1));
    EXPECT_EQ(battery.next({})->picture.bytes, test::make_jpeg(32, 24, 2));
    EXPECT_FALSE(battery.next({}));
    EXPECT_THAT(next_queries("after-ms"), ElementsAre("0", "1789999990000", "1789999995000"));
    EXPECT_THAT(steps(), ElementsAre("next", "next", "next"));
    EXPECT_THAT(account.clock.sleeps(), IsEmpty());
}

TEST_F(FollowerTest, ignores_a_picture_that_is_not_newer_than_the_last) {
    const base::SystemTime captured = now() - 10s;
    expect_next(picture(captured, 1));
    expect_next(picture(captured, 2));
    expect_next(picture(captured - 1h, 3));
    expect_next(picture(captured + 1ms, 4));
    EXPECT_TRUE(wired.next({}));
    EXPECT_FALSE(wired.next({}));
    EXPECT_FALSE(wired.next({}));
    EXPECT_EQ(wired.next({})->picture.bytes, test::make_jpeg(32, 24, 4));
}

TEST_F(FollowerTest, tells_pictures_without_a_capture_time_by_their_bytes) {
    expect_next(picture({}, 1));
    expect_next(picture({}, 1));
    expect_next(picture({}, 2));
    const auto first = battery.next({});
    ASSERT_TRUE(first);
    EXPECT_EQ(first->picture.captured, std::nullopt);
    EXPECT_EQ(first->age, std::nullopt);
    EXPECT_FALSE(battery.next({}));
    EXPECT_TRUE(battery.next({}));
}

TEST_F(FollowerTest, a_capture_time_that_comes_later_makes_no_new_picture) {
    expect_next(picture({}, 1));
    expect_next(picture(now() - 10s, 1));
    expect_next(picture(now() - 5s, 1));
    EXPECT_TRUE(battery.next({}));
    EXPECT_FALSE(battery.next({}));
    // The same bytes with a later time are another capture: of a frozen camera, say.
    EXPECT_TRUE(battery.next({}));
    EXPECT_THAT(next_queries("after-ms"), ElementsAre("0", "0", "1789999990000"));
}

TEST_F(FollowerTest, a_404_at_once_is_nothing_new_when_the_capture_times_agree) {
    expect_next(picture(now() - 10s));
    expect_next(test::response(404));
    expect_times(times(now() - 10s));
    expect_next(test::response(404));
    expect_times(times({}));
    EXPECT_TRUE(wired.next({}));
    EXPECT_FALSE(wired.next({}));
    EXPECT_FALSE(wired.next({}));
}

TEST_F(FollowerTest, comes_to_the_other_interface_when_the_one_has_none_or_is_down) {
    for (const auto& answer :
         {test::response(404), test::response(500), test::response(503), test::response(403),
          test::response(200, "<html></html>"), test::response(200, "not a picture")}) {
        Follower camera = follow(ring::PowerSource::battery);
        expect_next(answer);
        expect_times(times(now() - 10s));
        expect_image(picture({}));
        const auto result = camera.next({});
        ASSERT_TRUE(result) << answer.status;
        EXPECT_EQ(result->picture.captured, now() - 10s) << answer.status;
    }
    for (const Fault silent : {Fault::timed_out, Fault::broken, Fault::not_connected,
                               Fault::cut_off, Fault::too_large, Fault::tls}) {
        Follower camera = follow(ring::PowerSource::battery);
        expect_next(fault(silent));
        expect_times(times(now() - 10s));
        expect_image(picture({}));
        EXPECT_TRUE(camera.next({}));
    }
}

TEST_F(FollowerTest, fetches_from_the_other_interface_what_is_newer_than_the_last) {
    expect_next(picture(now() - 10s, 1));
    expect_next(test::response(404));
    expect_times(times(now() - 5s));
    expect_image(picture({}, 2));
    EXPECT_TRUE(wired.next({}));
    const auto second = wired.next({});
    ASSERT_TRUE(second);
    EXPECT_EQ(second->picture.captured, now() - 5s);
    EXPECT_THAT(steps(), ElementsAre("next", "next", "times", "image"));
}

TEST_F(FollowerTest, fetches_a_first_picture_whose_capture_time_ring_does_not_know) {
    expect_next(test::response(404));
    expect_times(times({}));
    expect_image(picture({}));
    const auto result = battery.next({});
    ASSERT_TRUE(result);
    EXPECT_EQ(result->picture.captured, std::nullopt);
    // Nothing new after that, rather than a failure, until the times may be asked for again.
    expect_next(test::response(404));
    account.clock.advance(5min);
    EXPECT_FALSE(battery.next({}));
}

TEST_F(FollowerTest, of_a_camera_whose_capture_times_are_refused_gets_its_pictures) {
    for (const int status : {403, 404}) {
        Follower camera = follow(ring::PowerSource::wired);
        expect_next(test::response(404));
        expect_times(test::response(status));
        expect_image(picture({}));
        EXPECT_TRUE(camera.next({})) << status;
        // What follows is nothing new, and no failure.
        expect_next(test::response(404));
        expect_times(test::response(status));
        EXPECT_FALSE(camera.next({})) << status;
    }
}

TEST_F(FollowerTest,
       an_older_interface_that_does_not_know_the_camera_hides_no_outage_of_the_newer) {
    expect_next(picture(now() - 10s));
    EXPECT_TRUE(wired.next({}));
    expect_next(test::response(404));
    expect_times(times({}));
    EXPECT_FALSE(wired.next({})) << "the newer one says that there is nothing new";
    expect_next(test::response(503));
    expect_times(times({}));
    expect_image(test::response(404));
    EXPECT_EQ(failure_of(wired), ErrorCode::no_snapshot);
}

TEST_F(FollowerTest, asks_for_the_times_of_a_battery_camera_every_ten_minutes_at_most) {
    for (const auto power : {ring::PowerSource::battery, ring::PowerSource::unknown}) {
        Follower camera = follow(power);
        const std::size_t before = account.client.requests_to("/clients_api").size();
        const auto asked = [&] {
            return account.client.requests_to("/clients_api").size() - before;
        };
        expect_next(picture(now() - 1s));
        EXPECT_TRUE(camera.next({}));
        EXPECT_EQ(asked(), 0U);

        expect_next(test::response(404));
        expect_times(times(now() - 1s));
        EXPECT_FALSE(camera.next({}));
        EXPECT_EQ(asked(), 1U);

        const base::SystemTime last = now() - 1s;
        account.clock.advance(10min - 1ms);
        expect_next(test::response(404));
        EXPECT_FALSE(camera.next({}));
        EXPECT_EQ(asked(), 1U);

        account.clock.advance(1ms);
        expect_next(test::response(404));
        expect_times(times(last));
        EXPECT_FALSE(camera.next({}));
        EXPECT_EQ(asked(), 2U);
    }
}

TEST_F(FollowerTest, asks_for_the_times_of_a_wired_camera_each_time) {
    for (int i = 0; i < 3; ++i) {
        expect_next(test::response(500));
        expect_times(times(now() + i * 1s));
        expect_image(picture({}, i));
        EXPECT_TRUE(wired.next({}));
    }
}

TEST_F(FollowerTest, an_outage_of_the_one_is_no_failure_while_the_other_has_just_answered) {
    expect_next(test::response(500));
    expect_times(times(now() - 10s));
    expect_image(picture({}, 1));
    EXPECT_TRUE(battery.next({}));
    account.clock.advance(5min);
    expect_next(test::response(500));
    EXPECT_FALSE(battery.next({}));
    account.clock.advance(5min);
    expect_next(test::response(500));
    expect_times(test::response(500));
    EXPECT_EQ(failure_of(battery), ErrorCode::service_unavailable);
    account.clock.advance(5min);
    expect_next(test::response(500));
    EXPECT_EQ(failure_of(battery), ErrorCode::service_unavailable);
}

TEST_F(FollowerTest, never_asks_a_camera_to_wake) {
    always_times(always(times(now() - 10s)));
    always_image(always(picture({})));
    for (const auto& answer : {picture(now() - 10s), test::response(404), test::response(500),
                               picture({}), test::response(200, "<html></html>")}) {
        expect_next(answer);
        wired.next({});
        expect_next(answer);
        battery.next({});
        account.clock.advance(2min);
    }
    EXPECT_EQ(wakes(), 0);
    EXPECT_THAT(next_queries("extras"), testing::Each("none"));
}

TEST_F(FollowerTest, that_has_no_picture_is_told_from_a_service_that_is_down) {
    struct Row {
        http::Response next;
        http::Response times;
        std::optional<http::Response> image;
        ErrorCode code;
    };

    const http::Response none = test::response(404);
    const http::Response down = test::response(503);
    for (const Row& row : {Row{none, times({}), none, ErrorCode::no_snapshot},
                           Row{none, times({}), down, ErrorCode::no_snapshot},
                           Row{none, down, {}, ErrorCode::no_snapshot},
                           Row{down, down, {}, ErrorCode::service_unavailable},
                           Row{down, times({}), down, ErrorCode::service_unavailable},
                           Row{down, times({}), none, ErrorCode::no_snapshot},
                           Row{down, none, none, ErrorCode::no_snapshot},
                           Row{test::response(403), down, {}, ErrorCode::no_snapshot},
                           Row{test::response(200, "cut off"), down, {}, ErrorCode::no_snapshot}}) {
        expect_next(row.next);
        expect_times(row.times);
        if (row.image) {
            expect_image(*row.image);
        }
        EXPECT_EQ(failure_of(wired), row.code) << row.next.status << " " << row.times.status;
    }
    expect_next(fault(Fault::not_connected));
    expect_times(fault(Fault::not_connected));
    EXPECT_EQ(failure_of(wired), ErrorCode::service_unavailable);
}

TEST_F(FollowerTest, that_is_asked_to_slow_down_does_not_turn_to_the_other_interface) {
    expect_next(test::response(429));
    EXPECT_EQ(failure_of(wired), ErrorCode::slow_down);
    expect_next(with_pause(429, "30"));
    EXPECT_EQ(failure_of(battery), ErrorCode::slow_down);
    EXPECT_THAT(steps(), ElementsAre("next", "next"));
}

TEST_F(FollowerTest, remembers_a_long_pause_whichever_interface_asks_for_it) {
    struct Row {
        http::Response next;
        std::optional<http::Response> times;
        std::optional<http::Response> image;
    };

    const http::Response none = test::response(404);
    for (const Row& row :
         {Row{with_pause(429, "31"), {}, {}}, Row{with_pause(503, "31"), {}, {}},
          Row{none, with_pause(429, "31"), {}}, Row{none, with_pause(503, "31"), {}},
          Row{none, times({}), with_pause(429, "31")},
          Row{none, times({}), with_pause(503, "31")}}) {
        expect_next(row.next);
        if (row.times) {
            expect_times(*row.times);
        }
        if (row.image) {
            expect_image(*row.image);
        }
        EXPECT_EQ(failure_of(wired), ErrorCode::slow_down);
        account.clock.advance(30s);
        EXPECT_EQ(failure_of(wired), ErrorCode::slow_down);
        account.clock.advance(1s);
    }
}

TEST_F(FollowerTest, passes_a_short_pause_on) {
    const auto pause_of_failure = [this] {
        return test::error_of([this] { wired.next({}); }).pause();
    };
    expect_next(with_pause(429, "20"));
    EXPECT_EQ(pause_of_failure(), 20s);
    expect_next(with_pause(503, "20"));
    expect_times(times({}));
    expect_image(test::response(404));
    EXPECT_EQ(pause_of_failure(), 20s);
    expect_next(test::response(404));
    expect_times(times({}));
    expect_image(with_pause(429, "30"));
    EXPECT_EQ(pause_of_failure(), 30s);
}

TEST_F(FollowerTest, forgets_nothing_over_a_failure) {
    expect_next(picture(now() - 10s, 1));
    expect_next(test::response(500));
    expect_times(test::response(500));
    expect_next(picture(now() - 10s, 1));
    EXPECT_TRUE(wired.next({}));
    EXPECT_EQ(failure_of(wired), ErrorCode::service_unavailable);
    EXPECT_FALSE(wired.next({}));
}

TEST_F(FollowerTest, ends_at_a_stop) {
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(test::error_of([&] { wired.next(stop.get_token()); }).code(), ErrorCode::interrupted);
}

TEST_F(FollowerTest, passes_on_that_the_login_is_gone) {
    expect_next(test::response(401));
    account.client.expect("POST", "/oauth/token", test::response(401));
    EXPECT_EQ(failure_of(wired), ErrorCode::not_logged_in);
}

} // namespace
} // namespace snapshot
