// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.hpp"
#include "mqtt/publisher.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace mqtt {

// The packets of MQTT 3.1.1 that a client sends. Sections in brackets are those of the standard
// (OASIS, mqtt-v3.1.1-os). What does not fit into a packet is Error{unexpected}.

/// Names a message, or a subscription, until it is acknowledged; never 0.
using PacketId = std::uint16_t;

struct ConnectFields {
    std::string client_id;
    /// Without a topic: none. Has QoS 1.
    Message will;
    /// Empty: no login.
    std::string user;
    base::Secret password;
    /// At most 65,535 s; 0: none.
    std::chrono::seconds keep_alive{0};
};

/// CONNECT (3.1), with a clean session: the broker forgets the client when it leaves.
std::string connect_packet(const ConnectFields& fields);

/// PUBLISH (3.3) with QoS 1.
/// @param is_duplicate  whether it may have been sent before (DUP)
std::string publish_packet(const Message& message, PacketId id, bool is_duplicate);

/// PUBLISH (3.3) with QoS 0.
std::string unacknowledged_publish_packet(const Message& message);

/// PUBACK (3.4).
std::string publish_acknowledgement_packet(PacketId id);

/// SUBSCRIBE (3.8) to one topic or more, with QoS 1.
std::string subscribe_packet(PacketId id, const std::vector<std::string>& topics);

/// PINGREQ (3.12).
std::string ping_packet();

/// DISCONNECT (3.14).
std::string disconnect_packet();

/// Throws Error{unexpected} unless `message` can be published: its topic has to be 1 to 65,535
/// bytes of UTF-8 without NUL, "+" and "#" (4.7), and all of it has to fit into a packet.
void check_message(const Message& message);

} // namespace mqtt
