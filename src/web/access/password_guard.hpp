// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"

#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>

namespace web {

/// So many wrong passwords a minute an address may try.
inline constexpr std::size_t k_most_failures = 10;
/// So many requests may wait while a password is hashed.
inline constexpr int k_most_waiting = 4;

/// Counts wrong passwords of the last minute by address. IPv6 addresses of one network count as
/// one. May be used from many threads.
class FailureCounter {
public:
    /// Notes an attempt; false when there were too many. One that turns out well is taken back.
    bool begin(std::string_view peer, base::SteadyTime now);
    void take_back(std::string_view peer);

private:
    std::mutex m_mutex;
    std::map<std::string, std::deque<base::SteadyTime>, std::less<>> m_failures;
};

/// Checks passwords so that a guess is slow and a visit is quick: a password that was right is
/// remembered by its HMAC under a key of this process, one is hashed at a time, few wait, and an
/// address has few guesses. May be used from many threads.
class PasswordGuard {
public:
    enum class Verdict { right, wrong, too_many };

    /// @param clock  must outlive this object
    /// @param stop   ends the wait of those that are not hashed yet
    PasswordGuard(base::Clock& clock, std::stop_token stop);

    /// @param stored  names the password that is asked for: another one is not remembered as this
    /// @param check   whether the password is right; slow
    Verdict check(const base::Secret& password, std::string_view stored, std::string_view peer,
                  const std::function<bool()>& check);

private:
    bool is_remembered(const std::string& tag);

    base::Clock& m_clock;
    std::stop_token m_stop;
    std::string m_process_key;
    FailureCounter m_failures;
    /// Held while a password is hashed.
    std::mutex m_hashing;
    std::atomic<int> m_queued = 0;
    std::mutex m_mutex;
    std::string m_remembered;
};

} // namespace web
