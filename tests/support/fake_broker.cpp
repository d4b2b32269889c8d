// SPDX-License-Identifier: Apache-2.0
#include "support/fake_broker.hpp"

#include "mqtt/packet_type.hpp"
#include "mqtt/packet_writer.hpp"

#include <algorithm>
#include <utility>

namespace test {

namespace {

mqtt::PacketType type_of(const std::string& packet) {
    return static_cast<mqtt::PacketType>(static_cast<unsigned char>(packet[0]) >> 4U);
}

/// What the first bytes of a packet say of its size.
struct Size {
    /// 0 when these bytes are not all there.
    std::size_t whole = 0;
    std::size_t header = 0;
};

Size size_in(const std::string& bytes) {
    std::size_t body = 0;
    for (std::size_t i = 1; i < std::min<std::size_t>(bytes.size(), 5); ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        body |= std::size_t{byte & 0x7FU} << (7 * (i - 1));
        if ((byte & 0x80U) == 0) {
            return {.whole = i + 1 + body, .header = i + 1};
        }
    }
    return {};
}

struct PublishParts {
    mqtt::Message message;
    /// Two bytes; empty for QoS 0.
    std::string id;
};

/// Read here once more, of any size, so that what the client writes is not checked by itself.
std::optional<PublishParts> parts_of_publish(const std::string& packet) {
    if (packet.empty() || type_of(packet) != mqtt::PacketType::publish) {
        return std::nullopt;
    }
    const std::size_t start = size_in(packet).header;
    const std::size_t topic_size = static_cast<unsigned char>(packet.at(start)) * std::size_t{256} +
                                   static_cast<unsigned char>(packet.at(start + 1));
    const std::size_t end_of_topic = start + 2 + topic_size;
    const std::size_t id_size = (packet[0] & 0x06) != 0 ? 2 : 0;
    PublishParts parts;
    parts.message.topic = packet.substr(start + 2, topic_size);
    parts.id = packet.substr(end_of_topic, id_size);
    parts.message.payload = packet.substr(end_of_topic + id_size);
    parts.message.retain = (packet[0] & 0x01) != 0;
    return parts;
}

base::Error broken() {
    return {base::ErrorCode::cannot_write, "the connection to the broker broke off"};
}

} // namespace

class FakeBroker::Link final : public mqtt::Connection {
public:
    explicit Link(FakeBroker& broker) : m_broker(broker), m_began(broker.m_clock.steady_now()) {}

    bool connect() override {
        const std::lock_guard lock(m_broker.m_mutex);
        if (m_broker.m_refusal) {
            throw *m_broker.m_refusal;
        }
        if (m_broker.m_hangs &&
            m_broker.m_clock.steady_now() - m_began >= std::chrono::seconds(10)) {
            throw base::Error(base::ErrorCode::cannot_write, "cannot connect: no answer");
        }
        m_is_connected = !m_broker.m_hangs;
        return m_is_connected;
    }

    std::size_t send(std::string_view bytes) override {
        const std::lock_guard lock(m_broker.m_mutex);
        if (m_broker.m_is_cut) {
            throw broken();
        }
        const std::size_t count = std::min(bytes.size(), m_broker.m_most_at_once);
        m_broker.take(std::string(bytes.substr(0, count)));
        return count;
    }

    std::size_t receive(char* buffer, std::size_t size) override {
        const std::lock_guard lock(m_broker.m_mutex);
        std::string& bytes = m_broker.m_to_client;
        if (bytes.empty() && m_broker.m_is_cut) {
            throw broken();
        }
        const std::size_t count = bytes.copy(buffer, size);
        bytes.erase(0, count);
        return count;
    }

    void wait(bool for_output, std::chrono::milliseconds most) override {
        std::unique_lock lock(m_broker.m_mutex);
        const base::SteadyTime end = m_broker.m_clock.steady_now() + most;
        const auto is_over = [&] {
            return m_broker.m_is_woken || !m_broker.m_to_client.empty() || m_broker.m_is_cut ||
                   (!m_is_connected && !m_broker.m_hangs) ||
                   (for_output && m_broker.m_most_at_once > 0) ||
                   m_broker.m_clock.steady_now() >= end;
        };
        m_broker.m_changed.wait(lock,
                                [&] { return is_over() || most <= m_broker.m_longest_passing; });
        if (!is_over()) {
            m_broker.m_clock.advance(most);
        }
        m_broker.m_is_woken = false;
        m_broker.notify();
    }

