// SPDX-License-Identifier: Apache-2.0
#include "home_assistant/discovery.hpp"
#include "home_assistant/leftovers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace home_assistant {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct LeftoversTest : testing::Test {
    /// What a watch with this prefix says of camera 9.
    static mqtt::Message description(const std::string& prefix, bool retain = true) {
        mqtt::Message message =
            discovery_message("homeassistant", Topics(prefix), {"9", "Shed", std::nullopt});
        message.retain = retain;
        return message;
    }

    std::vector<std::string> removed_topics() {
        std::vector<std::string> topics;
        for (const mqtt::Message& message : leftovers.take_removals()) {
            EXPECT_EQ(message.payload, "");
            EXPECT_TRUE(message.retain);
            topics.push_back(message.topic);
        }
        return topics;
    }

    Leftovers leftovers{Topics("home")};
};

TEST_F(LeftoversTest, are_taken_back_once) {
    leftovers.note_camera("9");
    EXPECT_TRUE(leftovers.note_description(description("home")));
    EXPECT_THAT(removed_topics(), ElementsAre(description("home").topic, "home/9/availability",
                                              "home/9/image", "home/9/state"));
    EXPECT_THAT(removed_topics(), IsEmpty());
}

TEST_F(LeftoversTest, are_taken_back_when_they_are_told_late) {
    leftovers.note_camera("9");
    removed_topics();
    EXPECT_TRUE(leftovers.note_description(description("home")));
    EXPECT_THAT(removed_topics(), ElementsAre(description("home").topic));
}

TEST_F(LeftoversTest, do_not_include_the_description_of_another_watch) {
    leftovers.note_camera("9");
    EXPECT_FALSE(leftovers.note_description(description("cabin")));
    EXPECT_THAT(removed_topics(),
                ElementsAre("home/9/availability", "home/9/image", "home/9/state"));
}

TEST_F(LeftoversTest, do_not_include_a_description_that_another_watch_replaces_meanwhile) {
    EXPECT_TRUE(leftovers.note_description(description("home")));
    EXPECT_FALSE(leftovers.note_description(description("cabin", false)));
    EXPECT_THAT(removed_topics(), IsEmpty());
}

TEST_F(LeftoversTest, are_told_anew_at_each_connect) {
    leftovers.note_camera("9");
    leftovers.note_description(description("home"));
    leftovers.forget();
    EXPECT_THAT(leftovers.cameras(), IsEmpty());
    EXPECT_THAT(removed_topics(), IsEmpty());
}

} // namespace
} // namespace home_assistant
