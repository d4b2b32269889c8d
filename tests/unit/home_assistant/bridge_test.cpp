// SPDX-License-Identifier: Apache-2.0
#include "home_assistant/bridge.hpp"
#include "home_assistant/discovery.hpp"
#include "support/fake_publisher.hpp"
#include "support/manual_clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace home_assistant {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using snapshot::RequestAnswer;
using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::Ge;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Le;
using testing::Not;

constexpr auto k_description = "homeassistant/device/ring-snapshot_1/config";
constexpr auto k_left_description = "homeassistant/device/ring-snapshot_9/config";

/// A watch of two cameras, told to a broker in memory.
struct BridgeTest : testing::Test {
    void make() {
        bridge.emplace(
            clock, options,
            std::vector<Camera>{{"1", "Front Door", std::nullopt}, {"2", "Garden", std::nullopt}},
            Bridge::Seams{.devices = [this](std::stop_token) { return devices(); },
                          .read_picture = [this](auto& path) { return read_picture(path); },
                          .warn = [this](const std::string& text) { warnings.push_back(text); },
                          .note = [this](const std::string& text) { notes.push_back(text); }});
    }

    void begin() {
        make();
        bridge->attach(broker);
        bridge->connected();
    }

    /// What a watch with this prefix says of camera 9.
    static std::string description_below(const std::string& prefix) {
        return discovery_message("homeassistant", Topics(prefix), {"9", "Shed", std::nullopt})
            .payload;
    }

    void save(std::size_t camera, std::string bytes = "JPEG", bool fresh = false) {
        snapshot::CameraPicture picture;
        picture.picture.bytes = std::move(bytes);
        picture.picture.width = 640;
        picture.picture.height = 360;
        picture.picture.captured = clock.now() - 3s;
        picture.age = 3s;
        picture.fresh = fresh;
        bridge->take(snapshot::PictureSaved{camera, picture, "", "/pictures/a.jpg"});
    }

    json state(const char* id) const {
        return json::parse(broker.retained("ring-snapshot/" + std::string(id) + "/state"));
    }

    std::optional<std::string> read_picture(const std::string& path) const {
        const auto found = files.find(path);
        return found == files.end() ? std::nullopt : std::optional(found->second);
    }

    std::string availability(const char* id) const {
        return broker.retained("ring-snapshot/" + std::string(id) + "/availability");
    }

    std::optional<std::vector<ring::Device>> devices() {
        const std::lock_guard guard(mutex);
        ++questions;
        return known_devices;
    }

    void press(const std::string& payload = "PRESS", bool retain = false) {
        bridge->received({"ring-snapshot/2/take", payload, retain});
    }

    static base::Error failure() { return {base::ErrorCode::no_snapshot, "the camera is offline"}; }

    test::ManualClock clock;
    Bridge::Options options;
    test::FakePublisher broker;
    std::mutex mutex;
    std::optional<std::vector<ring::Device>> known_devices;
    int questions = 0;
    std::map<std::string, std::string> files;
    std::vector<std::string> warnings;
    std::vector<std::string> notes;
    std::optional<Bridge> bridge;
};

TEST_F(BridgeTest, publishes_what_it_is_at_each_connect) {
    begin();
    EXPECT_EQ(broker.retained("ring-snapshot/status"), "online");
    EXPECT_EQ(availability("1"), "online");
    EXPECT_EQ(availability("2"), "online");
    EXPECT_EQ(state("1")["captured_at"], nullptr);
    EXPECT_EQ(json::parse(broker.retained(k_description))["device"]["name"], "Front Door");
    EXPECT_FALSE(broker.retained().contains("ring-snapshot/1/image"));
    save(0);
    files["/pictures/a.jpg"] = "JPEG";
    broker.forget();
    bridge->connected();
    EXPECT_THAT(broker.topics(),
                ElementsAre("ring-snapshot/status", k_description, "ring-snapshot/1/image",
                            "ring-snapshot/1/availability", "ring-snapshot/1/state",
                            "homeassistant/device/ring-snapshot_2/config",
                            "ring-snapshot/2/availability", "ring-snapshot/2/state"));
}

