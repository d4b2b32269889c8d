// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "mqtt/outbox.hpp"
#include "mqtt/packet_reader.hpp"
#include "mqtt/packet_writer.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqtt {

/// What a client says and hears on one connection, without the connection: takes the bytes that
/// have come and gives those to send. Its time is that of a steady clock, passed in.
///
/// Whatever ends the connection is thrown as Error{cannot_write}; a refused login has a pause.
class Session {
public:
    struct Options {
        /// The broker in messages.
        std::string address;
        ConnectFields login;
        std::vector<std::string> subscriptions;
    };

    /// How long the broker may take to answer the login.
    static constexpr std::chrono::seconds k_login_limit{20};
    /// How long it may take to acknowledge a message.
    static constexpr std::chrono::minutes k_acknowledgement_limit{5};

    /// Begins with the login. What is in flight in `outbox` is sent again. Keeps a reference to it.
    Session(Options options, Outbox& outbox, base::SteadyTime now);

    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// The bytes to send next; empty when there are none. Bytes that were given once are given
    /// again, at the same address, until they are sent.
    std::string_view output(base::SteadyTime now);

    /// So many of these bytes were sent.
    void sent(std::size_t count, base::SteadyTime now);

    void receive(std::string_view bytes, base::SteadyTime now);

    /// The broker has closed the connection, or it broke off: the Error to report, in which `cause`
    /// is told unless more is known.
    base::Error explain_end(const base::Error& cause) const;

    /// The Error to report when what the broker owes, the answer to the login or acknowledgements,
    /// does not come in time.
    base::Error explain_silence() const;

    /// Asks whether the broker is there, and ends the connection when it is not.
    void check_time(base::SteadyTime now);

    /// When check_time() should be called next.
    base::SteadyTime deadline() const;

    /// Whether the broker has accepted the login.
    bool is_accepted() const { return m_is_accepted; }

    /// Subscribes to more topics, after the login is accepted.
    void subscribe(std::vector<std::string> topics);

    /// Says good-bye, after everything else that is to be sent.
    void leave();

    bool is_leaving() const { return m_is_leaving; }

    /// Whether everything is sent, the good-bye included.
    bool has_left() const { return m_is_leaving && m_output.empty(); }

    /// Messages that came since the last call.
    std::vector<Message> take_received();

    /// Topics that the broker does not let the client subscribe to, since the last call.
    std::vector<std::string> take_refused_subscriptions();

private:
    std::chrono::nanoseconds half_keep_alive() const;
    void take(const ConnectAnswer& answer, base::SteadyTime now);
    void take(Publication publication, base::SteadyTime now);
    void take(const PublishAcknowledgement& acknowledgement, base::SteadyTime now);
    void take(const SubscribeAnswer& answer, base::SteadyTime now);

    void take(const PingAnswer&, base::SteadyTime) {}

    void take(const Malformed& malformed, base::SteadyTime now);

    Options m_options;
    Outbox& m_outbox;
    PacketReader m_reader;
    /// Whole packets, the first of which is sent up to m_offset.
    std::deque<std::string> m_output;
    std::size_t m_offset = 0;
    std::vector<Message> m_received;
    std::vector<std::string> m_refused_subscriptions;
    /// Topics by the packet that subscribes to them, until it is answered.
    std::map<PacketId, std::vector<std::string>> m_subscriptions;
    bool m_is_accepted = false;
    bool m_is_leaving = false;
    base::SteadyTime m_began;
    base::SteadyTime m_last_sent;
    base::SteadyTime m_last_received;
    /// When the broker was asked whether it is there, and nothing has come since.
    std::optional<base::SteadyTime> m_asked;
    /// Since when an acknowledgement has been due.
    std::optional<base::SteadyTime> m_unacknowledged_since;
};

} // namespace mqtt
