// SPDX-License-Identifier: Apache-2.0
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
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Le;

/// Cached pictures, and what holds for fresh ones as well.
struct CachedPicture : CameraJobTest {};

TEST_F(CachedPicture, takes_one_request) {
    expect_next(picture(now() - 10s));
    const CameraPicture result = run();
    EXPECT_EQ(result.picture.bytes, test::make_jpeg(32, 24));
    EXPECT_EQ(result.picture.width, 32);
    EXPECT_EQ(result.picture.captured, base::SystemTime(1789999990s));
    EXPECT_FALSE(result.fresh);
    EXPECT_EQ(result.attempts, 1);
    // Half a second more than ten: a Date has whole seconds.
    EXPECT_EQ(result.age, 10500ms);
    EXPECT_THAT(test::targets(account.client.requests()),
                ElementsAre("GET /snapshots/next/31000417?after-ms=0&max-wait-ms=2000"));
}

TEST_F(CachedPicture, without_its_capture_time_takes_two_requests) {
    expect_next(picture({}));
    expect_times(times(now() - 10s));
    EXPECT_EQ(run().picture.captured, now() - 10s);
    EXPECT_THAT(steps(), ElementsAre("next", "times"));
}

TEST_F(CachedPicture, whose_capture_time_ring_does_not_know_has_none) {
    for (const http::Response& answer :
         {times({}), test::response(200, R"({"timestamps":[]})"), test::response(200, "<html>"),
          test::response(404), test::response(500)}) {
        expect_next(picture({}));
        expect_times(answer);
        const CameraPicture result = run();
        EXPECT_EQ(result.picture.captured, std::nullopt);
        EXPECT_EQ(result.age, std::nullopt);
    }
    expect_next(picture({}));
    expect_times(fault(Fault::timed_out));
    EXPECT_EQ(run().picture.captured, std::nullopt);
}

TEST_F(CachedPicture, comes_by_the_other_interface_when_the_one_has_none_or_is_down) {
    for (const auto& answer :
         {test::response(404), test::response(404, "no snapshot"), test::response(500),
          test::response(502, "<html></html>"), test::response(503), test::response(504),
          test::response(408), test::response(403), test::response(406), test::response(302),
          test::response(200, "<html></html>"), test::response(200, ""),
          test::response(200, "not a picture")}) {
        const std::size_t before = account.client.requests().size();
        expect_next(answer);
        expect_times(times(now() - 10s));
        expect_image(picture({}));
        const CameraPicture result = run();
        EXPECT_EQ(result.picture.captured, now() - 10s) << answer.status;
        EXPECT_EQ(result.attempts, 1) << answer.status;
        EXPECT_EQ(account.client.requests().size() - before, 3U) << answer.status;
    }
    for (const Fault silent : {Fault::timed_out, Fault::broken, Fault::not_connected,
                               Fault::cut_off, Fault::too_large, Fault::tls}) {
        expect_next(fault(silent));
        expect_times(times(now() - 10s));
        expect_image(picture({}));
        EXPECT_EQ(run().attempts, 1);
    }
    EXPECT_THAT(account.clock.sleeps(), IsEmpty());
}

TEST_F(CachedPicture, by_the_other_interface_is_taken_for_older_than_it_is_never_for_newer) {
    // The time is asked for first, so that a capture in between is not mistaken for this one.
    expect_next(test::response(404));
    expect_times(times(now() - 10s));
    expect_image(picture({}));
    run();
    EXPECT_THAT(steps(), ElementsAre("next", "times", "image"));
}

TEST_F(CachedPicture, may_be_a_partial_answer) {
    http::Response partial = picture(now());
    partial.status = 206;
    expect_next(partial);
    EXPECT_EQ(run().attempts, 1);
}

TEST_F(CachedPicture, that_is_none_is_retried_like_any_passing_fault) {
    const std::string jpeg = test::make_jpeg(64, 64);
    for (const std::string& body :
         {std::string(), std::string("<html><body>oops</body></html>"),
          std::string("\0\0\0\1gX", 6), jpeg.substr(0, jpeg.size() / 2)}) {
        expect_next(test::response(200, body, "image/jpeg"));
        expect_times(times(now()));
        expect_image(test::response(200, body, "image/jpeg"));
        expect_next(picture(now()));
        EXPECT_EQ(run().attempts, 2);
    }
    EXPECT_EQ(account.clock.sleeps().size(), 4U);
}

