// SPDX-License-Identifier: Apache-2.0
// The pauses that Ring asks a CameraJob for.
#include "unit/snapshot/camera_job_fixture.hpp"

namespace snapshot {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct PauseOfRing : CameraJobTest {};

TEST_F(PauseOfRing, a_short_pause_that_ring_asks_for_is_waited_out) {
    expect_next(with_pause(429, "7"));
    expect_next(with_pause(429, "30"));
    expect_next(picture(now()));
    EXPECT_EQ(run().attempts, 3);
    EXPECT_THAT(account.clock.sleeps(), ElementsAre(7s, 30s));
    EXPECT_THAT(steps(), ElementsAre("next", "next", "next"));
}

TEST_F(PauseOfRing, a_short_pause_of_the_other_interface_is_waited_out_as_well) {
    expect_next(test::response(404));
    expect_times(times({}));
    expect_image(with_pause(429, "9"));
    expect_next(picture(now()));
    EXPECT_EQ(run().attempts, 2);
    EXPECT_THAT(account.clock.sleeps(), ElementsAre(9s));
}

TEST_F(PauseOfRing, the_longer_pause_of_two_interfaces_that_fail_is_waited_out) {
    expect_next(with_pause(503, "9"));
    expect_times(times({}));
    expect_image(test::response(404));
    expect_next(with_pause(503, "2"));
    expect_times(times({}));
    expect_image(with_pause(503, "10"));
    expect_next(picture(now()));
    EXPECT_EQ(run().attempts, 3);
    EXPECT_THAT(account.clock.sleeps(), ElementsAre(9s, 10s));
}

TEST_F(PauseOfRing, a_long_pause_ends_the_job_whichever_failure_is_told) {
    expect_next(with_pause(503, "31"));
    expect_times(times({}));
    expect_image(test::response(404));
    EXPECT_EQ(error().code(), ErrorCode::slow_down);
    EXPECT_THROW(account.session().throw_if_rate_limited(), base::Error);
}

TEST_F(PauseOfRing, a_short_pause_of_the_capture_times_is_waited_out_before_the_picture) {
    expect_next(test::response(404));
    expect_times(with_pause(429, "9"));
    expect_next(picture(now()));
    EXPECT_EQ(run().attempts, 2);
    EXPECT_THAT(account.clock.sleeps(), ElementsAre(9s));
}

TEST_F(PauseOfRing, a_long_pause_ends_the_job_at_once) {
    expect_next(with_pause(429, "31"));
    const base::Error slow = error();
    EXPECT_EQ(slow.code(), ErrorCode::slow_down);
    EXPECT_THAT(slow.hint(), HasSubstr("31 s"));
    EXPECT_THAT(account.clock.sleeps(), IsEmpty());
}

TEST_F(PauseOfRing, a_fresh_picture_is_not_asked_for_in_another_way_when_the_time_is_over) {
    options.fresh = true;
    options.wait = 1s;
    always_next([this](const http::Request&) {
        account.clock.advance(1200ms);
        return with_pause(429, "20");
    });
    EXPECT_EQ(error().code(), ErrorCode::slow_down);
    EXPECT_EQ(account.client.requests().size(), 1U);
    EXPECT_THROW(account.session().throw_if_rate_limited(), base::Error);
}

} // namespace
} // namespace snapshot
