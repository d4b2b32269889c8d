// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "mqtt/connection.hpp"
#include "mqtt/publisher.hpp"
#include "support/manual_clock.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace test {

/// An MQTT broker without sockets, for as many connections as a client makes, one after the other.
/// It answers as brokers do unless it is told otherwise. Its connections wait in the time of a
/// ManualClock: until advance(), unless let_time_pass() was called. All members may be called from
/// any thread. Must outlive its connections.
class FakeBroker {
public:
    /// What it answers to a packet of the client; the packets of brokers themselves by default.
    using Answer = std::function<std::string(const std::string& packet)>;

    explicit FakeBroker(ManualClock& clock) : m_clock(clock) {}

    FakeBroker(const FakeBroker&) = delete;
    FakeBroker& operator=(const FakeBroker&) = delete;

    mqtt::Connector connector();

    /// Answers so from now on; empty: as brokers do.
    void answer_by(Answer answer);
    /// Lets no connection come about from now on, and cuts the one that is there; std::nullopt: no
    /// more.
    void refuse(std::optional<base::Error> error);
    /// Lets connections hang on their way.
    void hang(bool hangs);
    /// So much can be sent at once; 0: nothing, as when it does not read.
    void set_most_at_once(std::size_t most);
    /// Sends bytes over the newest connection.
    void send(const std::string& bytes);
    /// Sends a message over the newest connection, with QoS 1.
    void send_message(const mqtt::Message& message);
    /// Ends the newest connection.
    void cut();

    /// Moves the clock on and wakes who waits.
    void advance(std::chrono::nanoseconds duration);
    /// From now on nobody waits who would wait for so long at most: it moves the clock instead.
    void let_time_pass(std::chrono::milliseconds longest);

    /// How many connections there were, refused ones included.
    std::size_t connections() const;
    /// All packets that came, over all connections, in order.
    std::vector<std::string> packets() const;
    /// All messages that came, over all connections, in order.
    std::vector<mqtt::Message> messages() const;
    /// The newest retained message of a topic; std::nullopt when there is none.
    std::optional<std::string> retained(const std::string& topic) const;

    /// Waits until the condition holds; it may call the functions above.
    void wait_until(const std::function<bool()>& condition) const;

private:
    class Link;

    void take(const std::string& bytes);
    void notify();

    ManualClock& m_clock;
    mutable std::recursive_mutex m_mutex;
    mutable std::condition_variable_any m_changed;
    Answer m_answer;
    std::optional<base::Error> m_refusal;
    bool m_hangs = false;
    std::chrono::milliseconds m_longest_passing{0};
    std::size_t m_most_at_once = 1'000'000'000;
    std::size_t m_connections = 0;
    std::vector<std::string> m_packets;
    // Of the newest connection:
    std::string m_to_client;
    std::string m_unread;
    bool m_is_cut = false;
    bool m_is_woken = false;
};

/// What a broker answers to `packet`: accepts every login, subscription and message.
std::string answer_of_broker(const std::string& packet);

/// The message in a PUBLISH packet; std::nullopt when `packet` is another one.
std::optional<mqtt::Message> message_in(const std::string& packet);

/// The size of the packet that `bytes` begin with; 0 when it is not whole.
std::size_t size_of_packet(const std::string& bytes);

} // namespace test
