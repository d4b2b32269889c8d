// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "mqtt/connection.hpp"
#include "mqtt/session.hpp"

#include <optional>

namespace mqtt {

/// A session on its connection: moves bytes between the two. Keeps references to both, and to the
/// clock. Throws what ends either of them.
class Conversation {
public:
    Conversation(base::Clock& clock, Connection& connection, Session& session)
        : m_clock(clock), m_connection(connection), m_session(session) {}

    /// Moves what goes without waiting.
    void move_bytes();

    /// Waits until more goes or the session has to look at the time, until `end` at most.
    void wait(std::optional<base::SteadyTime> end);

private:
    void send();
    void receive();

    base::Clock& m_clock;
    Connection& m_connection;
    Session& m_session;
};

/// How long Connection::wait() may wait from `now`: until `end`, a minute at most.
std::chrono::milliseconds time_until(std::optional<base::SteadyTime> end, base::SteadyTime now);

} // namespace mqtt
