// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mqtt/packet_writer.hpp"
#include "mqtt/publisher.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mqtt {

// The packets of MQTT 3.1.1 that a broker sends to a client that never uses QoS 2.

/// CONNACK (3.2).
struct ConnectAnswer {
    /// 0: accepted.
    std::uint8_t code = 0;
};

/// PUBLISH (3.3).
struct Publication {
    Message message;
    /// Of QoS 1, to be acknowledged; std::nullopt for QoS 0.
    std::optional<PacketId> id;
    /// Whether it was too large: then the end of the payload is missing.
    bool is_cut = false;
};

/// PUBACK (3.4).
struct PublishAcknowledgement {
    PacketId id = 0;
};

/// SUBACK (3.9).
struct SubscribeAnswer {
    PacketId id = 0;
    /// For each topic: the QoS, or 0x80 for a refusal.
    std::vector<std::uint8_t> codes;
};

/// PINGRESP (3.13).
struct PingAnswer {};

/// Bytes that are none of these packets. Nothing after them can be read.
struct Malformed {
    /// What is wrong: "a packet of type 15".
    std::string reason;
};

using Packet = std::variant<ConnectAnswer, Publication, PublishAcknowledgement, SubscribeAnswer,
                            PingAnswer, Malformed>;

/// Takes the bytes of a connection as they come, and gives the packets that they hold. Keeps no
/// more than the largest packet and what one add() brought.
class PacketReader {
public:
    static constexpr std::size_t k_largest = std::size_t{256} << 10;

    void add(std::string_view bytes);

    /// The next whole packet; std::nullopt when more bytes have to come. After Malformed always
    /// that.
    std::optional<Packet> next();

private:
    Packet fail(std::string reason);

    std::string m_bytes;
    /// How much of m_bytes is read.
    std::size_t m_read = 0;
    /// How many of the bytes to come belong to a message that was too large.
    std::size_t m_skipped = 0;
    std::string m_failure;
};

} // namespace mqtt
