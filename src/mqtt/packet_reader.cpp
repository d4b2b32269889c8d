// SPDX-License-Identifier: Apache-2.0
#include "mqtt/packet_reader.hpp"

#include "mqtt/packet_type.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace mqtt {

namespace {

unsigned byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

unsigned number_at(std::string_view bytes, std::size_t at) {
    return (byte_at(bytes, at) << 8U) | byte_at(bytes, at + 1);
}

/// The first bytes of a packet (2.2).
struct Header {
    PacketType type{};
    unsigned flags = 0;
    std::size_t body_size = 0;
    std::size_t size = 0;
    bool is_whole = false;
    bool is_malformed = false;
};

Header read_header(std::string_view bytes) {
    constexpr std::size_t k_most_bytes_of_size = 4;
    Header header;
    if (bytes.empty()) {
        return header;
    }
    header.type = static_cast<PacketType>(byte_at(bytes, 0) >> 4U);
    header.flags = byte_at(bytes, 0) & 0x0FU;
    for (std::size_t i = 0; i < k_most_bytes_of_size; ++i) {
        if (bytes.size() <= i + 1) {
            return header;
        }
        const unsigned byte = byte_at(bytes, i + 1);
        header.body_size |= std::size_t{byte & 0x7FU} << (7 * i);
        if ((byte & 0x80U) == 0) {
            header.size = i + 2;
            header.is_whole = true;
            return header;
        }
    }
    header.is_malformed = true;
    return header;
}

/// What is wrong with a packet that begins like this; empty when nothing is. Told before the rest
/// has come, because what is not MQTT may never send as much as its first bytes seem to announce.
std::string fault_of(const Header& header) {
    constexpr std::size_t k_smallest_subscribe_answer = 3;
    const auto type = static_cast<unsigned>(header.type);
    const std::size_t size = header.body_size;
    bool has_right_size = false;
    switch (header.type) {
    case PacketType::publish:
        return {};
    case PacketType::connect_answer:
    case PacketType::publish_acknowledgement:
        has_right_size = size == 2;
        break;
    case PacketType::subscribe_answer:
        has_right_size = size >= k_smallest_subscribe_answer && size <= PacketReader::k_largest;
        break;
    case PacketType::ping_answer:
        has_right_size = size == 0;
        break;
    default:
        return fmt::format("a packet of type {}", type);
    }
    if (header.flags != 0) {
        return fmt::format("a packet of type {} with the flags {}", type, header.flags);
    }
    return has_right_size ? "" : fmt::format("a packet of type {} with {} bytes", type, size);
}

Packet read_publication(unsigned flags, std::string_view body) {
    constexpr unsigned k_retain = 0x01;
    const unsigned quality = (flags >> 1U) & 0x03U;
    if (quality > 1) {
        return Malformed{fmt::format("a message of QoS {}, which nobody asked for", quality)};
    }
    const std::size_t topic_size = body.size() < 2 ? 0 : number_at(body, 0);
    const std::size_t start_of_payload = 2 + topic_size + 2 * quality;
    if (topic_size == 0 || start_of_payload > body.size()) {
        return Malformed{"a message without a whole topic"};
    }
    Publication publication;
    publication.message = {.topic = std::string(body.substr(2, topic_size)),
                           .payload = std::string(body.substr(start_of_payload)),
                           .retain = (flags & k_retain) != 0};
    if (quality == 1) {
        publication.id = static_cast<PacketId>(number_at(body, 2 + topic_size));
        if (publication.id == 0) {
            return Malformed{"a message with the number 0"};
        }
    }
    return publication;
}

Packet read_subscribe_answer(std::string_view body) {
    SubscribeAnswer answer;
    answer.id = static_cast<PacketId>(number_at(body, 0));
    for (std::size_t i = 2; i < body.size(); ++i) {
        answer.codes.push_back(static_cast<std::uint8_t>(byte_at(body, i)));
    }
    return answer;
}

/// Reads the body of a packet whose header has no fault.
Packet read_body(const Header& header, std::string_view body) {
    switch (header.type) {
    case PacketType::connect_answer:
        return ConnectAnswer{static_cast<std::uint8_t>(byte_at(body, 1))};
    case PacketType::publish_acknowledgement:
        return PublishAcknowledgement{static_cast<PacketId>(number_at(body, 0))};
    case PacketType::subscribe_answer:
        return read_subscribe_answer(body);
    case PacketType::ping_answer:
        return PingAnswer{};
    default:
        return read_publication(header.flags, body);
    }
}

} // namespace

void PacketReader::add(std::string_view bytes) {
    const std::size_t skipped = std::min(m_skipped, bytes.size());
    m_skipped -= skipped;
    if (!m_failure.empty()) {
        return;
    }
    m_bytes.erase(0, m_read);
    m_read = 0;
    m_bytes += bytes.substr(skipped);
}

std::optional<Packet> PacketReader::next() {
    if (!m_failure.empty()) {
        return Malformed{m_failure};
    }
    const std::string_view bytes = std::string_view(m_bytes).substr(m_read);
    const Header header = read_header(bytes);
    if (header.is_malformed) {
        return fail("a packet whose size takes more than four bytes");
    }
    if (!header.is_whole) {
        return std::nullopt;
    }
    if (std::string fault = fault_of(header); !fault.empty()) {
        return fail(std::move(fault));
    }
    // The topic and number of a message are in what is kept of it: they take 64 KiB at most.
    const std::size_t kept = std::min(header.body_size, k_largest);
    if (bytes.size() - header.size < kept) {
        return std::nullopt;
    }
    Packet packet = read_body(header, bytes.substr(header.size, kept));
    if (auto* malformed = std::get_if<Malformed>(&packet)) {
        return fail(std::move(malformed->reason));
    }
    const std::size_t here = std::min(header.body_size, bytes.size() - header.size);
    m_read += header.size + here;
    m_skipped = header.body_size - here;
    if (header.body_size > kept) {
        std::get<Publication>(packet).is_cut = true;
    }
    return packet;
}

Packet PacketReader::fail(std::string reason) {
    m_failure = std::move(reason);
    m_bytes = {};
    m_read = 0;
    return Malformed{m_failure};
}

} // namespace mqtt
