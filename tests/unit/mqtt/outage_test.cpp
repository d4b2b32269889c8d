// SPDX-License-Identifier: Apache-2.0
#include "mqtt/outage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using base::Error;
using base::ErrorCode;
using mqtt::Outage;
using testing::ElementsAre;

const Error k_refused{ErrorCode::cannot_write, "refused"};
const Error k_lost{ErrorCode::cannot_write, "lost"};

TEST(Outage, pauses_grow_from_a_second_to_two_minutes) {
    Outage outage;
    std::vector<std::chrono::milliseconds> pauses;
    for (int i = 0; i < 10; ++i) {
        pauses.push_back(outage.failed(k_refused, std::nullopt, 1.0).pause);
    }
    EXPECT_THAT(pauses, ElementsAre(1s, 2s, 4s, 8s, 16s, 32s, 64s, 120s, 120s, 120s));
}

TEST(Outage, jitter_takes_up_to_half_of_a_pause_but_leaves_a_second) {
    Outage outage;
    EXPECT_EQ(outage.failed(k_refused, std::nullopt, 0.0).pause, 1s);
    EXPECT_EQ(outage.failed(k_refused, std::nullopt, 0.0).pause, 1s);
    EXPECT_EQ(outage.failed(k_refused, std::nullopt, 0.0).pause, 2s);
    EXPECT_EQ(outage.failed(k_refused, std::nullopt, 0.5).pause, 6s);
}

TEST(Outage, each_cause_is_new_once) {
    Outage outage;
    EXPECT_TRUE(outage.failed(k_refused, std::nullopt, 0).is_new);
    EXPECT_FALSE(outage.failed(k_refused, std::nullopt, 0).is_new);
    EXPECT_TRUE(outage.failed(k_lost, 10s, 0).is_new);
    EXPECT_FALSE(outage.failed(k_refused, std::nullopt, 0).is_new);
    EXPECT_FALSE(outage.failed(k_lost, 10s, 0).is_new);
}

TEST(Outage, causes_that_differ_each_time_come_to_an_end) {
    Outage outage;
    int told = 0;
    for (int i = 0; i < 1'000; ++i) {
        const Error error(ErrorCode::cannot_write, "failure " + std::to_string(i));
        told += outage.failed(error, std::nullopt, 0).is_new ? 1 : 0;
    }
    EXPECT_EQ(told, 20);
}

TEST(Outage, the_first_loss_of_a_connection_is_not_told_but_what_comes_of_it) {
    Outage outage;
    EXPECT_FALSE(outage.failed(k_lost, 1s, 0).is_new);
    EXPECT_TRUE(outage.failed(k_refused, std::nullopt, 0).is_new);
    EXPECT_TRUE(outage.failed(k_lost, 1s, 0).is_new);
}

TEST(Outage, a_connection_that_has_held_begins_everything_anew) {
    Outage outage;
    for (int i = 0; i < 5; ++i) {
        outage.failed(k_refused, std::nullopt, 1.0);
    }
    const auto lost = outage.failed(k_lost, Outage::k_holds, 1.0);
    EXPECT_EQ(lost.pause, 1s);
    EXPECT_FALSE(lost.is_new);
    EXPECT_TRUE(outage.failed(k_refused, std::nullopt, 1.0).is_new);
}

TEST(Outage, connections_that_do_not_hold_end_up_with_the_longest_pause) {
    Outage outage;
    std::chrono::milliseconds pause(0);
    for (int i = 0; i < 10; ++i) {
        pause = outage.failed(k_lost, 2min, 1.0).pause;
    }
    EXPECT_EQ(pause, Outage::k_longest_pause);
}

TEST(Outage, a_failure_with_a_pause_of_its_own_keeps_it_and_is_told_once) {
    Outage outage;
    const base::Error refused(ErrorCode::cannot_write, "wrong password", "", 10min);
    const auto first = outage.failed(refused, std::nullopt, 0);
    EXPECT_TRUE(first.is_new);
    EXPECT_EQ(first.pause, 10min);
    const auto second = outage.failed(refused, std::nullopt, 0);
    EXPECT_FALSE(second.is_new);
    EXPECT_EQ(second.pause, 10min);
}

} // namespace
