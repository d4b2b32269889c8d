// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <mutex>
#include <stop_token>

namespace base {

/// The sleep of one thread, which others can end. wake() may be called from any thread.
class WakeableSleep {
public:
    enum class End { over, woken, stopped };

    /// @param clock  must outlive this object
    explicit WakeableSleep(Clock& clock) : m_clock(clock) {}

    /// Sleeps until `duration` is over, somebody calls wake(), or `stop` is requested. A wake()
    /// since the last sleep was woken ends this one at once.
    End sleep_for(std::chrono::nanoseconds duration, const std::stop_token& stop);

    /// Ends the sleep, or the next one.
    void wake();

private:
    Clock& m_clock;
    std::mutex m_mutex;
    std::stop_source m_wake;
};

} // namespace base
