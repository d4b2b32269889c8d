// SPDX-License-Identifier: Apache-2.0
#include "base/clock.hpp"
#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace {

using namespace std::chrono_literals;

TEST(SystemClock, SleepsTheWholeTimeWhenNobodyStopsIt) {
    base::SystemClock clock;
    const base::SteadyTime start = clock.steady_now();
    EXPECT_TRUE(clock.sleep_for(2ms, {}));
    EXPECT_GE(clock.steady_now() - start, 2ms);
}

TEST(SystemClock, DoesNotSleepForNoTimeOrLess) {
    base::SystemClock clock;
    EXPECT_TRUE(clock.sleep_for(0ns, {}));
    EXPECT_TRUE(clock.sleep_for(-1h, {}));
    EXPECT_TRUE(clock.sleep_for(std::chrono::nanoseconds::min(), {}));
}

TEST(SystemClock, StopsSleepingWhenAStopIsRequested) {
    base::SystemClock clock;
    for (const std::chrono::nanoseconds duration :
         {std::chrono::nanoseconds(10h), std::chrono::nanoseconds::max()}) {
        std::stop_source stop;
        std::thread stopper([&stop] { stop.request_stop(); });
        EXPECT_FALSE(clock.sleep_for(duration, stop.get_token()));
        stopper.join();
    }
}

TEST(SystemClock, DoesNotSleepAfterAStopRequest) {
    base::SystemClock clock;
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(clock.sleep_for(10h, stop.get_token()));
    EXPECT_FALSE(clock.sleep_for(0ns, stop.get_token()));
}

TEST(ManualClock, MovesBothClocksBySleepingAndRemembersIt) {
    test::ManualClock clock;
    const base::SystemTime now = clock.now();
    const base::SteadyTime steady = clock.steady_now();
    EXPECT_EQ(now, base::SystemTime(1'790'000'000s));

    EXPECT_TRUE(clock.sleep_for(90s, {}));
    EXPECT_EQ(clock.now(), now + 90s);
    EXPECT_EQ(clock.steady_now(), steady + 90s);
    EXPECT_EQ(clock.sleeps(), std::vector<std::chrono::nanoseconds>{90s});
}

TEST(ManualClock, StandsStillWhenAStopWasRequested) {
    test::ManualClock clock;
    const base::SystemTime now = clock.now();
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(clock.sleep_for(90s, stop.get_token()));
    EXPECT_EQ(clock.now(), now);
}

TEST(ManualClock, LetsTheWallClockJumpAlone) {
    test::ManualClock clock;
    const base::SteadyTime steady = clock.steady_now();
    clock.set_now(base::SystemTime(1s));
    EXPECT_EQ(clock.now(), base::SystemTime(1s));
    EXPECT_EQ(clock.steady_now(), steady);
}

} // namespace