TEST_F(CachedPicture, that_does_not_come_is_tried_as_often_as_wished_with_growing_waits) {
    always_next(always(test::response(404)));
    always_times(always(times({})));
    always_image(always(test::response(404, "no snapshot")));
    const base::Error none = error();
    EXPECT_EQ(none.code(), ErrorCode::no_snapshot);
    EXPECT_THAT(none.message(), HasSubstr("404"));
    EXPECT_FALSE(none.hint().empty());
    EXPECT_EQ(account.client.requests_to("/snapshots/next").size(), 3U);
    EXPECT_THAT(account.clock.sleeps(),
                ElementsAre(AllOf(Ge(500ms), Le(1s)), AllOf(Ge(1s), Le(2s))));

    options.attempts = 1;
    EXPECT_EQ(error().code(), ErrorCode::no_snapshot);
    EXPECT_EQ(account.client.requests_to("/snapshots/next").size(), 4U);

    options.attempts = 5;
    EXPECT_EQ(error().code(), ErrorCode::no_snapshot);
    EXPECT_EQ(account.client.requests_to("/snapshots/next").size(), 9U);
}

TEST_F(CachedPicture, is_asked_for_by_http_1_at_the_last_try_after_a_fault_of_http_2) {
    const auto versions = [this] {
        std::vector<http::Version> found;
        for (const http::Request& request : account.client.requests_to("/snapshots/next")) {
            found.push_back(request.version);
        }
        return found;
    };
    constexpr auto any = http::Version::any;
    constexpr auto http1 = http::Version::http1;
    for (const Fault kind : {Fault::broken, Fault::cut_off}) {
        expect_next(http2_fault(kind));
        expect_next(http2_fault(kind));
        expect_next(picture(now()));
    }
    always_times(always(times({})));
    // What the other interface says first does not hide it.
    always_image(always(test::response(404, "no snapshot")));
    EXPECT_EQ(run().attempts, 3);
    EXPECT_EQ(run().attempts, 3);
    EXPECT_THAT(versions(), ElementsAre(any, any, http1, any, any, http1));

    expect_next(http2_fault(Fault::broken));
    expect_next(fault(Fault::broken));
    expect_next(picture(now()));
    run();
    EXPECT_EQ(versions().back(), any);
}

TEST_F(CachedPicture, of_a_service_that_answers_nothing_at_all_is_an_outage) {
    const std::vector<Answerer> table = {
        always(test::response(500)),
        always(test::response(503)),
        always(test::response(504, R"({"error":"Gateway Timeout","status_code":504})")),
        always(test::response(200, "<html></html>", "text/html")),
        fault(Fault::timed_out),
        fault(Fault::not_connected)};
    for (const Answerer& answer : table) {
        test::FakeHttpClient client(account.clock);
        ring::Session session(client, ring::Endpoints(), account.store, account.clock, "d");
        ring::Service service(session, account.clock);
        client.always("GET", "/", answer);
        client.always("POST", "/", answer);
        const base::Error outage =
            test::error_of([&] { CameraJob(service, account.clock, facts, options).run({}); });
        EXPECT_EQ(outage.code(), ErrorCode::service_unavailable);
        EXPECT_FALSE(outage.message().empty());
    }
}

TEST_F(CachedPicture, of_a_service_that_answers_somewhere_is_no_outage) {
    struct Case {
        http::Response next;
        http::Response image;
    };

    for (const Case& each : {Case{test::response(404), test::response(503)},
                             Case{test::response(503), test::response(404, "no snapshot")},
                             Case{test::response(200, "not a picture"), test::response(500)},
                             Case{test::response(500), test::response(200, "")},
                             Case{test::response(403), test::response(500)}}) {
        options.attempts = 1;
        expect_next(each.next);
        expect_times(test::response(500));
        expect_image(each.image);
        EXPECT_EQ(error().code(), ErrorCode::no_snapshot)
            << each.next.status << ' ' << each.image.status;
    }
    for (const Fault answered : {Fault::too_large, Fault::cut_off}) {
        expect_next(fault(answered));
        expect_times(test::response(500));
        expect_image(test::response(503));
        EXPECT_EQ(error().code(), ErrorCode::no_snapshot);
    }
}

TEST_F(CachedPicture, one_answer_in_an_earlier_try_is_enough_to_be_no_outage) {
    options.attempts = 2;
    expect_next(test::response(404));
    expect_next(test::response(503));
    always_times(always(test::response(503)));
    always_image(always(test::response(503)));
    EXPECT_EQ(error().code(), ErrorCode::no_snapshot);
}

TEST_F(CachedPicture, that_is_refused_by_both_interfaces_is_not_retried) {
    expect_next(test::response(403));
    expect_times(test::response(403));
    expect_image(test::response(403));
    const base::Error refused = error();
    EXPECT_EQ(refused.code(), ErrorCode::no_snapshot);
    EXPECT_THAT(refused.message(), HasSubstr("403"));
    EXPECT_THAT(account.clock.sleeps(), IsEmpty());
}

