// SPDX-License-Identifier: Apache-2.0
#include "mqtt/packet_writer.hpp"

#include "base/error.hpp"
#include "base/text/unicode.hpp"
#include "mqtt/packet_type.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace mqtt {

namespace {

constexpr std::size_t k_longest_text = 0xFFFF;
constexpr std::size_t k_largest_body = 268'435'455;

constexpr unsigned k_retain = 0x01;
constexpr unsigned k_quality_1 = 0x02;
constexpr unsigned k_duplicate = 0x08;

base::Error cannot_send(const std::string& why) {
    return {base::ErrorCode::unexpected, "cannot send an MQTT packet: " + why};
}

void add_byte(std::string& out, unsigned byte) {
    out.push_back(static_cast<char>(byte & 0xFFU));
}

void add_number(std::string& out, std::size_t number) {
    add_byte(out, static_cast<unsigned>(number >> 8U));
    add_byte(out, static_cast<unsigned>(number));
}

/// Bytes behind their number (1.5.3).
void add_text(std::string& out, std::string_view text, std::string_view what) {
    if (text.size() > k_longest_text) {
        throw cannot_send(fmt::format("the {} is longer than {} bytes", what, k_longest_text));
    }
    add_number(out, text.size());
    out += text;
}

/// A packet whose body begins with `start` and ends with `end`.
std::string packet(PacketType type, unsigned flags, std::string_view start,
                   std::string_view end = {}) {
    std::size_t size = start.size() + end.size();
    if (size > k_largest_body) {
        throw cannot_send(fmt::format("it is larger than {} bytes", k_largest_body));
    }
    std::string out;
    out.reserve(size + 5);
    add_byte(out, (static_cast<unsigned>(type) << 4U) | flags);
    // The size in groups of seven bits, the lowest first (2.2.3).
    do {
        add_byte(out, static_cast<unsigned>(size & 0x7FU) | (size > 0x7F ? 0x80U : 0U));
        size >>= 7U;
    } while (size > 0);
    out += start;
    out += end;
    return out;
}

} // namespace

std::string connect_packet(const ConnectFields& fields) {
    constexpr unsigned k_protocol_level = 4;
    constexpr unsigned k_clean_session = 0x02;
    constexpr unsigned k_will = 0x04;
    constexpr unsigned k_will_quality_1 = 0x08;
    constexpr unsigned k_will_retain = 0x20;
    constexpr unsigned k_with_password = 0x40;
    constexpr unsigned k_with_user = 0x80;

    const bool has_will = !fields.will.topic.empty();
    const bool has_user = !fields.user.empty();
    // A password without a user name is against the standard (3.1.2.9).
    const bool has_password = has_user && !fields.password.empty();
    unsigned flags = k_clean_session;
    flags |= has_will ? k_will | k_will_quality_1 : 0;
    flags |= has_will && fields.will.retain ? k_will_retain : 0;
    flags |= has_user ? k_with_user : 0;
    flags |= has_password ? k_with_password : 0;

    std::string body;
    add_text(body, "MQTT", "name of the protocol");
    add_byte(body, k_protocol_level);
    add_byte(body, flags);
    add_number(body, static_cast<std::size_t>(std::clamp<std::chrono::seconds::rep>(
                         fields.keep_alive.count(), 0, k_longest_text)));
    add_text(body, fields.client_id, "client id");
    if (has_will) {
        check_message(fields.will);
        add_text(body, fields.will.topic, "topic of the will");
        add_text(body, fields.will.payload, "will");
    }
    if (has_user) {
        add_text(body, fields.user, "user name");
    }
    if (has_password) {
        add_text(body, fields.password.reveal(), "password");
    }
    return packet(PacketType::connect, 0, body);
}

std::string publish_packet(const Message& message, PacketId id, bool is_duplicate) {
    std::string start;
    add_text(start, message.topic, "topic");
    add_number(start, id);
    const unsigned flags =
        k_quality_1 | (message.retain ? k_retain : 0) | (is_duplicate ? k_duplicate : 0);
    return packet(PacketType::publish, flags, start, message.payload);
}

std::string unacknowledged_publish_packet(const Message& message) {
    std::string start;
    add_text(start, message.topic, "topic");
    return packet(PacketType::publish, message.retain ? k_retain : 0, start, message.payload);
}

std::string publish_acknowledgement_packet(PacketId id) {
    std::string body;
    add_number(body, id);
    return packet(PacketType::publish_acknowledgement, 0, body);
}

std::string subscribe_packet(PacketId id, const std::vector<std::string>& topics) {
    std::string body;
    add_number(body, id);
    for (const std::string& topic : topics) {
        add_text(body, topic, "topic to subscribe to");
        add_byte(body, 1);
    }
    // These flags are prescribed (3.8.1).
    return packet(PacketType::subscribe, 0x02, body);
}

std::string ping_packet() {
    return packet(PacketType::ping, 0, {});
}

std::string disconnect_packet() {
    return packet(PacketType::disconnect, 0, {});
}

void check_message(const Message& message) {
    const std::string& topic = message.topic;
    if (topic.empty() || topic.size() > k_longest_text || base::valid_utf8(topic) != topic ||
        topic.find_first_of(std::string_view("+#\0", 3)) != std::string::npos) {
        throw cannot_send("its topic is empty, too long, not UTF-8, or has a wildcard");
    }
    if (message.payload.size() > k_largest_body - k_longest_text - 4) {
        throw cannot_send(
            fmt::format("its payload of {} bytes is too large", message.payload.size()));
    }
}

} // namespace mqtt
