// SPDX-License-Identifier: Apache-2.0
#include "mqtt/outbox.hpp"

#include <algorithm>
#include <utility>

namespace mqtt {

void Outbox::add(Message message) {
    const std::lock_guard lock(m_mutex);
    const auto waiting = std::find_if(m_waiting.begin(), m_waiting.end(), [&](const Message& each) {
        return each.topic == message.topic;
    });
    if (waiting != m_waiting.end()) {
        *waiting = std::move(message);
    } else {
        m_waiting.push_back(std::move(message));
    }
}

void Outbox::add_last(Message message) {
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_waiting, [&](const Message& each) { return each.topic == message.topic; });
    m_waiting.push_back(std::move(message));
}

std::optional<std::string> Outbox::next_packet() {
    const std::lock_guard lock(m_mutex);
    for (Sent& sent : m_in_flight) {
        if (std::exchange(sent.is_to_resend, false)) {
            return publish_packet(sent.message, sent.id, true);
        }
    }
    const auto next = std::find_if(m_waiting.begin(), m_waiting.end(),
                                   [&](const Message& each) { return !is_in_flight(each.topic); });
    if (next == m_waiting.end() || !has_room_for(*next)) {
        return std::nullopt;
    }
    m_in_flight.push_back({.id = next_id(), .message = std::move(*next)});
    m_waiting.erase(next);
    return publish_packet(m_in_flight.back().message, m_in_flight.back().id, false);
}

void Outbox::acknowledge(PacketId id) {
    const std::lock_guard lock(m_mutex);
    m_in_flight.remove_if([&](const Sent& sent) { return sent.id == id && !sent.is_to_resend; });
}

void Outbox::connection_lost() {
    const std::lock_guard lock(m_mutex);
    m_in_flight.remove_if([&](const Sent& sent) {
        return std::any_of(m_waiting.begin(), m_waiting.end(),
                           [&](const Message& newer) { return newer.topic == sent.message.topic; });
    });
    for (Sent& sent : m_in_flight) {
        sent.is_to_resend = true;
    }
}

PacketId Outbox::take_id() {
    const std::lock_guard lock(m_mutex);
    return next_id();
}

bool Outbox::is_empty() const {
    const std::lock_guard lock(m_mutex);
    return m_waiting.empty() && m_in_flight.empty();
}

bool Outbox::has_in_flight() const {
    const std::lock_guard lock(m_mutex);
    return !m_in_flight.empty();
}

bool Outbox::is_in_flight(const std::string& topic) const {
    return std::any_of(m_in_flight.begin(), m_in_flight.end(),
                       [&](const Sent& sent) { return sent.message.topic == topic; });
}

bool Outbox::has_room_for(const Message& message) const {
    std::size_t bytes = message.payload.size();
    for (const Sent& sent : m_in_flight) {
        bytes += sent.message.payload.size();
    }
    return m_in_flight.empty() ||
           (m_in_flight.size() < k_most_in_flight && bytes <= k_most_bytes_in_flight);
}

PacketId Outbox::next_id() {
    do {
        ++m_last_id;
    } while (m_last_id == 0 || std::any_of(m_in_flight.begin(), m_in_flight.end(),
                                           [&](const Sent& sent) { return sent.id == m_last_id; }));
    return m_last_id;
}

} // namespace mqtt
