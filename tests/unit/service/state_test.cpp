// SPDX-License-Identifier: Apache-2.0
#include "service/state.hpp"

#include <gtest/gtest.h>

namespace service {

namespace {

using namespace std::chrono_literals;

const base::SystemTime k_time{1790000000s};

} // namespace

TEST(ServiceState, ComesBackFromItsFile) {
    State state;
    state.process = "4711";
    state.url = "http://127.0.0.1:8642/";
    state.since = k_time;
    state.every = 5min;
    state.between = "07:00-22:00";
    state.cameras = 4;
    state.last_good_round = k_time + 10min;
    state.failure = State::Failure{"Garden", k_time + 5min, "the camera is offline", true};
    const auto read = read_state(to_text(state));
    ASSERT_TRUE(read);
    EXPECT_EQ(to_text(*read), to_text(state));
    EXPECT_EQ(read->failure->message, "the camera is offline");
    EXPECT_EQ(read->last_good_round, k_time + 10min);
}

TEST(ServiceState, IsSmallWhateverItTells) {
    State state;
    state.since = k_time;
    state.failure = State::Failure{std::string(100'000, 'x'), k_time, std::string(99'999, '\xC3')};
    EXPECT_LT(to_text(state).size(), 4096U);
    EXPECT_TRUE(read_state(to_text(state)));
}

TEST(ServiceState, IsNotReadFromAnythingElse) {
    for (const char* text : {"", "{", "7", "{}", R"({"since":"x"})", R"({"since":-1})",
                             R"({"since":1e300})", R"({"since":99999999999999999})"}) {
        EXPECT_FALSE(read_state(text)) << text;
    }
    const auto state = read_state(R"({"since":1,"every":"x","failure":7,"cameras":-2})");
    ASSERT_TRUE(state);
    EXPECT_FALSE(state->failure);
}

TEST(EndedService, ComesBackFromItsFile) {
    const auto read = read_ended(to_text(Ended{4, k_time, "not logged in"}));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->code, 4);
    EXPECT_EQ(read->message, "not logged in");
    EXPECT_EQ(read->time, k_time);
    EXPECT_FALSE(read_ended("{}"));
    EXPECT_FALSE(read_ended(R"({"code":-1,"time":1})"));
}

TEST(EndedService, IsLeftAloneWhereAStartWouldNotHelp) {
    EXPECT_TRUE(stays_ended({0, k_time, ""}, k_time + 24h));
    for (const int code : {2, 3, 4, 9}) {
        EXPECT_TRUE(stays_ended({code, k_time, ""}, k_time + 59min)) << code;
        EXPECT_FALSE(stays_ended({code, k_time, ""}, k_time + 61min)) << code;
        EXPECT_FALSE(stays_ended({code, k_time, ""}, k_time - 1min)) << code;
    }
    EXPECT_FALSE(stays_ended({8, k_time, ""}, k_time));
    EXPECT_FALSE(stays_ended({137, k_time, ""}, k_time));
}

TEST(NextRound, LiesOnTheGrid) {
    EXPECT_EQ(next_round(k_time, 5min, k_time), k_time + 5min);
    EXPECT_EQ(next_round(k_time, 5min, k_time + 12min), k_time + 15min);
    EXPECT_EQ(next_round(k_time, 5min, k_time - 1h), k_time);
    EXPECT_EQ(next_round(k_time, 0ms, k_time + 1h), k_time);
}

} // namespace service