TEST_F(BridgeTest, publishes_pictures_at_a_connect_from_their_files) {
    begin();
    save(0);
    files["/pictures/a.jpg"] = "JPEG in the file";
    bridge->connected();
    EXPECT_EQ(broker.retained("ring-snapshot/1/image"), "JPEG in the file");
    files.clear();
    broker.forget();
    bridge->connected();
    EXPECT_EQ(broker.count("ring-snapshot/1/image"), 0U);
    EXPECT_EQ(broker.count("ring-snapshot/1/state"), 1U);
}

TEST_F(BridgeTest, leaves_offline_as_its_last_word) {
    begin();
    for (const mqtt::Message& last : {bridge->will(), bridge->offline()}) {
        EXPECT_EQ(last.topic, "ring-snapshot/status");
        EXPECT_EQ(last.payload, "offline");
        EXPECT_TRUE(last.retain);
    }
}

TEST_F(BridgeTest, subscribes_to_what_it_listens_to) {
    begin();
    EXPECT_THAT(bridge->subscriptions(),
                ElementsAre("ring-snapshot/status", "ring-snapshot/+/availability",
                            "ring-snapshot/+/take", "homeassistant/status"));
    options.discovery = "ha";
    begin();
    EXPECT_THAT(bridge->subscriptions(),
                AllOf(Contains("homeassistant/status"), Contains("ha/status")));
    options.discovery.reset();
    begin();
    EXPECT_THAT(bridge->subscriptions(), Not(Contains(HasSubstr("homeassistant"))));
}

TEST_F(BridgeTest, publishes_each_picture_with_its_facts) {
    begin();
    save(1, "JPEG of the garden", true);
    EXPECT_EQ(broker.retained("ring-snapshot/2/image"), "JPEG of the garden");
    const json told = state("2");
    EXPECT_EQ(told["age"], 3);
    EXPECT_EQ(told["fresh"], true);
    EXPECT_EQ(told["bytes"], 18);
    EXPECT_EQ(told["path"], "/pictures/a.jpg");
    EXPECT_FALSE(broker.retained().contains("ring-snapshot/1/image"));
}

TEST_F(BridgeTest, leaves_a_picture_out_that_is_too_large_and_says_so_once) {
    begin();
    save(0, std::string(Bridge::k_largest_image, 'x'));
    EXPECT_EQ(broker.count("ring-snapshot/1/image"), 1U);
    for (int i = 0; i < 2; ++i) {
        save(0, std::string(Bridge::k_largest_image + 1, 'x'));
    }
    EXPECT_EQ(broker.count("ring-snapshot/1/image"), 1U);
    EXPECT_EQ(state("1")["bytes"], Bridge::k_largest_image + 1);
    files["/pictures/a.jpg"] = "JPEG";
    bridge->connected();
    EXPECT_EQ(broker.count("ring-snapshot/1/image"), 1U);
    EXPECT_THAT(warnings, ElementsAre(AllOf(HasSubstr("Front Door"), HasSubstr("1 MB"))));
}

TEST_F(BridgeTest, tells_that_a_camera_fails_and_works_again) {
    begin();
    bridge->take(snapshot::CameraFailing{0, failure()});
    EXPECT_EQ(availability("1"), "offline");
    EXPECT_EQ(state("1")["error"], "the camera is offline");
    EXPECT_EQ(availability("2"), "online");
    bridge->take(snapshot::CameraRecovered{0});
    EXPECT_EQ(availability("1"), "online");
    EXPECT_EQ(state("1")["error"], nullptr);
}

TEST_F(BridgeTest, tells_why_a_request_failed_until_the_next_picture) {
    begin();
    bridge->take(snapshot::RequestFailed{0, failure()});
    EXPECT_EQ(state("1")["request_error"], "the camera is offline");
    EXPECT_EQ(availability("1"), "online");
    save(0);
    EXPECT_EQ(state("1")["request_error"], nullptr);
}

