// SPDX-License-Identifier: Apache-2.0
#include "base/text/ascii.hpp"
#include "cli/watch/mqtt_options.hpp"
#include "support/error_of.hpp"
#include "support/scoped_variable.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>

namespace cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

base::Error error_of_url(const std::string& url) {
    const base::Error error = test::error_of([&] { read_mqtt_url(url, false); });
    EXPECT_EQ(error.code(), base::ErrorCode::usage) << url;
    return error;
}

TEST(MqttUrl, names_broker_user_and_prefix) {
    const MqttTarget target = read_mqtt_url("mqtts://kim@Broker.Example:8884/home/ring", false);
    EXPECT_TRUE(target.broker.tls);
    EXPECT_EQ(target.broker.user, "kim");
    EXPECT_EQ(target.broker.host, "broker.example");
    EXPECT_EQ(target.broker.port, 8884);
    EXPECT_EQ(target.prefix, "home/ring");
}

TEST(MqttUrl, needs_a_scheme_and_a_host_and_no_more) {
    const MqttTarget target = read_mqtt_url("MQTTS://broker.example", false);
    EXPECT_EQ(target.broker.port, 8883);
    EXPECT_EQ(target.broker.user, "");
    EXPECT_EQ(target.prefix, "ring-snapshot");
    EXPECT_EQ(read_mqtt_url("mqtt://127.0.0.1/", false).broker.port, 1883);
    EXPECT_EQ(read_mqtt_url("mqtt://[::1]:1", false).broker.host, "[::1]");
    EXPECT_EQ(read_mqtt_url("mqtt://[::1]:1", false).broker.port, 1);
    EXPECT_EQ(read_mqtt_url("mqtts://a%40b%3A@nas/T%C3%BCr/", false).broker.user, "a@b:");
    EXPECT_EQ(read_mqtt_url("mqtts://a%40b@nas/T%C3%BCr/", false).prefix, "T\u00fcr");
    EXPECT_EQ(read_mqtt_url("mqtts://broker.example:443", false).broker.port, 443);
}

TEST(MqttUrl, that_cannot_be_one_says_what_is_wrong) {
    for (const char* url :
         {"", "broker", "http://broker", "mqtt:broker", "mqtt://", "mqtt://:1883", "mqtt://a b",
          "mqtt://nas:", "mqtt://nas:0", "mqtt://nas:65536", "mqtt://nas:12x", "mqtt://nas?x=1",
          "mqtt://nas/a#b", "mqtt://nas/a/%23", "mqtt://nas/+", "mqtt://nas//a",
          "mqtt://nas/$SYS"}) {
        EXPECT_THAT(error_of_url(url).message(), HasSubstr("--mqtt")) << url;
    }
}

TEST(MqttUrl, with_a_password_is_refused_and_does_not_show_it) {
    for (const char* url : {"mqtts://kim:hush@nas", "mqtt://:hush@nas", "mqtts://k:hush@x@nas/a",
                            "mqtts://kim:hush@", "mqtts://kim:hush@nas:0"}) {
        const base::Error error = error_of_url(url);
        EXPECT_THAT(error.message(), AllOf(HasSubstr("password"), Not(HasSubstr("hush"))));
        EXPECT_THAT(error.hint(), HasSubstr("--mqtt-password-file"));
    }
    EXPECT_EQ(mqtt_url_without_password("mqtts://kim:hush@nas/a", k_symbols), "mqtts://…@nas/a");
    EXPECT_EQ(mqtt_url_without_password("mqtts://kim@nas:1/a:b@c", k_symbols),
              "mqtts://kim@nas:1/a:b@c");
    EXPECT_EQ(mqtt_url_without_password("kim:hush@nas", k_symbols), "…@nas");
}

TEST(MqttUrl, in_the_clear_stays_at_home_unless_that_is_allowed) {
    for (const char* host : {"127.0.0.1", "localhost", "192.168.1.5", "10.0.0.1", "172.16.0.1",
                             "169.254.1.1", "[::1]", "[fd00::1]", "[fe80::1]", "nas", "nas.local",
                             "broker.lan", "broker.home.arpa", "x.localhost"}) {
        const std::string url = std::string("mqtt://") + host;
        EXPECT_NO_THROW(read_mqtt_url(url, false)) << url;
    }
    for (const char* host : {"broker.example", "8.8.8.8", "172.32.0.1", "[2001:db8::1]",
                             "nas.local.example", "local.", "10.0.0.1.example"}) {
        const std::string url = std::string("mqtt://kim@") + host;
        EXPECT_THAT(error_of_url(url).hint(), HasSubstr("--mqtt-insecure")) << url;
        EXPECT_NO_THROW(read_mqtt_url(url, true)) << url;
        EXPECT_NO_THROW(read_mqtt_url(std::string("mqtts://") + host, false)) << url;
    }
}

struct MqttTargetTest : testing::Test {
    MqttTargetTest() { wanted.mqtt = "mqtts://kim@nas"; }

