// SPDX-License-Identifier: Apache-2.0
#include "base/system/wakeable_sleep.hpp"

namespace base {

WakeableSleep::End WakeableSleep::sleep_for(std::chrono::nanoseconds duration,
                                            const std::stop_token& stop) {
    std::stop_source wake;
    {
        const std::lock_guard guard(m_mutex);
        wake = m_wake;
    }
    // A source of its own: that of wake() must not be spent by a stop.
    std::stop_source end;
    const std::stop_callback on_stop(stop, [&end] { end.request_stop(); });
    const std::stop_callback on_wake(wake.get_token(), [&end] { end.request_stop(); });
    m_clock.sleep_for(duration, end.get_token());
    if (stop.stop_requested()) {
        return End::stopped;
    }
    const std::lock_guard guard(m_mutex);
    if (!m_wake.stop_requested()) {
        return End::over;
    }
    m_wake = std::stop_source();
    return End::woken;
}

void WakeableSleep::wake() {
    std::stop_source wake;
    {
        const std::lock_guard guard(m_mutex);
        wake = m_wake;
    }
    wake.request_stop();
}

} // namespace base