TEST_F(BridgeTest, publishes_the_newest_saved_picture_with_its_true_time_and_no_older_one) {
    begin();
    PictureState saved;
    saved.captured = clock.now() - 2h;
    bridge->recall(0, saved, "saved yesterday");
    EXPECT_EQ(broker.retained("ring-snapshot/1/image"), "saved yesterday");
    EXPECT_THAT(state("1")["captured_at"].get<std::string>(), HasSubstr("2026-09-21"));
    EXPECT_EQ(state("1")["bytes"], 15);
    EXPECT_EQ(state("1")["fresh"], nullptr);
    save(1, "new");
    bridge->recall(1, saved, "saved yesterday");
    EXPECT_EQ(broker.retained("ring-snapshot/2/image"), "new");
}

TEST_F(BridgeTest, describes_itself_again_shortly_after_home_assistant_has_started) {
    begin();
    save(0);
    broker.forget();
    bridge->received({"homeassistant/status", "online", false});
    broker.wait_for("ring-snapshot/2/state");
    EXPECT_THAT(broker.topics(), AllOf(Contains(k_description), Contains("ring-snapshot/1/state"),
                                       Not(Contains("ring-snapshot/1/image"))));
    EXPECT_THAT(clock.sleeps(), ElementsAre(AllOf(Ge(0s), Le(5s))));
}

TEST_F(BridgeTest, takes_no_notice_of_an_old_start_of_home_assistant_or_of_its_end) {
    begin();
    broker.forget();
    bridge->received({"homeassistant/status", "online", true});
    bridge->received({"homeassistant/status", "offline", false});
    bridge.reset();
    EXPECT_THAT(broker.topics(), IsEmpty());
    EXPECT_THAT(clock.sleeps(), IsEmpty());
}

TEST_F(BridgeTest, asks_for_a_picture_at_a_press) {
    begin();
    std::vector<std::size_t> asked;
    bridge->request_pictures_by([&](std::size_t camera) {
        asked.push_back(camera);
        return RequestAnswer::accepted;
    });
    press();
    press("PRESS", true);
    press("press");
    press("");
    bridge->received({"ring-snapshot/3/take", "PRESS", false});
    bridge->received({"ring-snapshot/2/state", "PRESS", false});
    EXPECT_THAT(asked, ElementsAre(1U));
    bridge->request_pictures_by({});
    press();
    EXPECT_THAT(asked, ElementsAre(1U));
}

TEST_F(BridgeTest, says_once_that_presses_come_too_soon) {
    begin();
    auto answer = RequestAnswer::too_soon;
    bridge->request_pictures_by([&](std::size_t) { return answer; });
    press();
    press();
    EXPECT_THAT(notes, ElementsAre(AllOf(HasSubstr("Garden"), HasSubstr("too soon"))));
    answer = RequestAnswer::accepted;
    press();
    answer = RequestAnswer::too_soon;
    press();
    EXPECT_EQ(notes.size(), 2U);
}

TEST_F(BridgeTest,
       says_again_that_it_is_online_when_an_earlier_connection_of_its_own_is_found_dead) {
    begin();
    broker.publish({"ring-snapshot/status", "offline", true});
    bridge->received({"ring-snapshot/status", "offline", false});
    EXPECT_EQ(broker.retained("ring-snapshot/status"), "online");
}

TEST_F(BridgeTest, removes_a_camera_that_is_no_longer_watched) {
    begin();
    const std::string description = description_below("ring-snapshot");
    broker.publish({k_left_description, description, true});
    for (const char* kind : {"availability", "image", "state"}) {
        broker.publish({std::string("ring-snapshot/9/") + kind, "x", true});
    }
    broker.forget();
    bridge->received({"ring-snapshot/status", "offline", true});
    bridge->received({"ring-snapshot/1/availability", "online", true});
    bridge->received({"ring-snapshot/9/availability", "online", true});
    EXPECT_THAT(broker.subscriptions(), ElementsAre(k_left_description));
    bridge->received({k_left_description, description, true});
    broker.wait_for("ring-snapshot/9/state");
    broker.wait_for(k_left_description);
    EXPECT_THAT(broker.retained(), Not(Contains(testing::Key(HasSubstr("9")))));
    EXPECT_TRUE(broker.retained().contains(k_description));
    EXPECT_THAT(warnings, IsEmpty());
}

