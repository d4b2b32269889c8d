// SPDX-License-Identifier: Apache-2.0
#include "mqtt/packet_writer.hpp"
#include "support/error_of.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>

namespace {

using namespace std::string_literals;
using std::chrono::seconds;

TEST(PacketWriter, connect_carries_no_more_than_the_client_id_without_a_login_and_a_will) {
    mqtt::ConnectFields fields;
    fields.client_id = "cam";
    fields.keep_alive = seconds(60);
    EXPECT_EQ(mqtt::connect_packet(fields), "\x10\x0f\0\x04MQTT\x04\x02\0\x3c\0\x03"
                                            "cam"s);
}

TEST(PacketWriter, connect_carries_will_user_and_password_in_this_order) {
    mqtt::ConnectFields fields;
    fields.client_id = "c";
    fields.will = {.topic = "s", .payload = "offline", .retain = true};
    fields.user = "me";
    fields.password = base::Secret("secret");
    fields.keep_alive = seconds(300);
    EXPECT_EQ(mqtt::connect_packet(fields), "\x10\x25\0\x04MQTT\x04\xee\x01\x2c\0\x01"
                                            "c\0\x01s\0\x07offline\0\x02me\0\x06secret"s);
}

TEST(PacketWriter, a_password_without_a_user_is_not_sent) {
    mqtt::ConnectFields fields;
    fields.password = base::Secret("secret");
    EXPECT_EQ(mqtt::connect_packet(fields).find("secret"), std::string::npos);
}

TEST(PacketWriter, a_user_without_a_password_is_sent_alone) {
    mqtt::ConnectFields fields;
    fields.user = "me";
    EXPECT_EQ(mqtt::connect_packet(fields), "\x10\x10\0\x04MQTT\x04\x82\0\0\0\0\0\x02me"s);
}

TEST(PacketWriter, a_keep_alive_of_more_than_mqtt_knows_is_the_longest_one) {
    mqtt::ConnectFields fields;
    fields.keep_alive = std::chrono::hours(24);
    EXPECT_NE(mqtt::connect_packet(fields).find("\x04\x02\xff\xff"s), std::string::npos);
}

TEST(PacketWriter, publish_tells_qos_retain_and_dup) {
    const mqtt::Message message{.topic = "a/b", .payload = "xy", .retain = false};
    EXPECT_EQ(mqtt::publish_packet(message, 0x0102, false), "\x32\x09\0\x03"
                                                            "a/b\x01\x02xy"s);
    EXPECT_EQ(mqtt::publish_packet(message, 0x0102, true)[0], '\x3a');
    const mqtt::Message retained{.topic = "a/b", .payload = {}, .retain = true};
    EXPECT_EQ(mqtt::publish_packet(retained, 5, false), "\x33\x07\0\x03"
                                                        "a/b\0\x05"s);
    EXPECT_EQ(mqtt::unacknowledged_publish_packet(retained), "\x31\x05\0\x03"
                                                             "a/b"s);
}

TEST(PacketWriter, sizes_take_as_many_bytes_as_they_need) {
    const auto size_bytes = [](std::size_t payload) {
        const mqtt::Message message{.topic = "t", .payload = std::string(payload, 'x')};
        const std::string packet = mqtt::unacknowledged_publish_packet(message);
        return packet.substr(1, packet.size() - 1 - 3 - payload);
    };
    EXPECT_EQ(size_bytes(124), "\x7f");
    EXPECT_EQ(size_bytes(125), "\x80\x01");
    EXPECT_EQ(size_bytes(16'380), "\xff\x7f");
    EXPECT_EQ(size_bytes(16'381), "\x80\x80\x01");
    EXPECT_EQ(size_bytes(2'097'149), "\x80\x80\x80\x01");
}

TEST(PacketWriter, subscribe_asks_for_qos1_of_each_topic) {
    EXPECT_EQ(mqtt::subscribe_packet(7, {"a", "b/+"}), "\x82\x0c\0\x07\0\x01"
                                                       "a\x01\0\x03"
                                                       "b/+\x01"s);
}

TEST(PacketWriter, the_short_packets_are_those_of_the_standard) {
    EXPECT_EQ(mqtt::publish_acknowledgement_packet(0x1234), "\x40\x02\x12\x34");
    EXPECT_EQ(mqtt::ping_packet(), "\xc0\0"s);
    EXPECT_EQ(mqtt::disconnect_packet(), "\xe0\0"s);
}

TEST(PacketWriter, texts_that_mqtt_cannot_carry_are_errors) {
    mqtt::ConnectFields fields;
    fields.password = base::Secret(std::string(65'536, 'x'));
    fields.user = "me";
    const base::Error error = test::error_of([&] { mqtt::connect_packet(fields); });
    EXPECT_EQ(error.code(), base::ErrorCode::unexpected);
    EXPECT_EQ(error.message(),
              "cannot send an MQTT packet: the password is longer than 65535 bytes");
}

TEST(PacketWriter, topics_with_wildcards_and_other_than_utf8_cannot_be_published_to) {
    mqtt::check_message({.topic = "ring-snapshot/123/image"});
    mqtt::check_message({.topic = "Küche/1"});
    for (const std::string& topic :
         {""s, "a/#"s, "+/b"s, "a\0b"s, "\xff"s, std::string(65'536, 'x')}) {
        EXPECT_EQ(test::error_of([&] { mqtt::check_message({.topic = topic}); }).code(),
                  base::ErrorCode::unexpected);
    }
}

} // namespace
