// SPDX-License-Identifier: Apache-2.0
#include "home_assistant/topics.hpp"

#include <gtest/gtest.h>

namespace home_assistant {
namespace {

TEST(Topics, begin_with_the_prefix_and_name_cameras_by_their_ids) {
    const Topics topics("home/ring");
    EXPECT_EQ(topics.status(), "home/ring/status");
    EXPECT_EQ(topics.availability("1"), "home/ring/1/availability");
    EXPECT_EQ(topics.image("1"), "home/ring/1/image");
    EXPECT_EQ(topics.state("1"), "home/ring/1/state");
    EXPECT_EQ(topics.take("1"), "home/ring/1/take");
    EXPECT_EQ(discovery_topic("homeassistant", "1"), "homeassistant/device/ring-snapshot_1/config");
}

TEST(Topics, tell_which_camera_a_message_is_about) {
    const Topics topics("home/ring");
    EXPECT_EQ(topics.camera_in("home/ring/31000417/take", "take"), "31000417");
    for (const char* other : {"home/ring/31000417/state", "home/ring/take", "home/ring//take",
                              "home/ring/status", "home/ring/a/take", "home/ring/1/2/take",
                              "home/other/1/take", "home/ring/1/take/x", ""}) {
        EXPECT_EQ(topics.camera_in(other, "take"), std::nullopt) << other;
    }
}

TEST(Topics, a_prefix_may_be_any_text_that_topics_can_begin_with) {
    for (const char* good : {"ring-snapshot", "a/b", "Zuhause/Tür", "a b"}) {
        EXPECT_EQ(problem_of_prefix(good), "") << good;
    }
    for (const std::string& bad :
         {std::string(), std::string("a/+"), std::string("#"), std::string("/a"), std::string("a/"),
          std::string("a//b"), std::string("$SYS/a"), std::string("a\nb"), std::string("a\0b", 3),
          std::string("\xff"), std::string(201, 'a')}) {
        EXPECT_NE(problem_of_prefix(bad), "") << bad;
    }
}

TEST(DiscoveryTopic, is_told_from_those_of_other_programs) {
    EXPECT_TRUE(is_discovery_topic("ha", discovery_topic("ha", "7")));
    EXPECT_FALSE(is_discovery_topic("homeassistant", discovery_topic("ha", "7")));
    EXPECT_FALSE(is_discovery_topic("ha", "ha/device/zigbee_7/config"));
    EXPECT_FALSE(is_discovery_topic("ha", "ha/device/ring-snapshot_7/state"));
}

} // namespace
} // namespace home_assistant
