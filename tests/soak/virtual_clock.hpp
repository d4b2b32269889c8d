// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <stop_token>

namespace soak {

/// Milliseconds since 1970, as in the service's messages.
inline std::int64_t to_ms(base::SystemTime time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

/// Time for a known number of threads that do nothing but sleep and work: it stands still while one
/// of them works, and leaps to the next awakening as soon as all of them sleep. A thread that waits
/// for another one (for a mutex that a sleeper holds) is recognised by its silence: after some real
/// milliseconds without a call of this clock, and with no thread at work, time goes on without it.
///
/// Three times are kept apart: the steady clock of the machine, its wall clock, which can be set,
/// and the true time, which the service has. While the machine is suspended the steady clock stands
/// still.
class VirtualClock final : public base::Clock {
public:
    VirtualClock(base::SystemTime start, std::size_t threads);

    base::SystemTime now() const override;
    base::SteadyTime steady_now() const override;
    bool sleep_for(std::chrono::nanoseconds duration, std::stop_token stop) override;

    base::SystemTime true_now() const;

    /// Sets the wall clock wrong by this much; zero: right again.
    void set_wrong_by(std::chrono::seconds error);

    /// The machine was suspended for this long.
    void suspend(std::chrono::seconds duration);

private:
    struct Sleeper {
        bool due = false;
        std::condition_variable awakening;
    };

    using Sleepers = std::multimap<base::SteadyTime, Sleeper*>;

    void go_on();
    base::SystemTime true_time() const;

    const base::SystemTime m_start;
    const base::SteadyTime m_steady_start;
    const std::size_t m_threads;
    mutable std::mutex m_mutex;
    mutable std::uint64_t m_calls = 0;
    base::SteadyTime m_steady;
    std::chrono::seconds m_suspended{0};
    std::chrono::seconds m_error{0};
    Sleepers m_sleepers;
};

} // namespace soak
