// SPDX-License-Identifier: Apache-2.0
#include "http/url.hpp"
#include "settings/cooldowns.hpp"
#include "unit/snapshot/camera_job_fixture.hpp"

namespace snapshot {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// When a camera is asked again for a fresh picture, and when it is not asked at all.
struct AskingAgain : CameraJobTest {
    AskingAgain() { options.fresh = true; }

    /// When the camera was asked by force, counted from the start of the test.
    std::vector<std::chrono::milliseconds> forced() const { return m_forced; }

    /// An answer to snapshots/next that notes when it was asked by force.
    Answerer noting(Answerer answer) {
        return [this, answer = std::move(answer)](const http::Request& request) {
            if (http::query_parameter(request.url, "extras")) {
                m_forced.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(
                    account.clock.steady_now() - m_start));
            }
            return answer(request);
        };
    }

    std::optional<std::chrono::milliseconds> pause_of(settings::RateLimitScope scope) {
        return settings::Cooldowns(account.store, account.clock).remaining(scope);
    }

private:
    base::SteadyTime m_start = account.clock.steady_now();
    std::vector<std::chrono::milliseconds> m_forced;
};

TEST_F(AskingAgain,
       a_camera_whose_held_requests_bring_nothing_is_asked_once_more_after_ten_seconds) {
    always_next(noting(hold()));
    always_times(always(times({})));
    always_image(always(test::response(404, "no snapshot")));
    EXPECT_EQ(error().code(), ErrorCode::no_snapshot);
    EXPECT_THAT(forced(), ElementsAre(0ms, 10s));
    EXPECT_EQ(wakes(), 2);
}

TEST_F(AskingAgain, a_held_504_is_followed_up_like_a_held_404) {
    const auto held = hold();
    always_next(noting([&](const http::Request& request) {
        held(request);
        return test::response(504, "<html>Gateway Time-out</html>", "text/html");
    }));
    always_times(always(times(now() - 1h)));
    always_image(always(picture({})));
    const CameraPicture result = run();
    EXPECT_FALSE(result.fresh);
    EXPECT_EQ(result.attempts, 1);
    EXPECT_THAT(forced(), ElementsAre(0ms, 10s));
}

TEST_F(AskingAgain, after_a_quick_404_or_504_the_older_interface_has_some_seconds_at_a_time) {
    for (const int status : {404, 504}) {
        const std::size_t before = forced().size();
        const auto start = account.clock.steady_now();
        test::FakeHttpClient client(account.clock);
        ring::Session session(client, ring::Endpoints(), account.store, account.clock, "d");
        ring::Service service(session, account.clock);
        const auto old = now() - 1h;
        client.always("GET", "/snapshots/next/", noting(always(test::response(status))));
        client.expect("PUT", "/clients_api/snapshots/update_all", test::response(204));
        client.always("POST", "/", [&](const http::Request&) { return times(old); });
        client.always("GET", "/clients_api/snapshots/image/", always(picture({})));
        EXPECT_FALSE(CameraJob(service, account.clock, facts, options).run({}).fresh);
        EXPECT_EQ(account.clock.steady_now() - start, 60s);
        const auto all = forced();
        ASSERT_EQ(all.size() - before, 3U) << status;
        for (std::size_t i = before + 1; i < all.size(); ++i) {
            EXPECT_GE(all[i] - all[i - 1], 10s);
            EXPECT_LE(all[i] - all[i - 1], 13s);
        }
    }
}

TEST_F(AskingAgain, a_picture_that_comes_at_the_second_asking_is_fresh) {
    expect_next(test::response(404));
    expect_update_all(test::response(204));
    always_times(always(times({})));
    expect_next([this](const http::Request&) {
        account.clock.advance(2s);
        return picture(now() - 1s);
    });
    const CameraPicture result = run();
    EXPECT_TRUE(result.fresh);
    EXPECT_EQ(result.attempts, 1);
    EXPECT_EQ(steps().back(), "wake");
}

TEST_F(AskingAgain, a_camera_that_the_older_interface_does_not_know_is_asked_again_all_the_same) {
    expect_next(noting(always(test::response(404))));
    expect_update_all(test::response(404));
    expect_next(noting([this](const http::Request&) {
        account.clock.advance(2s);
        return picture(now() - 1s);
    }));
    const CameraPicture result = run();
    EXPECT_TRUE(result.fresh);
    EXPECT_EQ(result.attempts, 1);
    EXPECT_THAT(forced(), ElementsAre(0ms, 10s));
}

