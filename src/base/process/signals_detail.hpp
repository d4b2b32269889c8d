// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <stop_token>

namespace base {

// What the halves of signals.hpp for the systems share.

/// The requests to end this program that came so far, in numbers of signals.
struct EndRequests {
    std::stop_source stop;
    /// The first one; 0 for none. May be read by any thread.
    std::atomic<int> received{0};

    enum class Kind {
        /// The caller passes it on to `stop`, without keeping others from arriving meanwhile: that
        /// runs callbacks, which may take their time.
        first,
        /// The same event once more.
        repeat,
        /// It ends the process at once.
        second,
    };

    /// Not for two threads at the same time.
    Kind take(int signal) {
        // One key press or `kill` can arrive more than once: timeout(1) signals the process and
        // then its group, a closing terminal and its shell both send SIGHUP. Nobody presses Ctrl-C
        // twice as fast.
        constexpr std::chrono::milliseconds k_same_event{100};
        const auto now = std::chrono::steady_clock::now();
        if (received != 0) {
            return now - m_first_time > k_same_event ? Kind::second : Kind::repeat;
        }
        received = signal;
        m_first_time = now;
        return Kind::first;
    }

private:
    std::chrono::steady_clock::time_point m_first_time;
};

} // namespace base
