// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "http/client.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <stop_token>

namespace http {

/// Whether a fault of the transport may be over at the next try. A refused certificate and a body
/// beyond its limit are not.
bool is_transient(Fault fault);

/// Whether an answer with this status may be another one at the next try: 408, 425, 429 and 5xx
/// (except 501 and 505).
bool is_transient_status(int status);

/// The wait that a Retry-After header asks for: delay seconds or an HTTP date, the latter seen from
/// the answer's own Date header (never the local clock). std::nullopt when absent or unreadable;
/// zero when the date is past; 24 h at most.
std::optional<std::chrono::milliseconds> retry_after(const Response& response);

/// Whether a Retry-After header asks for a wait that is not over when the answer comes.
bool asks_to_wait(const Response& response);

/// How long to wait before try `attempt` + 1 (the first try is 1): 1 s, 2 s, 4 s … 30 s at most,
/// of which a random part between one half and all is taken.
/// @param fraction  in [0, 1): where in that range
std::chrono::milliseconds retry_delay(int attempt, double fraction);

/// The attempts at one piece of work.
class Attempts {
public:
    /// @param most  after how many to give up
    explicit Attempts(int most) : m_most(most) {}

    /// The current attempt; the first is 1.
    int number() const { return m_number; }

    bool is_last() const { return m_number == m_most; }

    /// Which HTTP the current attempt uses: HTTP/1.1 for the last one when HTTP/2 may be to blame
    /// for the failure before, else what the server prefers.
    Version version() const {
        return m_may_be_of_http2 && is_last() ? Version::http1 : Version::any;
    }

    /// How long to wait before the next attempt, partly random: see retry_delay().
    std::chrono::milliseconds delay() const;

    /// The current attempt failed.
    /// @param may_be_of_http2  TransportError::may_be_of_http2() of the failure
    void failed(bool may_be_of_http2) {
        ++m_number;
        m_may_be_of_http2 = may_be_of_http2;
    }

private:
    int m_most;
    int m_number = 1;
    bool m_may_be_of_http2 = false;
};

/// Calls `send(version)` until it returns something that is not worth another attempt, and waits in
/// between. A transient fault of the transport counts as an attempt; the last one and a permanent
/// one are thrown. Throws Error{interrupted} when `stop` is requested during a wait.
/// @param wait_for_retry  of what `send` returned: std::nullopt to return it, else the least wait
///                        before the next attempt
template <typename Send, typename WaitForRetry>
auto retry(Attempts& attempts, base::Clock& clock, const std::stop_token& stop, const Send& send,
           const WaitForRetry& wait_for_retry) {
    for (;;) {
        std::chrono::milliseconds wait = attempts.delay();
        try {
            auto result = send(attempts.version());
            const std::optional<std::chrono::milliseconds> least = wait_for_retry(result);
            if (!least || attempts.is_last()) {
                return result;
            }
            wait = std::max(wait, *least);
            attempts.failed(false);
        } catch (const TransportError& error) {
            if (attempts.is_last() || !is_transient(error.fault())) {
                throw;
            }
            attempts.failed(error.may_be_of_http2());
        }
        if (!clock.sleep_for(wait, stop)) {
            throw base::Error(base::ErrorCode::interrupted, "stopped while waiting for Ring");
        }
    }
}

} // namespace http