TEST_F(AskingAgain, what_was_captured_after_the_first_asking_is_fresh_though_asked_again_since) {
    expect_next(hold());
    expect_next([this](const http::Request&) { return picture(now() - 4s); });
    EXPECT_TRUE(run().fresh);
    EXPECT_THAT(steps(), ElementsAre("wake", "wake"));
}

TEST_F(AskingAgain, a_camera_is_not_asked_again_shortly_before_the_wait_is_over) {
    options.wait = 11s;
    always_next(noting(hold()));
    always_times(always(times({})));
    always_image(always(test::response(404, "no snapshot")));
    error();
    EXPECT_THAT(forced(), ElementsAre(0ms));
}

TEST_F(AskingAgain, a_request_that_was_refused_may_be_repeated_sooner_but_counts) {
    options.attempts = 10;
    always_next(noting(always(test::response(503))));
    always_update_all(always(test::response(503)));
    always_times(always(test::response(503)));
    always_image(always(test::response(503)));
    EXPECT_EQ(error().code(), ErrorCode::service_unavailable);
    ASSERT_EQ(forced().size(), 3U);
    EXPECT_LE(forced().back(), 5s);
}

TEST_F(AskingAgain, a_long_pause_of_what_wakes_the_camera_leaves_the_cached_picture) {
    options.wait = 15s;
    for (const char* pause : {"20", "120"}) {
        test::FakeHttpClient client(account.clock);
        ring::Session session(client, ring::Endpoints(), account.store, account.clock, "d");
        ring::Service service(session, account.clock);
        client.expect("GET", "/snapshots/next/", with_pause(503, pause));
        client.expect("GET", "/snapshots/next/", picture(now() - 10min));
        const CameraPicture result = CameraJob(service, account.clock, facts, options).run({});
        EXPECT_FALSE(result.fresh);
        EXPECT_EQ(result.attempts, 1);
        EXPECT_THAT(result.not_fresh_because, HasSubstr("woken"));
        EXPECT_EQ(pause_of(settings::RateLimitScope::waking),
                  std::chrono::seconds(std::stoi(pause)));
        EXPECT_EQ(pause_of(settings::RateLimitScope::api), std::nullopt);
        account.clock.advance(3min);
    }
    EXPECT_THAT(account.clock.sleeps(), IsEmpty());
}

TEST_F(AskingAgain, a_long_pause_of_the_older_way_to_wake_is_one_as_well) {
    expect_next(test::response(404));
    expect_update_all(with_pause(503, "120"));
    expect_next(picture(now() - 10min));
    EXPECT_FALSE(run().fresh);
    EXPECT_EQ(pause_of(settings::RateLimitScope::waking), 2min);
    EXPECT_EQ(pause_of(settings::RateLimitScope::api), std::nullopt);
}

TEST_F(AskingAgain, while_no_camera_is_to_be_woken_the_cached_picture_is_taken_at_once) {
    settings::Cooldowns(account.store, account.clock)
        .remember(settings::RateLimitScope::waking, 2min);
    expect_next(picture(now() - 10min));
    const CameraPicture result = run();
    EXPECT_FALSE(result.fresh);
    EXPECT_EQ(result.not_fresh_because, "Ring wants no camera to be woken for 2 min");
    EXPECT_EQ(wakes(), 0);
    account.clock.advance(2min);
    expect_next([this](const http::Request&) {
        account.clock.advance(1s);
        return picture(now());
    });
    EXPECT_TRUE(run().fresh);
}

TEST_F(AskingAgain, when_only_fresh_ones_count_a_pause_for_waking_is_the_reason_for_none) {
    options.require_fresh = true;
    expect_next(with_pause(503, "120"));
    expect_next(picture(now() - 10min));
    const base::Error none = error();
    EXPECT_EQ(none.code(), ErrorCode::no_snapshot);
    EXPECT_THAT(none.message(), HasSubstr("2 min"));
    EXPECT_THAT(none.hint(), HasSubstr("--cached"));
    const std::size_t before = account.client.requests().size();
    EXPECT_EQ(error().code(), ErrorCode::no_snapshot);
    EXPECT_EQ(account.client.requests().size(), before);
}

TEST_F(AskingAgain, a_short_pause_of_what_wakes_the_camera_is_left_to_the_older_interface) {
    expect_next(with_pause(503, "7"));
    expect_update_all(test::response(204));
    expect_times([this](const http::Request&) { return times(now()); });
    expect_image(picture({}));
    EXPECT_TRUE(run().fresh);
    EXPECT_EQ(pause_of(settings::RateLimitScope::waking), std::nullopt);
}

} // namespace
} // namespace snapshot
