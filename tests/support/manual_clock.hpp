// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <mutex>
#include <vector>

namespace test {

/// A clock that stands still until somebody sleeps or advances it: sleep_for() returns at once and
/// moves both clocks by the duration slept.
class ManualClock final : public base::Clock {
public:
    /// Starts at 2026-09-21 14:13:20 UTC (1790000000 s since the epoch).
    ManualClock();

    base::SystemTime now() const override;
    base::SteadyTime steady_now() const override;
    bool sleep_for(std::chrono::nanoseconds duration, std::stop_token stop) override;

    /// Moves both clocks.
    void advance(std::chrono::nanoseconds duration);
    /// Sets the wall clock alone, as when somebody corrects it.
    void set_now(base::SystemTime now);

    /// What was asked of sleep_for(), in order.
    std::vector<std::chrono::nanoseconds> sleeps() const;

private:
    mutable std::mutex m_mutex;
    base::SystemTime m_now;
    base::SteadyTime m_steady;
    std::vector<std::chrono::nanoseconds> m_sleeps;
};

} // namespace test
