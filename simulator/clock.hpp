// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace simulator {

/// A point in time on both of the service's clocks, in milliseconds.
struct Moment {
    std::int64_t service_ms; ///< What the service says it is, since 1970.
    std::int64_t steady_ms;  ///< Never jumps back; for delays and waits.
};

/// The service's clock: the machine's, shifted by an offset that may change at any time.
/// Safe to use from all threads.
class Clock {
public:
    explicit Clock(std::int64_t offset_ms = 0) : m_offset_ms(offset_ms) {}

    Moment now() const {
        using namespace std::chrono;
        const auto wall = duration_cast<milliseconds>(system_clock::now().time_since_epoch());
        const auto steady = duration_cast<milliseconds>(steady_clock::now().time_since_epoch());
        const auto advanced = m_advanced_ms.load();
        return {wall.count() + advanced + m_offset_ms.load(), steady.count() + advanced};
    }

    std::int64_t now_ms() const { return now().service_ms; }

    std::int64_t offset_ms() const { return m_offset_ms.load(); }

    /// Sets how far the service's clock is ahead of the machine's; delays under way are not
    /// touched.
    void set_offset(std::int64_t offset_ms) { m_offset_ms = offset_ms; }

    /// Lets time pass at once, for the service's clock and for all delays.
    void advance(std::int64_t ms) { m_advanced_ms += ms; }

private:
    std::atomic<std::int64_t> m_offset_ms;
    std::atomic<std::int64_t> m_advanced_ms{0};
};

} // namespace simulator
