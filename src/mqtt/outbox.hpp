// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mqtt/packet_writer.hpp"
#include "mqtt/publisher.hpp"

#include <cstddef>
#include <deque>
#include <list>
#include <mutex>
#include <optional>
#include <string>

namespace mqtt {

/// The messages that a broker has not acknowledged, over all connections to it. Of each topic at
/// most one is in flight and one waits: the newest. May be used from any thread.
class Outbox {
public:
    /// How much is in flight at most: so many messages, and unless it is only one, so many bytes.
    static constexpr std::size_t k_most_in_flight = 16;
    static constexpr std::size_t k_most_bytes_in_flight = std::size_t{2} << 20;

    /// Takes the place of what waits for the same topic, or the last place.
    void add(Message message);

    /// Takes the last place, instead of what waits for the same topic.
    void add_last(Message message);

    /// The packet to send next: what was in flight when a connection was lost, marked as a
    /// duplicate, then what waits. std::nullopt when there is none for now.
    std::optional<std::string> next_packet();

    /// The broker has taken a message. One that is not known is ignored.
    void acknowledge(PacketId id);

    /// Everything in flight has to be sent again, except where a newer message waits.
    void connection_lost();

    /// A number that no message in flight has.
    PacketId take_id();

    bool is_empty() const;
    bool has_in_flight() const;

private:
    struct Sent {
        PacketId id = 0;
        Message message;
        bool is_to_resend = false;
    };

    bool is_in_flight(const std::string& topic) const;
    bool has_room_for(const Message& message) const;
    PacketId next_id();

    mutable std::mutex m_mutex;
    std::deque<Message> m_waiting;
    std::list<Sent> m_in_flight;
    PacketId m_last_id = 0;
};

} // namespace mqtt
