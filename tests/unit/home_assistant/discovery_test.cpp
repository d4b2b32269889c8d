// SPDX-License-Identifier: Apache-2.0
#include "home_assistant/discovery.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <set>
#include <string>

namespace home_assistant {
namespace {

using nlohmann::json;
using testing::ElementsAre;

struct Discovery : testing::Test {
    Discovery() {
        camera.id = "31000417";
        camera.title = "Front Door";
        camera.device.emplace();
        camera.device->model = "Doorbell 4";
        camera.device->power = ring::PowerSource::battery;
    }

    json read() const { return json::parse(discovery_message("ha", topics, camera).payload); }

    static std::set<std::string> keys(const json& object) {
        std::set<std::string> names;
        for (const auto& [name, value] : object.items()) {
            names.insert(name);
        }
        return names;
    }

    Topics topics{"ring"};
    Camera camera;
};

TEST_F(Discovery, is_retained_below_the_prefix_of_home_assistant) {
    const mqtt::Message message = discovery_message("ha", topics, camera);
    EXPECT_EQ(message.topic, "ha/device/ring-snapshot_31000417/config");
    EXPECT_TRUE(message.retain);
}

TEST_F(Discovery, has_no_key_that_home_assistant_does_not_know) {
    const json told = read();
    EXPECT_EQ(keys(told), (std::set<std::string>{"device", "origin", "availability",
                                                 "availability_mode", "components"}));
    EXPECT_EQ(told["device"], json::parse(R"({"identifiers": ["ring-snapshot_31000417"],
        "name": "Front Door", "manufacturer": "Ring", "model": "Doorbell 4"})"));
    EXPECT_EQ(told["origin"]["name"], "ring-snapshot");
    EXPECT_TRUE(std::string(told["origin"]["url"]).starts_with("https://"));
    EXPECT_EQ(
        told["availability"],
        json::parse(R"([{"topic": "ring/status"}, {"topic": "ring/31000417/availability"}])"));
    EXPECT_EQ(told["availability_mode"], "all");
}

TEST_F(Discovery, describes_a_picture_twice_its_time_battery_troubles_and_a_button) {
    const json components = read()["components"];
    EXPECT_EQ(keys(components), (std::set<std::string>{"image", "camera", "last_picture", "battery",
                                                       "problem", "connectivity", "take"}));
    EXPECT_EQ(components["image"], json::parse(R"({"platform": "image",
        "unique_id": "ring-snapshot_31000417_image", "name": null,
        "default_entity_id": "image.front_door", "image_topic": "ring/31000417/image",
        "content_type": "image/jpeg", "json_attributes_topic": "ring/31000417/state"})"));
    EXPECT_EQ(components["camera"]["topic"], "ring/31000417/image");
    EXPECT_EQ(components["camera"]["default_entity_id"], "camera.front_door");
    EXPECT_EQ(components["last_picture"]["device_class"], "timestamp");
    EXPECT_FALSE(components["last_picture"].contains("unit_of_measurement"));
    EXPECT_EQ(components["battery"]["unit_of_measurement"], "%");
    EXPECT_EQ(components["take"]["command_topic"], "ring/31000417/take");
    EXPECT_EQ(components["take"]["payload_press"], "PRESS");
    EXPECT_EQ(components["take"]["default_entity_id"], "button.front_door_take_a_picture");
}

TEST_F(Discovery, has_troubles_told_while_the_camera_fails) {
    const json components = read()["components"];
    for (const char* key : {"problem", "connectivity"}) {
        EXPECT_EQ(components[key]["availability"], json::parse(R"([{"topic": "ring/status"}])"));
    }
    EXPECT_FALSE(components["image"].contains("availability"));
}

TEST_F(Discovery, tells_of_no_battery_where_there_is_none) {
    camera.device->power = ring::PowerSource::wired;
    EXPECT_FALSE(read()["components"].contains("battery"));
    camera.device->battery_percent = 50;
    EXPECT_TRUE(read()["components"].contains("battery"));
    camera.device.reset();
    EXPECT_FALSE(read()["components"].contains("battery"));
    EXPECT_FALSE(read()["device"].contains("model"));
}

TEST_F(Discovery, makes_entity_ids_of_names_in_ascii_and_leaves_others_to_home_assistant) {
    for (const auto& [title, slug] : std::map<std::string, std::string>{
             {"Front Door", "front_door"}, {"  A--B (2)! ", "a_b_2"}, {"{{ x }}\n", "x"}}) {
        camera.title = title;
        EXPECT_EQ(read()["components"]["image"]["default_entity_id"], "image." + slug) << title;
    }
    for (const char* title : {"Haust\u00fcr", "\u5ead", "", "\xff"}) {
        camera.title = title;
        EXPECT_FALSE(read()["components"]["image"].contains("default_entity_id")) << title;
    }
}

TEST(Description, tells_below_which_prefix_its_watch_publishes) {
    const Topics own("home/ring");
    const std::string text = discovery_message("homeassistant", own, {"7", "Shed", {}}).payload;
    EXPECT_TRUE(is_description_below(own, text));
    EXPECT_FALSE(is_description_below(Topics("home"), text));
    for (const char* odd : {"", "{", "[]", "7", "{}", R"({"availability":"home/ring/status"})",
                            R"({"availability":[7,[],{},{"topic":7}]})"}) {
        EXPECT_FALSE(is_description_below(own, odd)) << odd;
    }
}

} // namespace
} // namespace home_assistant
