// SPDX-License-Identifier: Apache-2.0
#include "mqtt/packet_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace {

using namespace std::string_literals;

/// All packets that `bytes` hold, given in parts of `part` bytes.
std::vector<mqtt::Packet> read(const std::string& bytes, std::size_t part = 1'000'000) {
    mqtt::PacketReader reader;
    std::vector<mqtt::Packet> packets;
    for (std::size_t at = 0; at < bytes.size(); at += part) {
        reader.add(std::string_view(bytes).substr(at, part));
        while (auto packet = reader.next()) {
            packets.push_back(*packet);
            if (std::holds_alternative<mqtt::Malformed>(*packet)) {
                return packets;
            }
        }
    }
    return packets;
}

std::string reason(const std::string& bytes) {
    const auto packets = read(bytes);
    const auto* malformed =
        packets.empty() ? nullptr : std::get_if<mqtt::Malformed>(&packets.back());
    return malformed == nullptr ? "" : malformed->reason;
}

/// A message of QoS 1 with the number 9 to the topic "t".
std::string publication(std::size_t payload_size) {
    const mqtt::Message message{.topic = "t", .payload = std::string(payload_size, 'p')};
    return mqtt::publish_packet(message, 9, false);
}

TEST(PacketReader, reads_what_a_broker_sends) {
    const auto packets = read("\x20\x02\x01\x05"
                              "\x40\x02\x01\x02"
                              "\x90\x04\0\x07\x01\x80"
                              "\xd0\0"
                              "\x31\x05\0\x01thi"
                              "\x32\x06\0\x01t\0\x09!"s);
    ASSERT_EQ(packets.size(), 6U);
    EXPECT_EQ(std::get<mqtt::ConnectAnswer>(packets[0]).code, 5);
    EXPECT_EQ(std::get<mqtt::PublishAcknowledgement>(packets[1]).id, 0x0102);
    EXPECT_EQ(std::get<mqtt::SubscribeAnswer>(packets[2]).id, 7);
    EXPECT_EQ(std::get<mqtt::SubscribeAnswer>(packets[2]).codes,
              (std::vector<std::uint8_t>{1, 0x80}));
    EXPECT_TRUE(std::holds_alternative<mqtt::PingAnswer>(packets[3]));
    const auto& retained = std::get<mqtt::Publication>(packets[4]);
    EXPECT_EQ(retained.message.topic, "t");
    EXPECT_EQ(retained.message.payload, "hi");
    EXPECT_TRUE(retained.message.retain);
    EXPECT_FALSE(retained.id);
    const auto& command = std::get<mqtt::Publication>(packets[5]);
    EXPECT_EQ(command.message.payload, "!");
    EXPECT_FALSE(command.message.retain);
    EXPECT_EQ(command.id, 9);
    EXPECT_FALSE(command.is_cut);
}

TEST(PacketReader, takes_bytes_one_by_one) {
    const auto packets = read("\x20\x02\0\0"s + publication(300) + "\xd0\0"s, 1);
    ASSERT_EQ(packets.size(), 3U);
    EXPECT_EQ(std::get<mqtt::Publication>(packets[1]).message.payload.size(), 300U);
    EXPECT_TRUE(std::holds_alternative<mqtt::PingAnswer>(packets[2]));
}

TEST(PacketReader, the_largest_message_is_whole) {
    const std::size_t payload = mqtt::PacketReader::k_largest - 5;
    for (const std::size_t part : {1'000'000U, 4'096U}) {
        const auto packets = read(publication(payload), part);
        ASSERT_EQ(packets.size(), 1U);
        EXPECT_EQ(std::get<mqtt::Publication>(packets[0]).message.payload.size(), payload);
        EXPECT_FALSE(std::get<mqtt::Publication>(packets[0]).is_cut);
    }
}

TEST(PacketReader, the_end_of_a_larger_message_is_skipped_and_what_follows_is_read) {
    for (const std::size_t payload : {mqtt::PacketReader::k_largest - 4, std::size_t{3'000'000}}) {
        for (const std::size_t part : {10'000'000U, 4'096U, 1'000U}) {
            const auto packets = read(publication(payload) + "\xd0\0"s, part);
            ASSERT_EQ(packets.size(), 2U);
            const auto& message = std::get<mqtt::Publication>(packets[0]);
            EXPECT_TRUE(message.is_cut);
            EXPECT_EQ(message.id, 9);
            EXPECT_LT(message.message.payload.size(), mqtt::PacketReader::k_largest);
            EXPECT_TRUE(std::holds_alternative<mqtt::PingAnswer>(packets[1]));
        }
    }
}

TEST(PacketReader, anything_else_large_is_malformed_before_it_has_come) {
    EXPECT_EQ(reason("\x90\xff\xff\xff\x7f"s), "a packet of type 9 with 268435455 bytes");
}

TEST(PacketReader, says_what_is_wrong) {
    EXPECT_EQ(reason("HTTP/1.1 400 Bad Request\r\n\r\n"), "a packet of type 4 with the flags 8");
    EXPECT_EQ(reason("\xf0\0"s), "a packet of type 15");
    EXPECT_EQ(reason("\x20\x80\x80\x80\x80\x01"s),
              "a packet whose size takes more than four bytes");
    EXPECT_EQ(reason("\x20\x01\0"s), "a packet of type 2 with 1 bytes");
    EXPECT_EQ(reason("\x34\x06\0\x01t\0\x09!"s), "a message of QoS 2, which nobody asked for");
    EXPECT_EQ(reason("\x30\x02\0\0"s), "a message without a whole topic");
    EXPECT_EQ(reason("\x30\0"s), "a message without a whole topic");
    EXPECT_EQ(reason("\x30\x04\0\x03tt"s), "a message without a whole topic");
    EXPECT_EQ(reason("\x32\x04\0\x01t\0"s), "a message without a whole topic");
    EXPECT_EQ(reason("\x32\x05\0\x01t\0\0"s), "a message with the number 0");
    EXPECT_EQ(reason("\x40\x01\0"s), "a packet of type 4 with 1 bytes");
    EXPECT_EQ(reason("\x90\x02\0\x07"s), "a packet of type 9 with 2 bytes");
    EXPECT_EQ(reason("\xd0\x01\0"s), "a packet of type 13 with 1 bytes");
}

TEST(PacketReader, reads_nothing_after_what_is_malformed) {
    mqtt::PacketReader reader;
    reader.add("\xf0\0"s);
    EXPECT_TRUE(std::holds_alternative<mqtt::Malformed>(*reader.next()));
    reader.add("\xd0\0"s);
    EXPECT_TRUE(std::holds_alternative<mqtt::Malformed>(*reader.next()));
}

} // namespace
