// SPDX-License-Identifier: Apache-2.0
#include "base/files/files.hpp"
#include "unit/cli/command_fixture.hpp"

#include <csignal>

namespace cli {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr auto k_driveway_image = "ring-snapshot/518000222/image";
constexpr auto k_driveway_state = "ring-snapshot/518000222/state";

struct MqttCommand : CommandTest {
    /// One round of the driveway.
    int watch(std::vector<std::string> more = {}) {
        std::vector<std::string> arguments = {"watch",     k_driveway, "--count", "1",
                                              "--retries", "1",        "--mqtt",  "mqtt://kim@nas"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }

    test::FakePublisher& broker() { return platform.broker().publisher; }

    json state() { return json::parse(broker().retained(k_driveway_state)); }

    std::string picture() { return test::make_jpeg(32, 24, driveway().seed); }

    test::ScopedVariable no_password{"RING_SNAPSHOT_MQTT_PASSWORD", nullptr};
};

TEST_F(MqttCommand, publishes_the_picture_and_says_goodbye) {
    EXPECT_EQ(watch(), 0) << errors();
    EXPECT_EQ(broker().retained(k_driveway_image), picture());
    EXPECT_EQ(state()["bytes"], picture().size());
    EXPECT_THAT(state()["path"].get<std::string>(), testing::EndsWith(pictures().front()));
    EXPECT_EQ(state()["power"], "wired");
    EXPECT_EQ(broker().retained("ring-snapshot/status"), "offline");
    const json device = json::parse(
        broker().retained("homeassistant/device/ring-snapshot_518000222/config"))["device"];
    EXPECT_EQ(device["name"], "Driveway");
    const mqtt::ClientOptions& options = platform.broker().options;
    EXPECT_EQ(options.will.topic, "ring-snapshot/status");
    EXPECT_EQ(options.will.payload, "offline");
    EXPECT_TRUE(options.will.retain);
    EXPECT_THAT(options.subscriptions, Contains("ring-snapshot/+/take"));
}

TEST_F(MqttCommand, publishes_the_newest_saved_picture_with_its_true_time_at_the_next_start) {
    EXPECT_EQ(watch(), 0) << errors();
    const std::string captured = state()["captured_at"];
    const std::string saved = picture();
    broker().publish({k_driveway_image, "", true});
    broker().publish({k_driveway_state, "", true});
    account.clock.advance(3h);
    break_pictures(driveway(), status(503));
    EXPECT_EQ(watch(), 8);
    EXPECT_EQ(broker().retained(k_driveway_image), saved);
    EXPECT_EQ(state()["captured_at"], captured);
    EXPECT_GE(state()["age"], 3 * 3600);
    EXPECT_EQ(broker().retained("ring-snapshot/518000222/availability"), "offline");
    EXPECT_THAT(state()["error"].get<std::string>(), HasSubstr("no picture of Driveway"));
}

TEST_F(MqttCommand, does_not_publish_a_saved_picture_that_was_changed) {
    EXPECT_EQ(watch(), 0) << errors();
    broker().publish({k_driveway_image, "", true});
    base::write_file_atomically(pictures().front(), "something else", {});
    break_pictures(driveway(), status(503));
    EXPECT_EQ(watch(), 8);
    EXPECT_EQ(broker().retained(k_driveway_image), "");
}

TEST_F(MqttCommand, takes_a_fresh_picture_when_the_button_is_pressed) {
    driveway().next = [this](const http::Request&) {
        driveway().next = nullptr;
        platform.broker().events.received({"ring-snapshot/518000222/take", "PRESS", false});
        return test::response(503);
    };
    driveway().image = driveway().times = status(503);
    EXPECT_EQ(watch({"--count", "2", "--every", "1m"}), 0) << errors();
    EXPECT_EQ(driveway().asked, 1);
    EXPECT_EQ(broker().retained(k_driveway_image), picture());
}

TEST_F(MqttCommand, says_once_that_the_broker_fails_and_that_it_works_again) {
    driveway().next = [this](const http::Request&) {
        driveway().next = nullptr;
        auto& events = platform.broker().events;
        events.failed({base::ErrorCode::cannot_write, "the broker nas:1883 refuses the login"});
        events.connected();
        return test::response(503);
    };
    watch();
    EXPECT_THAT(errors(), AllOf(HasSubstr("the broker nas:1883 refuses the login"),
                                HasSubstr("MQTT broker nas:1883: works again")));
}

TEST_F(MqttCommand, says_that_the_goodbye_failed_unless_the_broker_was_known_to_fail) {
    bool is_known = false;
    const auto fail = [&](const http::Request&) {
        driveway().next = nullptr;
        const base::Error error(base::ErrorCode::cannot_write, "cannot connect to nas:1883",
                                "check that the broker runs");
        if (is_known) {
            platform.broker().events.failed(error);
        }
        platform.broker().events.close_failed(error);
        return test::response(503);
    };
    driveway().next = fail;
    watch();
    EXPECT_THAT(errors(),
                AllOf(HasSubstr("cannot connect to nas:1883; not everything was published"),
                      HasSubstr("check that the broker runs")));
    is_known = true;
    driveway().next = fail;
    watch();
    EXPECT_THAT(errors(), AllOf(HasSubstr("are published when it works again"),
                                Not(HasSubstr("not everything"))));
}

TEST_F(MqttCommand, says_what_the_broker_refuses) {
    driveway().next = [this](const http::Request&) {
        driveway().next = nullptr;
        platform.broker().events.refused({base::ErrorCode::cannot_write,
                                          "the broker nas:1883 refuses the subscription to take",
                                          "check what it allows"});
        return test::response(503);
    };
    watch();
    EXPECT_THAT(errors(), AllOf(HasSubstr("refuses the subscription to take"),
                                HasSubstr("check what it allows"), Not(HasSubstr("works again"))));
}

TEST_F(MqttCommand, logs_in_with_the_password_of_the_file_and_remembers_it_with_save) {
    base::write_file_atomically("password", "hush-hush\n", {});
    EXPECT_EQ(watch({"--mqtt-password-file", "password", "--save"}), 0) << errors();
    EXPECT_EQ(platform.broker().broker.user, "kim");
    EXPECT_EQ(platform.broker().broker.password.reveal(), "hush-hush");
    EXPECT_THAT(errors(), AllOf(HasSubstr("--mqtt mqtt://kim@nas"), Not(HasSubstr("hush"))));
    EXPECT_EQ(account.store.load().mqtt_password->reveal(), "hush-hush");

    EXPECT_EQ(run({"watch", "--count", "1"}), 0) << errors();
    EXPECT_EQ(platform.broker().connections, 2);
    EXPECT_EQ(platform.broker().broker.password.reveal(), "hush-hush");
    EXPECT_EQ(run({"status"}), 0);
    EXPECT_THAT(output(), AllOf(HasSubstr("mqtt://kim@nas"), Not(HasSubstr("hush"))));
    EXPECT_EQ(run({"get", "--forget"}), 0);
    EXPECT_FALSE(account.store.load().mqtt_password);
}

TEST_F(MqttCommand, takes_a_new_password_and_other_options_for_the_remembered_broker) {
    base::write_file_atomically("password", "hush-hush\n", {});
    EXPECT_EQ(watch({"--save"}), 0) << errors();
    EXPECT_EQ(run({"watch", "--count", "1", "--mqtt-password-file", "password", "--mqtt-discovery",
                   "ha", "--save"}),
              0)
        << errors();
    EXPECT_EQ(platform.broker().broker.host, "nas");
    EXPECT_EQ(platform.broker().broker.password.reveal(), "hush-hush");
    EXPECT_THAT(platform.broker().options.subscriptions, Contains("ha/status"));
    EXPECT_EQ(account.store.load().mqtt_password->reveal(), "hush-hush");
}

TEST_F(MqttCommand, never_sends_a_remembered_password_to_another_broker) {
    base::write_file_atomically("password", "hush-hush\n", {});
    EXPECT_EQ(watch({"--mqtt-password-file", "password", "--save"}), 0) << errors();
    EXPECT_EQ(run({"watch", "--count", "1", "--mqtt", "mqtt://kim@elsewhere"}), 0) << errors();
    EXPECT_EQ(platform.broker().broker.host, "elsewhere");
    EXPECT_TRUE(platform.broker().broker.password.empty());
}

TEST_F(MqttCommand, is_checked_before_anything_is_asked_of_ring) {
    EXPECT_EQ(run({"watch", k_driveway, "--mqtt", "mqtt://kim:hush@nas"}), 2);
    EXPECT_THAT(errors(), AllOf(HasSubstr("--mqtt-password-file"), Not(HasSubstr("hush"))));
    EXPECT_EQ(run({"watch", k_driveway, "--mqtt", "mqtt://broker.example"}), 2);
    EXPECT_EQ(run({"watch", k_driveway, "--mqtt-ca", "ca.pem"}), 2);
    EXPECT_THAT(requests(), testing::IsEmpty());
    account.store.update([](settings::Settings& settings) { settings.mqtt = "mqtt://k:hush@nas"; },
                         {});
    EXPECT_EQ(run({"watch", k_driveway}), 9);
    EXPECT_THAT(errors(), AllOf(HasSubstr("Mqtt in the settings"), Not(HasSubstr("hush"))));
    EXPECT_EQ(run({"status"}), 0);
    EXPECT_THAT(output() + errors(), Not(HasSubstr("hush")));
}

TEST_F(MqttCommand, doctor_logs_in_at_the_remembered_broker) {
    EXPECT_EQ(watch({"--save"}), 0) << errors();
    account.client.always("GET", "/", status(404));
    const test::ScopedVariable set("RING_SNAPSHOT_MQTT_PASSWORD", "hush-hush");
    run({"doctor"});
    EXPECT_THAT(output(), HasSubstr("nas:1883: the broker accepts the connection"));
    EXPECT_EQ(platform.broker().broker.password.reveal(), "hush-hush");
    platform.broker().refusal.emplace(base::ErrorCode::cannot_write,
                                      "the broker nas:1883 refuses user and password",
                                      "check the password");
    EXPECT_EQ(run({"doctor"}), 9);
    EXPECT_THAT(output(), AllOf(HasSubstr("nas:1883 refuses user and password"),
                                HasSubstr("check the password")));
    run({"doctor", "--report"});
    EXPECT_THAT(output(), AllOf(HasSubstr("does not accept the connection"), Not(HasSubstr("nas")),
                                Not(HasSubstr("hush"))));
}

} // namespace
} // namespace cli
