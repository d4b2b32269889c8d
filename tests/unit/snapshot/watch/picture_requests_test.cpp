// SPDX-License-Identifier: Apache-2.0
#include "snapshot/watch/picture_requests.hpp"
#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

namespace snapshot {
namespace {

using namespace std::chrono_literals;

struct Requests : testing::Test {
    void capture(std::chrono::seconds duration) {
        requests.capture_begins();
        clock.advance(duration);
        requests.capture_ends();
    }

    test::ManualClock clock;
    PictureRequests requests{clock, 0min};
    PictureRequests sparing{clock, 10min};
};

TEST_F(Requests, are_accepted_one_at_a_time) {
    EXPECT_EQ(requests.ask(), RequestAnswer::accepted);
    EXPECT_TRUE(requests.is_waiting());
    EXPECT_EQ(requests.ask(), RequestAnswer::busy);
    requests.capture_begins();
    EXPECT_FALSE(requests.is_waiting());
    EXPECT_EQ(requests.ask(), RequestAnswer::busy);
}

TEST_F(Requests, keep_ten_seconds_from_the_end_of_the_last_capture) {
    capture(40s);
    EXPECT_EQ(requests.ask(), RequestAnswer::too_soon);
    clock.advance(10s - 1ms);
    EXPECT_EQ(requests.ask(), RequestAnswer::too_soon);
    clock.advance(1ms);
    EXPECT_EQ(requests.ask(), RequestAnswer::accepted);
}

TEST_F(Requests, of_a_camera_that_is_spared_keep_the_pause_from_the_begin_of_the_last_capture) {
    sparing.capture_begins();
    clock.advance(30s);
    sparing.capture_ends();
    clock.advance(9min + 29s);
    EXPECT_EQ(sparing.ask(), RequestAnswer::too_soon);
    clock.advance(1s);
    EXPECT_EQ(sparing.ask(), RequestAnswer::accepted);
}

TEST_F(Requests, are_refused_after_the_end) {
    requests.close();
    EXPECT_EQ(requests.ask(), RequestAnswer::ended);
}

} // namespace
} // namespace snapshot
