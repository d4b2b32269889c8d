// SPDX-License-Identifier: Apache-2.0
#include "archive/camera_state.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using archive::CameraState;

constexpr archive::CameraFacts k_well{.has_picture = true,
                                      .is_in_place = true,
                                      .is_frozen = false,
                                      .age = 15min,
                                      .longest_age = 15min};

TEST(CameraState, IsWhatIsWorst) {
    EXPECT_EQ(judge(k_well), CameraState::current);
    archive::CameraFacts facts = k_well;
    facts.age = 15min + 1ms;
    EXPECT_EQ(judge(facts), CameraState::old);
    facts.age = {};
    EXPECT_EQ(judge(facts), CameraState::old);
    facts.is_frozen = true;
    EXPECT_EQ(judge(facts), CameraState::frozen);
    facts.is_in_place = false;
    EXPECT_EQ(judge(facts), CameraState::missing);
    facts.has_picture = false;
    EXPECT_EQ(judge(facts), CameraState::none);
}

TEST(LongestCurrentAge, IsThreeUsualIntervalsAndAQuarterOfAnHourAtLeast) {
    EXPECT_EQ(archive::longest_current_age({}, {}), 15min);
    EXPECT_EQ(archive::longest_current_age({}, 1min), 15min);
    EXPECT_EQ(archive::longest_current_age({}, 1h), 3h);
    EXPECT_EQ(archive::longest_current_age(10s, 1h), 10s);
}

} // namespace