    void wake() override {
        const std::lock_guard lock(m_broker.m_mutex);
        m_broker.m_is_woken = true;
        m_broker.notify();
    }

private:
    FakeBroker& m_broker;
    base::SteadyTime m_began;
    bool m_is_connected = false;
};

mqtt::Connector FakeBroker::connector() {
    return [this](const mqtt::Broker&) {
        const std::lock_guard lock(m_mutex);
        ++m_connections;
        m_to_client.clear();
        m_unread.clear();
        m_is_cut = false;
        m_is_woken = false;
        notify();
        return std::make_unique<Link>(*this);
    };
}

void FakeBroker::answer_by(Answer answer) {
    const std::lock_guard lock(m_mutex);
    m_answer = std::move(answer);
}

void FakeBroker::refuse(std::optional<base::Error> error) {
    const std::lock_guard lock(m_mutex);
    m_refusal = std::move(error);
    m_is_cut = m_is_cut || m_refusal;
    notify();
}

void FakeBroker::hang(bool hangs) {
    const std::lock_guard lock(m_mutex);
    m_hangs = hangs;
    notify();
}

void FakeBroker::set_most_at_once(std::size_t most) {
    const std::lock_guard lock(m_mutex);
    m_most_at_once = most;
    notify();
}

void FakeBroker::send(const std::string& bytes) {
    const std::lock_guard lock(m_mutex);
    m_to_client += bytes;
    notify();
}

void FakeBroker::send_message(const mqtt::Message& message) {
    send(mqtt::publish_packet(message, 1, false));
}

void FakeBroker::cut() {
    const std::lock_guard lock(m_mutex);
    m_is_cut = true;
    notify();
}

void FakeBroker::advance(std::chrono::nanoseconds duration) {
    const std::lock_guard lock(m_mutex);
    m_clock.advance(duration);
    notify();
}

void FakeBroker::let_time_pass(std::chrono::milliseconds longest) {
    const std::lock_guard lock(m_mutex);
    m_longest_passing = longest;
    notify();
}

std::size_t FakeBroker::connections() const {
    const std::lock_guard lock(m_mutex);
    return m_connections;
}

std::vector<std::string> FakeBroker::packets() const {
    const std::lock_guard lock(m_mutex);
    return m_packets;
}

std::vector<mqtt::Message> FakeBroker::messages() const {
    std::vector<mqtt::Message> messages;
    for (const std::string& packet : packets()) {
        if (auto message = message_in(packet)) {
            messages.push_back(std::move(*message));
        }
    }
    return messages;
}

std::optional<std::string> FakeBroker::retained(const std::string& topic) const {
    std::optional<std::string> payload;
    for (const mqtt::Message& message : messages()) {
        if (message.topic == topic && message.retain) {
            payload = message.payload;
        }
    }
    return payload;
}

void FakeBroker::wait_until(const std::function<bool()>& condition) const {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, condition);
}

void FakeBroker::take(const std::string& bytes) {
    m_unread += bytes;
    while (const std::size_t size = size_of_packet(m_unread)) {
        m_packets.push_back(m_unread.substr(0, size));
        m_unread.erase(0, size);
        m_to_client += m_answer ? m_answer(m_packets.back()) : answer_of_broker(m_packets.back());
    }
    notify();
}

void FakeBroker::notify() {
    m_changed.notify_all();
}

std::string answer_of_broker(const std::string& packet) {
    using mqtt::PacketType;
    switch (type_of(packet)) {
    case PacketType::connect:
        return std::string("\x20\x02\0\0", 4);
    case PacketType::publish: {
        const auto parts = parts_of_publish(packet);
        return parts && !parts->id.empty() ? "\x40\x02" + parts->id : std::string();
    }
    case PacketType::subscribe:
        return "\x90\x03" + packet.substr(2, 2) + "\x01";
    case PacketType::ping:
        return std::string("\xd0\0", 2);
    default:
        return {};
    }
}

std::optional<mqtt::Message> message_in(const std::string& packet) {
    const auto parts = parts_of_publish(packet);
    return parts ? std::optional(parts->message) : std::nullopt;
}

std::size_t size_of_packet(const std::string& bytes) {
    const Size size = size_in(bytes);
    return size.whole <= bytes.size() ? size.whole : 0;
}

} // namespace test
