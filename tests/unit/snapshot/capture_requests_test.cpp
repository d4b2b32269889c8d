// SPDX-License-Identifier: Apache-2.0
#include "snapshot/capture_requests.hpp"

#include <gtest/gtest.h>

namespace snapshot {
namespace {

using namespace std::chrono_literals;

constexpr base::SteadyTime k_now{1000h};

TEST(CaptureRequests, the_first_may_be_sent_at_once) {
    const CaptureRequests requests;
    EXPECT_TRUE(requests.is_first());
    EXPECT_LE(requests.next_due(), k_now);
}

TEST(CaptureRequests, are_ten_seconds_apart) {
    CaptureRequests requests;
    requests.sent(k_now, false);
    EXPECT_FALSE(requests.is_first());
    EXPECT_EQ(requests.next_due(), k_now + 10s);
}

TEST(CaptureRequests, one_that_was_refused_counts_but_needs_no_distance) {
    CaptureRequests requests;
    requests.sent(k_now, true);
    EXPECT_FALSE(requests.is_first());
    EXPECT_LE(requests.next_due(), k_now);
}

TEST(CaptureRequests, keep_their_distance_from_another_way_of_asking) {
    CaptureRequests requests;
    requests.sent(k_now, true);
    requests.asked_otherwise(k_now + 1s);
    EXPECT_EQ(requests.next_due(), k_now + 11s);
}

TEST(CaptureRequests, are_three_at_most) {
    CaptureRequests requests;
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(requests.has_more());
        requests.sent(k_now, i == 2);
    }
    EXPECT_FALSE(requests.has_more());
}

} // namespace
} // namespace snapshot
