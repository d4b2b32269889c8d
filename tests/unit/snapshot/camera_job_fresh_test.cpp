// SPDX-License-Identifier: Apache-2.0
#include "http/url.hpp"
#include "unit/snapshot/camera_job_fixture.hpp"

namespace snapshot {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using http::Fault;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::Ge;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Le;

struct FreshPicture : CameraJobTest {
    FreshPicture() { options.fresh = true; }

    /// A picture captured while the service held the request for `duration`.
    Answerer captured_within(std::chrono::milliseconds duration, int seed = 1) {
        return [this, duration, seed](const http::Request&) {
            account.clock.advance(duration);
            return picture(now() - 50ms, seed);
        };
    }
};

TEST_F(FreshPicture, that_comes_at_once_takes_one_request) {
    expect_next(captured_within(600ms));
    const CameraPicture result = run();
    EXPECT_TRUE(result.fresh);
    EXPECT_EQ(result.attempts, 1);
    EXPECT_EQ(result.picture.captured, base::SystemTime(1790000000550ms));
    EXPECT_THAT(
        test::targets(account.client.requests()),
        ElementsAre("GET /snapshots/next/31000417?after-ms=0&max-wait-ms=10000&extras=force"));
    EXPECT_THAT(account.clock.sleeps(), IsEmpty());
}

TEST_F(FreshPicture, is_asked_for_as_newer_than_the_newest_that_is_known) {
    facts.newest_capture = now() - 30s;
    expect_next(captured_within(600ms));
    EXPECT_TRUE(run().fresh);
    EXPECT_THAT(next_queries("after-ms"), ElementsAre("1789999970000"));
}

TEST_F(FreshPicture, that_comes_soon_after_an_old_one_is_polled_for_without_waking_again) {
    expect_next(picture(now() - 60s, 1));
    expect_next(captured_within(3s, 2));
    const CameraPicture result = run();
    EXPECT_TRUE(result.fresh);
    EXPECT_EQ(result.picture.bytes, test::make_jpeg(32, 24, 2));
    EXPECT_EQ(result.attempts, 1);
    EXPECT_THAT(
        test::targets(account.client.requests()),
        ElementsAre("GET /snapshots/next/31000417?after-ms=0&max-wait-ms=10000&extras=force",
                    "GET /snapshots/next/31000417?after-ms=1789999940000&max-wait-ms=9500"));
    EXPECT_THAT(account.clock.sleeps(), ElementsAre(500ms));
}

TEST_F(FreshPicture, that_does_not_come_in_the_first_wait_is_asked_for_once_more) {
    expect_next(hold());
    expect_next(hold());
    expect_next(hold());
    expect_next(captured_within(5s));
    EXPECT_TRUE(run().fresh);
    EXPECT_THAT(steps(), ElementsAre("wake", "wake", "next", "next"));
    // The service has done the waiting.
    EXPECT_THAT(account.clock.sleeps(), IsEmpty());
}

TEST_F(FreshPicture, stale_answers_at_once_do_not_hammer_on_the_service) {
    const auto old = now() - 60s;
    const auto start = account.clock.steady_now();
    always_next([&](const http::Request&) { return picture(old); });
    const CameraPicture result = run();
    EXPECT_FALSE(result.fresh);
    EXPECT_EQ(result.picture.captured, old);
    EXPECT_EQ(wakes(), 2);
    const auto sleeps = account.clock.sleeps();
    ASSERT_GE(sleeps.size(), 6U);
    EXPECT_THAT(std::vector(sleeps.begin(), sleeps.begin() + 6),
                ElementsAre(500ms, 750ms, 1125ms, 1687ms, 2s, 2s));
    EXPECT_LE(account.client.requests().size(), 34U);
    EXPECT_EQ(account.clock.steady_now() - start, 60s);
}

TEST_F(FreshPicture, an_answer_with_ever_newer_but_old_pictures_does_not_pass_for_fresh) {
    // A camera that uploads what it captured before we asked.
    auto captured = now() - 10min;
    always_next([&](const http::Request&) { return picture(captured += 1s); });
    const CameraPicture result = run();
    EXPECT_FALSE(result.fresh);
    EXPECT_EQ(result.picture.captured, captured);
}

TEST_F(FreshPicture, that_does_not_come_in_time_is_replaced_by_the_newest_there_is) {
    always_next([&, waited = hold()](const http::Request& request) {
        // A cached picture is asked for with after-ms=0 and no force.
        const bool cached = http::query_parameter(request.url, "after-ms") == "0" &&
                            !http::query_parameter(request.url, "extras") &&
                            http::query_parameter(request.url, "max-wait-ms") == "2000";
        return cached ? picture(base::SystemTime(1789990000s)) : waited(request);
    });
    const auto start = account.clock.steady_now();
    const CameraPicture result = run();
    EXPECT_FALSE(result.fresh);
    EXPECT_EQ(result.picture.captured, base::SystemTime(1789990000s));
    EXPECT_EQ(wakes(), 2);
    EXPECT_GE(account.clock.steady_now() - start, 50s);
    EXPECT_LE(account.clock.steady_now() - start, 63s);
    EXPECT_LE(account.client.requests().size(), 15U);
}

TEST_F(FreshPicture, that_was_seen_before_the_wait_was_over_is_held) {
    facts.newest_capture = now() - 2h;
    expect_next(picture(now() - 1h));
    always_next(hold());
    const CameraPicture result = run();
    EXPECT_FALSE(result.fresh);
    EXPECT_EQ(result.picture.captured, base::SystemTime(1790000000s) - 1h);
    EXPECT_EQ(result.attempts, 1);
}

TEST_F(FreshPicture, never_waits_longer_than_wished) {
    for (const auto wait : {3s, 15s, 40s}) {
        options.wait = wait;
        const auto old = now() - 60s;
        test::FakeHttpClient client(account.clock);
        ring::Session session(client, ring::Endpoints(), account.store, account.clock, "d");
        ring::Service service(session, account.clock);
        client.expect("GET", "/snapshots/next", picture(old));
        client.always("GET", "/snapshots/next", hold());
        const auto start = account.clock.steady_now();
        EXPECT_FALSE(CameraJob(service, account.clock, facts, options).run({}).fresh);
        EXPECT_GE(account.clock.steady_now() - start, wait - 1s);
        EXPECT_LE(account.clock.steady_now() - start, wait);
        for (const http::Request& request : client.requests()) {
            EXPECT_LE(std::stoll(*http::query_parameter(request.url, "max-wait-ms")),
                      std::min<long long>(10000, wait.count() * 1000));
        }
    }
}

TEST_F(FreshPicture, when_only_fresh_ones_count_an_old_one_is_none) {
    options.require_fresh = true;
    always_next(always(picture(now() - 60s)));
    const base::Error none = error();
    EXPECT_EQ(none.code(), ErrorCode::no_snapshot);
    EXPECT_EQ(none.message(), "no fresh picture came within 1 min");
    EXPECT_THAT(none.hint(), HasSubstr("battery"));
}

TEST_F(FreshPicture, when_only_fresh_ones_count_a_fresh_one_does) {
    options.require_fresh = true;
    expect_next(captured_within(600ms));
    EXPECT_TRUE(run().fresh);
}

TEST_F(FreshPicture, an_old_one_in_its_place_may_be_too_old_as_well) {
    options.max_age = 10min;
    options.wait = 10s;
    always_next(always(picture(now() - 1h)));
    EXPECT_EQ(error().code(), ErrorCode::no_snapshot);
    options.max_age = 2h;
    EXPECT_FALSE(run().fresh);
}

TEST_F(FreshPicture, comes_by_the_other_interface_when_the_one_is_down) {
    for (const auto& answer :
         {test::response(404), test::response(500), test::response(503), test::response(504),
          test::response(200, "<html></html>"), test::response(403)}) {
        const std::size_t before = account.client.requests().size();
        const auto old = now() - 60s;
        expect_next(answer);
        expect_update_all(test::response(204));
        expect_times(times(old));
        expect_times([&](const http::Request&) { return times(now()); });
        expect_image(picture({}));
        const CameraPicture result = run();
        EXPECT_TRUE(result.fresh) << answer.status;
        EXPECT_EQ(result.attempts, 1) << answer.status;
        const auto all = steps();
        EXPECT_THAT(std::vector(all.begin() + static_cast<std::ptrdiff_t>(before), all.end()),
                    ElementsAre("wake", "update_all", "times", "times", "image"))
            << answer.status;
    }
    EXPECT_THAT(account.clock.sleeps(), Each(std::chrono::nanoseconds(500ms)));
}

TEST_F(FreshPicture, one_interface_that_hangs_costs_seconds_and_not_the_whole_wait) {
    const auto start = account.clock.steady_now();
    expect_next([&](const http::Request& request) -> http::Response {
        account.clock.advance(request.time_limit);
        throw http::TransportError(Fault::timed_out, "no answer");
    });
    expect_update_all(test::response(204));
    expect_times([&](const http::Request&) { return times(now()); });
    expect_image(picture({}));
    EXPECT_TRUE(run().fresh);
    EXPECT_LE(account.clock.steady_now() - start, 16s);
}

TEST_F(FreshPicture, polls_of_the_other_interface_do_not_hammer_either) {
    const auto old = now() - 60s;
    always_next(always(test::response(503)));
    expect_update_all(test::response(204));
    always_times([&](const http::Request&) { return times(old); });
    always_image(always(picture({})));
    const auto start = account.clock.steady_now();
    const CameraPicture result = run();
    EXPECT_FALSE(result.fresh);
    EXPECT_EQ(result.picture.captured, old);
    EXPECT_EQ(account.clock.steady_now() - start, 60s);
    EXPECT_LE(account.client.requests().size(), 40U);
    const auto sleeps = account.clock.sleeps();
    EXPECT_THAT(std::vector(sleeps.begin(), sleeps.begin() + 5),
                ElementsAre(500ms, 750ms, 1125ms, 1687ms, 2s));
}

TEST_F(FreshPicture, the_camera_is_not_asked_twice_when_the_one_interface_has_asked_it) {
    // What came by force was no picture, but the camera is awake.
    expect_next(test::response(200, "not a picture"));
    expect_times([&](const http::Request&) { return times(now()); });
    expect_image(picture({}));
    EXPECT_TRUE(run().fresh);
    EXPECT_EQ(wakes(), 1);
}

TEST_F(FreshPicture, a_picture_without_its_time_is_judged_by_the_other_interface) {
    expect_next(picture({}, 1));
    expect_times(times(now() - 60s));
    expect_times([&](const http::Request&) { return times(now()); });
    expect_image(picture({}, 2));
    const CameraPicture result = run();
    EXPECT_TRUE(result.fresh);
    EXPECT_EQ(result.picture.bytes, test::make_jpeg(32, 24, 2));
    EXPECT_THAT(steps(), ElementsAre("wake", "times", "times", "image"));
}

TEST_F(FreshPicture, a_picture_without_its_time_never_passes_for_fresh) {
    options.wait = 5s;
    expect_next(picture({}));
    always_times(always(times({})));
    const CameraPicture result = run();
    EXPECT_FALSE(result.fresh);
    EXPECT_EQ(result.picture.captured, std::nullopt);
    EXPECT_EQ(wakes(), 1);
}

TEST_F(FreshPicture, a_camera_that_cannot_take_one_is_not_asked) {
    ring::Device offline;
    offline.id = k_id;
    offline.offline = true;
    ring::Device motion_off;
    motion_off.id = k_id;
    motion_off.motion_detection = false;
    for (const ring::Device& device : {offline, motion_off}) {
        facts.device = device;
        expect_next(picture(now() - 60s));
        const CameraPicture result = run();
        EXPECT_FALSE(result.fresh);
        EXPECT_EQ(result.attempts, 1);
    }
    EXPECT_EQ(wakes(), 0);
    EXPECT_THAT(account.clock.sleeps(), IsEmpty());
}

TEST_F(FreshPicture, both_interfaces_down_for_fresh_ones_leave_the_cached_one) {
    options.attempts = 2;
    int calls = 0;
    always_next([&](const http::Request&) {
        return ++calls <= 2 ? test::response(503) : picture(now() - 60s);
    });
    always_update_all(always(test::response(500)));
    const CameraPicture result = run();
    EXPECT_FALSE(result.fresh);
    EXPECT_EQ(result.attempts, 2);
    EXPECT_THAT(steps(), ElementsAre("wake", "update_all", "wake", "update_all", "next"));
}

TEST_F(FreshPicture, a_service_that_is_down_altogether_is_an_outage) {
    always_next(always(test::response(503)));
    always_update_all(always(test::response(503)));
    always_times(always(test::response(503)));
    always_image(always(test::response(503)));
    EXPECT_EQ(error().code(), ErrorCode::service_unavailable);
    EXPECT_LE(slept(), 10s);
}

TEST_F(FreshPicture, a_web_page_in_place_of_the_capture_times_is_a_passing_fault) {
    expect_next(test::response(503));
    expect_update_all(test::response(204));
    expect_times(test::response(200, "<html>maintenance</html>", "text/html"));
    expect_next(captured_within(600ms));
    const CameraPicture result = run();
    EXPECT_TRUE(result.fresh);
    EXPECT_EQ(result.attempts, 2);
    EXPECT_THAT(steps(), ElementsAre("wake", "update_all", "times", "next"));
}

TEST_F(FreshPicture, that_does_not_become_fresh_is_no_fault_and_not_retried) {
    options.wait = 5s;
    options.attempts = 3;
    always_next(always(picture(now() - 60s)));
    EXPECT_EQ(run().attempts, 1);
    EXPECT_EQ(slept(), 5s);
}

TEST_F(FreshPicture, a_pause_within_the_wait_is_waited_out) {
    expect_next(with_pause(429, "7"));
    expect_next(captured_within(600ms));
    const CameraPicture result = run();
    EXPECT_TRUE(result.fresh);
    EXPECT_EQ(result.attempts, 2);
    EXPECT_THAT(account.clock.sleeps(), ElementsAre(7s));
}

TEST_F(FreshPicture, a_pause_of_the_other_interface_is_waited_out) {
    expect_next(test::response(404));
    expect_update_all(with_pause(429, "7"));
    // Ten seconds after the first request the camera is asked again.
    expect_next(hold());
    expect_next(captured_within(600ms));
    EXPECT_TRUE(run().fresh);
    EXPECT_THAT(account.clock.sleeps(), ElementsAre(7s));
}

TEST_F(FreshPicture, a_pause_beyond_the_wait_ends_the_job_at_once) {
    options.wait = 10s;
    expect_next(with_pause(429, "20"));
    EXPECT_EQ(error().code(), ErrorCode::slow_down);
    EXPECT_THAT(account.clock.sleeps(), IsEmpty());
}

TEST_F(FreshPicture, the_wall_clock_of_this_computer_does_not_matter) {
    // It is a year behind; the service is right.
    account.clock.set_now(now() - 24h * 365);
    const auto dated = [](http::Response response, const char* time) {
        response.headers.add("Date", std::string("Mon, 21 Sep 2026 ") + time + " GMT");
        return response;
    };
    expect_next(dated(picture(base::SystemTime(1789999999s)), "14:13:20"));
    expect_next(dated(picture(base::SystemTime(1790000000400ms)), "14:13:20"));
    const CameraPicture result = run();
    EXPECT_TRUE(result.fresh);
    EXPECT_EQ(result.picture.captured, base::SystemTime(1790000000400ms));
}

TEST_F(FreshPicture, a_capture_just_before_the_request_is_not_fresh_though_in_the_same_second) {
    facts.newest_capture = base::SystemTime(1790000000300ms);
    account.clock.advance(600ms);
    expect_next(picture(base::SystemTime(1790000000300ms), 1));
    expect_next(captured_within(600ms, 2));
    const CameraPicture result = run();
    EXPECT_TRUE(result.fresh);
    EXPECT_EQ(result.picture.bytes, test::make_jpeg(32, 24, 2));
}

TEST_F(FreshPicture, a_capture_while_the_token_was_renewed_before_the_request_is_not_fresh) {
    account.client.expect("POST", "/oauth/token", [this](const http::Request&) {
        account.clock.advance(5s);
        return test::new_tokens(2);
    });
    expect_next(test::response(401));
    expect_next(picture(now() + 2s, 1));
    expect_next(captured_within(600ms, 2));
    const CameraPicture result = run();
    EXPECT_TRUE(result.fresh);
    EXPECT_EQ(result.picture.bytes, test::make_jpeg(32, 24, 2));
}

TEST_F(FreshPicture, a_forced_answer_that_broke_off_has_woken_the_camera) {
    expect_next(fault(Fault::cut_off));
    expect_times([&](const http::Request&) { return times(now()); });
    expect_image(picture({}));
    EXPECT_TRUE(run().fresh);
    EXPECT_EQ(wakes(), 1);
}

TEST_F(FreshPicture, a_stop_ends_the_pause_between_two_polls_at_once) {
    std::stop_source stop;
    expect_next([&](const http::Request&) {
        stop.request_stop();
        return picture(now() - 60s);
    });
    EXPECT_EQ(test::error_of([&] { run(stop.get_token()); }).code(), ErrorCode::interrupted);
}

TEST_F(FreshPicture, a_session_that_is_gone_ends_the_job_at_once) {
    expect_next(test::response(401));
    account.client.expect("POST", "/oauth/token", test::response(401));
    EXPECT_EQ(error().code(), ErrorCode::not_logged_in);
}

} // namespace
} // namespace snapshot