TEST_F(CachedPicture, that_one_interface_refuses_is_tried_again_at_the_other) {
    expect_next(test::response(503));
    expect_times(test::response(403));
    expect_image(test::response(403));
    expect_next(picture(now()));
    EXPECT_EQ(run().attempts, 2);
    expect_next(test::response(403));
    expect_times(test::response(503));
    expect_image(test::response(503));
    expect_next(test::response(403));
    expect_times(times(now()));
    expect_image(picture({}));
    EXPECT_EQ(run().attempts, 2);
}

TEST_F(CachedPicture, what_ring_says_of_the_device_is_passed_on) {
    options.attempts = 1;
    expect_next(test::response(404, R"({"errors":[7019]})"));
    expect_times(times({}));
    expect_image(test::response(503));
    EXPECT_EQ(error().message(), "Ring says that the camera is offline");
}

TEST_F(CachedPicture, a_limit_that_stays_is_said_to_be_one) {
    always_next(always(test::response(429)));
    EXPECT_EQ(error().code(), ErrorCode::slow_down);
    EXPECT_THAT(steps(), ElementsAre("next", "next", "next"));
}

TEST_F(CachedPicture, a_session_that_is_gone_ends_the_job_at_once) {
    account.client.expect("POST", "/oauth/token", test::response(401));
    expect_next(test::response(401));
    EXPECT_EQ(error().code(), ErrorCode::not_logged_in);
    EXPECT_THAT(account.clock.sleeps(), IsEmpty());
}

TEST_F(CachedPicture, a_session_that_is_gone_while_asking_for_the_time_ends_the_job_too) {
    expect_next(picture({}));
    expect_times(test::response(401));
    account.client.expect("POST", "/oauth/token", test::response(401));
    EXPECT_EQ(error().code(), ErrorCode::not_logged_in);
}

TEST_F(CachedPicture, a_stop_ends_a_wait_at_once) {
    std::stop_source stop;
    expect_next([&](const http::Request&) {
        stop.request_stop();
        return test::response(429);
    });
    EXPECT_EQ(test::error_of([&] { run(stop.get_token()); }).code(), ErrorCode::interrupted);
}

TEST_F(CachedPicture, is_refused_when_it_is_older_than_allowed) {
    options.max_age = 10s;
    expect_next(picture(now() - 9s));
    EXPECT_EQ(run().age, 9500ms);
    expect_next(picture(now() - 1h));
    const base::Error old = error();
    EXPECT_EQ(old.code(), ErrorCode::no_snapshot);
    EXPECT_EQ(old.message(), "the newest picture is 1 h old, more than the 10 s allowed");
    EXPECT_THAT(old.hint(), HasSubstr("--fresh"));
}

TEST_F(CachedPicture, of_unknown_age_is_refused_when_an_age_is_wished_for) {
    options.max_age = 24h;
    expect_next(picture({}));
    expect_times(times({}));
    EXPECT_EQ(error().code(), ErrorCode::no_snapshot);
}

TEST_F(CachedPicture, has_its_age_by_the_clock_of_the_service) {
    // A computer without a clock of its own.
    account.clock.set_now(base::SystemTime(1000s));
    http::Response answer = picture(base::SystemTime(1789999940s));
    answer.headers.add("Date", "Mon, 21 Sep 2026 14:13:20 GMT");
    // The stored token looks good for ages to this clock.
    expect_next(answer);
    EXPECT_EQ(run().age, 60500ms);
}

TEST_F(CachedPicture, has_its_age_by_the_local_clock_when_the_service_tells_no_time) {
    http::Response answer = picture(now() - 10s);
    answer.headers.add("Date", "");
    expect_next(answer);
    EXPECT_EQ(run().age, 10s);
}

TEST_F(CachedPicture, from_the_near_future_has_an_age_of_zero) {
    expect_next(picture(now() + 30s));
    EXPECT_EQ(run().age, 0ms);
}

TEST_F(CachedPicture, from_the_far_future_has_no_capture_time) {
    expect_next(picture(now() + 1h));
    expect_times(times(now() + 1h));
    const CameraPicture result = run();
    EXPECT_EQ(result.picture.captured, std::nullopt);
    EXPECT_EQ(result.age, std::nullopt);

    // The other interface may know better.
    expect_next(picture(now() + 1h));
    expect_times(times(now() - 10s));
    EXPECT_EQ(run().picture.captured, now() - 10s);
}

TEST_F(CachedPicture, asks_for_ids_of_64_bits_as_they_are) {
    facts.id = 9007199254740995;
    account.client.expect("GET", "/snapshots/next/9007199254740995?", picture({}));
    expect_times(test::response(
        200, R"({"timestamps":[{"timestamp":1790000000123,"doorbot_id":9007199254740995},)"
             R"({"timestamp":1790000099999,"doorbot_id":9007199254740994}]})"));
    EXPECT_EQ(run().picture.captured, base::SystemTime(1790000000123ms));
}

} // namespace
} // namespace snapshot
