// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mqtt/packet_writer.hpp"
#include "mqtt/publisher.hpp"

#include <cstddef>
#include <deque>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace mqtt {

/// The messages that a broker has not acknowledged, over all connections to it. Of each topic at
/// most one is in flight and one waits: the newest. Messages may be added from any thread; all else
/// is for the thread of the connection.
///
/// What waits for long may be many pictures: payloads that can be read again are kept only up to
/// k_most_bytes_waiting.
///
/// Brokers cut the connection when a message is larger than they allow. So a topic whose message
/// was in flight when connections were lost is under suspicion: its message goes alone, after all
/// others. When that does not help either, the broker will not take it, and it is left out.
class Outbox {
public:
    /// How much is in flight at most: so many messages, and unless it is only one, so many bytes,
    /// or one message more where its payload has to be read.
    static constexpr std::size_t k_most_in_flight = 16;
    static constexpr std::size_t k_most_bytes_in_flight = std::size_t{2} << 20;
    static constexpr std::size_t k_most_bytes_waiting = std::size_t{4} << 20;
    /// After so many lost connections a topic is under suspicion, and after so many it is left out.
    static constexpr int k_losses_for_suspicion = 2;
    static constexpr int k_losses_to_give_up = 5;
    /// One of so many messages as large as one that was left out is tried all the same.
    static constexpr int k_left_out_before_next_try = 20;

    /// Takes the place of what waits for the same topic, or the last place.
    void add(Message message);

    /// Takes the last place, instead of what waits for the same topic.
    void add_last(Message message);

    /// The packet to send next: what was in flight when a connection was lost, marked as a
    /// duplicate, then what waits, then what is under suspicion. std::nullopt when there is none
    /// for now.
    std::optional<std::string> next_packet();

    /// The broker has taken a message. One that is not known is ignored.
    void acknowledge(PacketId id);

    /// Everything in flight has to be sent again, except where a newer message waits.
    void connection_lost();

    /// What was left out for the first time since the last call: without payload, and its size.
    struct LeftOut {
        std::string topic;
        std::size_t bytes = 0;
    };

    std::vector<LeftOut> take_left_out();

    /// A number that no message in flight has.
    PacketId take_id();

    bool is_empty() const;
    bool has_in_flight() const;

private:
    struct Sent {
        PacketId id = 0;
        Message message;
        bool is_to_resend = false;
        bool is_duplicate = false;
    };

    /// What is known of a topic whose messages have not arrived.
    struct Trouble {
        int losses = 0;
        /// The size of what was left out; 0 when nothing was.
        std::size_t left_out_bytes = 0;
        int left_out = 0;
    };

    void put(Message message, bool keeps_place);
    void give_up_payload_if_many_wait(Message& message) const;
    bool is_to_leave_out(const Message& message);
    bool is_suspected(const std::string& topic) const;
    bool is_in_flight(const std::string& topic) const;
    bool is_waiting(const std::string& topic) const;
    bool is_anything_on_its_way(bool suspected) const;
    bool has_room_for(const Message& message) const;
    Sent* next_to_send();
    Sent* next_to_send_of(bool suspected);
    bool read_payload(Sent& sent, std::unique_lock<std::mutex>& lock);
    void note_losses();
    PacketId next_id();

    mutable std::mutex m_mutex;
    std::deque<Message> m_waiting;
    std::list<Sent> m_in_flight;
    std::map<std::string, Trouble> m_troubles;
    std::vector<LeftOut> m_left_out;
    PacketId m_last_id = 0;
};

} // namespace mqtt
