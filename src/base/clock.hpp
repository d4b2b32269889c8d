// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <stop_token>

namespace base {

using SystemTime = std::chrono::system_clock::time_point;
using SteadyTime = std::chrono::steady_clock::time_point;

/// Time, passed in wherever it is needed, so that tests decide what time it is. All members may be
/// called from any thread.
class Clock {
public:
    virtual ~Clock() = default;

    /// The wall clock. May jump; good for names and expiry, not for measuring.
    virtual SystemTime now() const = 0;

    /// A clock that never goes back.
    virtual SteadyTime steady_now() const = 0;

    /// Waits until `duration` is over or `stop` is requested; true when the whole time has passed.
    /// False at once when the stop was requested before, even if `duration` is zero.
    virtual bool sleep_for(std::chrono::nanoseconds duration, std::stop_token stop) = 0;
};

/// The clock of the machine.
class SystemClock final : public Clock {
public:
    SystemTime now() const override;
    SteadyTime steady_now() const override;
    bool sleep_for(std::chrono::nanoseconds duration, std::stop_token stop) override;
};

} // namespace base
