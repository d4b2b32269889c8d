// SPDX-License-Identifier: Apache-2.0
#include "mqtt/conversation.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>

namespace mqtt {

namespace {

/// So many times in a row, before something else gets its turn.
constexpr int k_most_turns = 16;
constexpr std::size_t k_most_received = 16'384;
constexpr std::chrono::milliseconds k_longest_wait = std::chrono::minutes(1);

} // namespace

void Conversation::move_bytes() {
    m_session.check_time(m_clock.steady_now());
    receive();
    try {
        send();
    } catch (const base::Error&) {
        // A broker that refuses says so, and does not read on: its answer tells more.
        receive();
        throw;
    }
}

void Conversation::send() {
    for (int turn = 0; turn < k_most_turns; ++turn) {
        const std::string_view output = m_session.output(m_clock.steady_now());
        if (output.empty()) {
            return;
        }
        const std::size_t sent = m_connection.send(output);
        if (sent == 0) {
            return;
        }
        m_session.sent(sent, m_clock.steady_now());
    }
}

void Conversation::receive() {
    std::array<char, k_most_received> buffer{};
    for (int turn = 0; turn < k_most_turns; ++turn) {
        std::size_t received = 0;
        try {
            received = m_connection.receive(buffer.data(), buffer.size());
        } catch (const base::Error& error) {
            throw m_session.explain_end(error);
        }
        if (received == 0) {
            return;
        }
        m_session.receive({buffer.data(), received}, m_clock.steady_now());
    }
}

void Conversation::wait(std::optional<base::SteadyTime> end) {
    const base::SteadyTime now = m_clock.steady_now();
    const base::SteadyTime next = end ? std::min(*end, m_session.deadline()) : m_session.deadline();
    m_connection.wait(!m_session.output(now).empty(), time_until(next, now));
}

std::chrono::milliseconds time_until(std::optional<base::SteadyTime> end, base::SteadyTime now) {
    if (!end) {
        return k_longest_wait;
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*end - now);
    return std::clamp(left, std::chrono::milliseconds(0), k_longest_wait);
}

} // namespace mqtt
