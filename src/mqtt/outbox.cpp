// SPDX-License-Identifier: Apache-2.0
#include "mqtt/outbox.hpp"

#include <algorithm>
#include <utility>

namespace mqtt {

void Outbox::add(Message message) {
    const std::lock_guard lock(m_mutex);
    put(std::move(message), true);
}

void Outbox::add_last(Message message) {
    const std::lock_guard lock(m_mutex);
    put(std::move(message), false);
}

void Outbox::put(Message message, bool keeps_place) {
    const auto waiting = std::find_if(m_waiting.begin(), m_waiting.end(), [&](const Message& each) {
        return each.topic == message.topic;
    });
    if (is_to_leave_out(message)) {
        return;
    }
    give_up_payload_if_many_wait(message);
    if (waiting != m_waiting.end() && keeps_place) {
        *waiting = std::move(message);
        return;
    }
    if (waiting != m_waiting.end()) {
        m_waiting.erase(waiting);
    }
    m_waiting.push_back(std::move(message));
}

void Outbox::give_up_payload_if_many_wait(Message& message) const {
    if (!message.read) {
        return;
    }
    std::size_t bytes = message.payload.size();
    for (const Message& each : m_waiting) {
        bytes += each.topic == message.topic ? 0 : each.payload.size();
    }
    if (bytes > k_most_bytes_waiting) {
        message.payload = {};
    }
}

bool Outbox::is_to_leave_out(const Message& message) {
    const auto known = m_troubles.find(message.topic);
    if (known == m_troubles.end() || known->second.left_out_bytes == 0 ||
        message.payload.size() < known->second.left_out_bytes) {
        return false;
    }
    return ++known->second.left_out % k_left_out_before_next_try != 0;
}

std::optional<std::string> Outbox::next_packet() {
    std::unique_lock lock(m_mutex);
    while (Sent* next = next_to_send()) {
        if (read_payload(*next, lock)) {
            return publish_packet(next->message, next->id, next->is_duplicate);
        }
        m_in_flight.remove_if([&](const Sent& sent) { return &sent == next; });
    }
    return std::nullopt;
}

/// False when the message is not to be sent after all.
bool Outbox::read_payload(Sent& sent, std::unique_lock<std::mutex>& lock) {
    if (!sent.message.payload.empty() || !sent.message.read) {
        return true;
    }
    // A disk may be slow, and who adds messages does not wait for it.
    lock.unlock();
    auto payload = sent.message.read();
    lock.lock();
    sent.message.payload = std::move(payload).value_or("");
    return !sent.message.payload.empty() && !is_to_leave_out(sent.message);
}

Outbox::Sent* Outbox::next_to_send() {
    if (is_anything_on_its_way(true)) {
        return nullptr;
    }
    if (Sent* next = next_to_send_of(false)) {
        return next;
    }
    return is_anything_on_its_way(false) ? nullptr : next_to_send_of(true);
}

Outbox::Sent* Outbox::next_to_send_of(bool suspected) {
    for (Sent& sent : m_in_flight) {
        if (is_suspected(sent.message.topic) == suspected &&
            std::exchange(sent.is_to_resend, false)) {
            sent.is_duplicate = true;
            return &sent;
        }
    }
    const auto next = std::find_if(m_waiting.begin(), m_waiting.end(), [&](const Message& each) {
        return is_suspected(each.topic) == suspected && !is_in_flight(each.topic);
    });
    if (next == m_waiting.end() || !has_room_for(*next)) {
        return nullptr;
    }
    m_in_flight.push_back({.id = next_id(), .message = std::move(*next)});
    m_waiting.erase(next);
    return &m_in_flight.back();
}

void Outbox::acknowledge(PacketId id) {
    const std::lock_guard lock(m_mutex);
    const auto sent = std::find_if(m_in_flight.begin(), m_in_flight.end(), [&](const Sent& each) {
        return each.id == id && !each.is_to_resend;
    });
    if (sent != m_in_flight.end()) {
        m_troubles.erase(sent->message.topic);
        m_in_flight.erase(sent);
    }
}

void Outbox::connection_lost() {
    const std::lock_guard lock(m_mutex);
    note_losses();
    m_in_flight.remove_if([&](const Sent& sent) { return is_waiting(sent.message.topic); });
    for (Sent& sent : m_in_flight) {
        sent.is_to_resend = true;
    }
}

void Outbox::note_losses() {
    m_in_flight.remove_if([&](const Sent& sent) {
        if (sent.is_to_resend) {
            return false;
        }
        Trouble& trouble = m_troubles[sent.message.topic];
        if (++trouble.losses < k_losses_to_give_up) {
            return false;
        }
        if (trouble.left_out_bytes == 0) {
            m_left_out.push_back({sent.message.topic, sent.message.payload.size()});
        }
        // The next one that is tried gets a single chance.
        trouble = {.losses = k_losses_to_give_up - 1,
                   .left_out_bytes = std::max<std::size_t>(sent.message.payload.size(), 1)};
        return true;
    });
}

std::vector<Outbox::LeftOut> Outbox::take_left_out() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_left_out, {});
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

bool Outbox::is_waiting(const std::string& topic) const {
    return std::any_of(m_waiting.begin(), m_waiting.end(),
                       [&](const Message& each) { return each.topic == topic; });
}

bool Outbox::is_suspected(const std::string& topic) const {
    const auto known = m_troubles.find(topic);
    return known != m_troubles.end() && known->second.losses >= k_losses_for_suspicion;
}

bool Outbox::is_anything_on_its_way(bool suspected) const {
    return std::any_of(m_in_flight.begin(), m_in_flight.end(), [&](const Sent& sent) {
        return !sent.is_to_resend && is_suspected(sent.message.topic) == suspected;
    });
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