TEST_F(BridgeTest, leaves_the_device_of_a_camera_alone_that_another_watch_has_taken_over) {
    begin();
    broker.publish({k_left_description, description_below("cabin"), true});
    broker.publish({"ring-snapshot/9/availability", "online", true});
    broker.forget();
    bridge->received({"ring-snapshot/9/availability", "online", true});
    bridge->received({k_left_description, description_below("cabin"), true});
    broker.wait_for("ring-snapshot/9/state");
    // Done in the same order as the removal.
    bridge->received({"homeassistant/status", "online", false});
    broker.wait_for("ring-snapshot/2/state");
    EXPECT_TRUE(broker.retained().contains(k_left_description));
    EXPECT_FALSE(broker.retained().contains("ring-snapshot/9/availability"));
}

TEST_F(BridgeTest, asks_for_the_description_of_a_camera_that_is_known_before_it_may_publish) {
    make();
    bridge->received({"ring-snapshot/9/availability", "online", true});
    EXPECT_THAT(broker.subscriptions(), IsEmpty());
    bridge->attach(broker);
    EXPECT_THAT(broker.subscriptions(), ElementsAre(k_left_description));
}

TEST_F(BridgeTest, leaves_the_cameras_of_another_watch_alone_and_says_that_they_clash) {
    begin();
    broker.publish({"ring-snapshot/9/availability", "online", true});
    broker.forget();
    bridge->received({"ring-snapshot/status", "online", true});
    bridge->received({"ring-snapshot/9/availability", "online", true});
    // Done in the same order as the removal.
    bridge->received({"homeassistant/status", "online", false});
    broker.wait_for("ring-snapshot/2/state");
    EXPECT_TRUE(broker.retained().contains("ring-snapshot/9/availability"));
    EXPECT_THAT(warnings, ElementsAre(HasSubstr("another watch publishes below ring-snapshot")));
}

TEST_F(BridgeTest, asks_for_the_devices_now_and_then_and_tells_their_batteries) {
    {
        const std::lock_guard guard(mutex);
        known_devices.emplace(1);
        known_devices->front().id = 1;
        known_devices->front().battery_percent = 42;
        known_devices->front().power = ring::PowerSource::battery;
    }
    begin();
    bridge->take(snapshot::GoodRound{});
    clock.advance(15min);
    broker.forget();
    bridge->take(snapshot::GoodRound{});
    broker.wait_for("ring-snapshot/1/state");
    EXPECT_EQ(state("1")["battery"], 42);
    const json description = json::parse(broker.retained(k_description));
    EXPECT_TRUE(description["components"].contains("battery"));
    const std::lock_guard guard(mutex);
    EXPECT_EQ(questions, 1);
}

TEST_F(BridgeTest, asks_for_the_devices_when_a_camera_fails_and_tells_that_it_is_offline) {
    {
        const std::lock_guard guard(mutex);
        known_devices.emplace(1);
        known_devices->front().id = 1;
        known_devices->front().connection_known = true;
        known_devices->front().offline = true;
    }
    begin();
    broker.forget();
    bridge->take(snapshot::CameraFailing{0, failure()});
    broker.wait_for(k_description);
    broker.wait_for("ring-snapshot/1/state");
    bridge->take(snapshot::CameraRecovered{0});
    EXPECT_EQ(availability("1"), "offline");
}

TEST_F(BridgeTest, publishes_nothing_once_it_is_detached) {
    begin();
    bridge->detach();
    broker.forget();
    save(0);
    bridge->connected();
    EXPECT_THAT(broker.topics(), IsEmpty());
}

TEST_F(BridgeTest, describes_no_device_where_that_is_not_wanted) {
    options.discovery.reset();
    begin();
    save(0);
    bridge->received({"homeassistant/status", "online", false});
    EXPECT_THAT(broker.topics(), Each(Not(HasSubstr("homeassistant"))));
}

} // namespace
} // namespace home_assistant
