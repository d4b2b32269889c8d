// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mqtt {

/// The upper half of a packet's first byte (section 2.2.1 of the standard).
enum class PacketType : unsigned {
    connect = 1,
    connect_answer = 2,
    publish = 3,
    publish_acknowledgement = 4,
    subscribe = 8,
    subscribe_answer = 9,
    ping = 12,
    ping_answer = 13,
    disconnect = 14,
};

} // namespace mqtt
