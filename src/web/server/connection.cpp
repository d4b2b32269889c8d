// SPDX-License-Identifier: Apache-2.0
#include "web/server/connection.hpp"

#include <utility>

namespace web {
Connection::Connection(std::string peer, base::SteadyTime now)
    : m_peer(std::move(peer)), m_since(now) {}

void Connection::enter(State state, base::SteadyTime now) {
    m_state = state;
    m_since = now;
}

void Connection::receive(std::string_view bytes, base::SteadyTime now) {
    if (m_state == State::draining) {
        return;
    }
    if (is_idle()) {
        // From here on the time for one request runs, however slowly it trickles in.
        m_since = now;
    }
    m_input += bytes;
}

void Connection::end_of_input() {
    m_input_ended = true;
}

bool Connection::wants_input() const {
    return !m_input_ended && (m_state == State::draining ||
                              (m_state == State::reading && m_input.size() <= k_longest_head));
}

std::optional<Request> Connection::take_request(base::SteadyTime now) {
    if (m_state != State::reading) {
        return {};
    }
    while (m_input.starts_with("\r\n") || m_input.starts_with("\n")) {
        m_input.erase(0, m_input.find('\n') + 1);
    }
    const auto end = end_of_head(m_input);
    const bool is_too_long = end.value_or(m_input.size()) > k_longest_head;
    if (!end && !is_too_long) {
        return {};
    }
    Request request =
        is_too_long ? refused_request(431) : parse_head(std::string_view(m_input).substr(0, *end));
    // What follows a request that is refused cannot be told from a body.
    m_input.erase(0, request.refused != 0 ? std::string::npos : *end);
    request.peer = m_peer;
    m_closes = request.closes;
    m_is_head = request.method == "HEAD";
    enter(State::working, now);
    return request;
}

void Connection::answer(const Reply& reply, base::SteadyTime steady, base::SystemTime now) {
    // Several requests may have come before the client ended its side.
    m_closes = m_closes || (m_input_ended && !end_of_head(m_input));
    m_output = head_of(reply, m_closes, now);
    if (!m_is_head && reply.status != 304) {
        m_output += reply.body;
    }
    m_sent = 0;
    enter(State::sending, steady);
}

void Connection::sent(std::size_t bytes, base::SteadyTime now) {
    m_sent += bytes;
    m_since = now;
    if (m_sent < m_output.size()) {
        return;
    }
    m_output = {};
    m_sent = 0;
    enter(m_closes ? State::draining : State::reading, now);
}

std::optional<base::SteadyTime> Connection::deadline() const {
    switch (m_state) {
    case State::reading:
        return m_since + (m_input.empty() ? k_idle_time : k_read_time);
    case State::sending:
        return m_since + k_write_time;
    case State::draining:
        return m_since + k_drain_time;
    case State::working:
        break;
    }
    return {};
}

bool Connection::is_over(base::SteadyTime now) const {
    if (m_input_ended && (m_state == State::reading || m_state == State::draining)) {
        return true;
    }
    const auto end = deadline();
    return end && now >= *end;
}

} // namespace web
