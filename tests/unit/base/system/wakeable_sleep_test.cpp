// SPDX-License-Identifier: Apache-2.0
#include "base/system/wakeable_sleep.hpp"
#include "support/manual_clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace base {
namespace {

using namespace std::chrono_literals;

using End = WakeableSleep::End;

TEST(WakeableSleep, lasts_as_long_as_it_is_to) {
    test::ManualClock clock;
    WakeableSleep sleep(clock);
    EXPECT_EQ(sleep.sleep_for(5min, {}), End::over);
    EXPECT_THAT(clock.sleeps(), testing::ElementsAre(5min));
}

TEST(WakeableSleep, ends_at_once_when_it_was_woken_before_and_only_then) {
    test::ManualClock clock;
    WakeableSleep sleep(clock);
    sleep.wake();
    sleep.wake();
    const SteadyTime start = clock.steady_now();
    EXPECT_EQ(sleep.sleep_for(5min, {}), End::woken);
    EXPECT_EQ(clock.steady_now(), start);
    EXPECT_EQ(sleep.sleep_for(5min, {}), End::over);
}

TEST(WakeableSleep, ends_when_another_thread_wakes_it) {
    SystemClock clock;
    WakeableSleep sleep(clock);
    const std::jthread other([&] { sleep.wake(); });
    EXPECT_EQ(sleep.sleep_for(1h, {}), End::woken);
}

TEST(WakeableSleep, ends_by_a_stop_which_goes_before_a_wake) {
    test::ManualClock clock;
    WakeableSleep sleep(clock);
    std::stop_source stop;
    stop.request_stop();
    sleep.wake();
    EXPECT_EQ(sleep.sleep_for(5min, stop.get_token()), End::stopped);
    EXPECT_EQ(sleep.sleep_for(5min, {}), End::woken);
}

} // namespace
} // namespace base