    std::string problem() {
        const base::Error error = test::error_of([&] { find_mqtt_target(wanted); });
        EXPECT_EQ(error.code(), base::ErrorCode::usage);
        return error.message();
    }

    std::string file(const std::string& name, const std::string& text) const {
        const auto path = folder.path() / name;
        std::ofstream(path, std::ios::binary) << text;
        return path.string();
    }

    test::TemporaryFolder folder;
    settings::SavedOptions wanted;
};

TEST_F(MqttTargetTest, is_none_where_none_is_wanted) {
    EXPECT_FALSE(find_mqtt_target({}));
}

TEST_F(MqttTargetTest, tells_home_assistant_unless_that_is_off) {
    EXPECT_EQ(find_mqtt_target(wanted)->discovery, "homeassistant");
    wanted.mqtt_discovery = "ha";
    EXPECT_EQ(find_mqtt_target(wanted)->discovery, "ha");
    wanted.mqtt_discovery = "Off";
    EXPECT_EQ(find_mqtt_target(wanted)->discovery, std::nullopt);
    wanted.mqtt_discovery = "a/#";
    EXPECT_THAT(problem(), HasSubstr("--mqtt-discovery"));
}

TEST_F(MqttTargetTest, takes_certificates_of_a_file_that_is_there_for_tls) {
    wanted.mqtt_ca = file("ca.pem", "x");
    EXPECT_EQ(find_mqtt_target(wanted)->broker.ca_file, *wanted.mqtt_ca);
    wanted.mqtt = "mqtt://nas";
    EXPECT_THAT(problem(), HasSubstr("--mqtt-ca"));
    wanted.mqtt = "mqtts://nas";
    wanted.mqtt_ca = "/no/such/file";
    EXPECT_THAT(problem(), HasSubstr("/no/such/file"));
}

TEST_F(MqttTargetTest, what_belongs_to_a_broker_needs_one) {
    wanted.mqtt.reset();
    wanted.mqtt_discovery = "off";
    EXPECT_THAT(problem(), HasSubstr("--mqtt, which is not given"));
}

struct MqttPassword : MqttTargetTest {
    MqttPassword() { options.mqtt = "mqtts://kim@nas"; }

    std::string problem_of_file() {
        const base::Error error =
            test::error_of([&] { complete_mqtt_password(options, remembered); });
        EXPECT_EQ(error.code(), base::ErrorCode::usage);
        return error.message();
    }

    test::ScopedVariable variable{"RING_SNAPSHOT_MQTT_PASSWORD", nullptr};
    WatchOptions options;
    settings::SavedOptions remembered;
};

TEST_F(MqttPassword, is_the_first_line_of_its_file_or_the_variable) {
    complete_mqtt_password(options, remembered);
    EXPECT_FALSE(options.mqtt_password);
    const test::ScopedVariable set("RING_SNAPSHOT_MQTT_PASSWORD", "of the variable");
    complete_mqtt_password(options, remembered);
    EXPECT_EQ(options.mqtt_password->reveal(), "of the variable");
    options.mqtt_password_file = file("password", " hush hush \r\nmore");
    complete_mqtt_password(options, remembered);
    EXPECT_EQ(options.mqtt_password->reveal(), " hush hush ");
    EXPECT_EQ(find_mqtt_target(options)->broker.password.reveal(), " hush hush ");
}

TEST_F(MqttPassword, of_a_file_that_is_of_no_use_is_an_error) {
    options.mqtt_password_file = "/no/such/file";
    EXPECT_THAT(problem_of_file(), HasSubstr("there is no file /no/such/file"));
    options.mqtt_password_file = file("empty", "\nx");
    EXPECT_THAT(problem_of_file(), HasSubstr("first line is empty"));
    options.mqtt_password_file = file("password", "hush");
    options.mqtt = "mqtts://nas";
    EXPECT_THAT(problem_of_file(), HasSubstr("needs a user"));
    options.mqtt.reset();
    EXPECT_THAT(problem_of_file(), HasSubstr("--mqtt, which is not given"));
}

TEST_F(MqttPassword, of_a_file_is_for_the_remembered_broker_where_none_is_given) {
    remembered.mqtt = "mqtts://kim@nas";
    remembered.mqtt_password = base::Secret("the old one");
    options.mqtt.reset();
    options.mqtt_password_file = file("password", "hush");
    complete_mqtt_password(options, remembered);
    EXPECT_EQ(find_mqtt_target(remembered.with(options))->broker.password.reveal(), "hush");
    remembered.mqtt = "mqtts://nas";
    EXPECT_THAT(problem_of_file(), HasSubstr("needs a user"));
    options.mqtt = "mqtts://kim@nas";
    EXPECT_NO_THROW(complete_mqtt_password(options, remembered));
}

TEST(MqttClientId, is_new_each_time_and_one_that_every_broker_takes) {
    const std::string id = new_mqtt_client_id();
    EXPECT_EQ(id.size(), 23U);
    EXPECT_TRUE(std::all_of(id.begin(), id.end(), base::is_letter_or_digit)) << id;
    EXPECT_NE(id, new_mqtt_client_id());
}

} // namespace
} // namespace cli
