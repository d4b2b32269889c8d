// SPDX-License-Identifier: Apache-2.0
#include "support/manual_clock.hpp"

namespace test {

ManualClock::ManualClock()
    : m_now(std::chrono::seconds(1'790'000'000))
      // Far from zero, so that a time before the start can be told from "never".
      ,
      m_steady(std::chrono::hours(1000)) {}

base::SystemTime ManualClock::now() const {
    const std::lock_guard lock(m_mutex);
    return m_now;
}

base::SteadyTime ManualClock::steady_now() const {
    const std::lock_guard lock(m_mutex);
    return m_steady;
}

bool ManualClock::sleep_for(std::chrono::nanoseconds duration, std::stop_token stop) {
    {
        const std::lock_guard lock(m_mutex);
        m_sleeps.push_back(duration);
    }
    if (stop.stop_requested()) {
        return false;
    }
    advance(duration);
    return true;
}

void ManualClock::advance(std::chrono::nanoseconds duration) {
    const std::lock_guard lock(m_mutex);
    m_now += std::chrono::duration_cast<base::SystemTime::duration>(duration);
    m_steady += std::chrono::duration_cast<base::SteadyTime::duration>(duration);
}

void ManualClock::set_now(base::SystemTime now) {
    const std::lock_guard lock(m_mutex);
    m_now = now;
}

std::vector<std::chrono::nanoseconds> ManualClock::sleeps() const {
    const std::lock_guard lock(m_mutex);
    return m_sleeps;
}

} // namespace test
