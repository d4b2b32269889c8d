// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "web/server/reply.hpp"
#include "web/server/request.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace web {

/// So long a request may take to arrive.
inline constexpr std::chrono::seconds k_read_time{5};
/// So long a connection may wait for its next request.
inline constexpr std::chrono::seconds k_idle_time{30};
/// So long a client may take nothing of an answer.
inline constexpr std::chrono::seconds k_write_time{20};
/// So long what a client still sends is discarded after the last answer: closing at once would
/// take that from it.
inline constexpr std::chrono::seconds k_drain_time{1};

/// What happens on one connection, without its socket: bytes go in, requests come out, answers go
/// in, bytes come out. One request at a time.
class Connection {
public:
    Connection(std::string peer, base::SteadyTime now);

    /// Enters what came.
    void receive(std::string_view bytes, base::SteadyTime now);

    /// The client will send nothing more.
    void end_of_input();

    /// The next request, when it is complete and the one before is answered. One may be refused
    /// (Request::refused); it has to be answered as well.
    std::optional<Request> take_request(base::SteadyTime now);

    /// Answers the request that was taken last.
    void answer(const Reply& reply, base::SteadyTime steady, base::SystemTime now);

    /// What should be sent.
    std::string_view to_send() const { return std::string_view(m_output).substr(m_sent); }

    void sent(std::size_t bytes, base::SteadyTime now);

    /// Whether more should be read.
    bool wants_input() const;

    /// Between two requests, or before the first.
    bool is_idle() const { return m_state == State::reading && m_input.empty(); }

    bool is_working() const { return m_state == State::working; }

    /// All was sent, and nothing more will be.
    bool is_draining() const { return m_state == State::draining; }

    /// The socket should be closed now.
    bool is_over(base::SteadyTime now) const;

    /// When is_over() may become true without anything that comes or goes; std::nullopt while a
    /// request is worked on.
    std::optional<base::SteadyTime> deadline() const;

    /// When it last came to or left something.
    base::SteadyTime last_active() const { return m_since; }

private:
    enum class State { reading, working, sending, draining };

    void enter(State state, base::SteadyTime now);

    std::string m_peer;
    State m_state = State::reading;
    /// When the state began, or made progress.
    base::SteadyTime m_since;
    bool m_input_ended = false;
    bool m_closes = false;
    bool m_is_head = false;
    std::string m_input;
    std::string m_output;
    std::size_t m_sent = 0;
};

} // namespace web
