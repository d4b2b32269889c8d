// SPDX-License-Identifier: Apache-2.0
#include "base/clock.hpp"

#include <condition_variable>
#include <mutex>

namespace base {

SystemTime SystemClock::now() const {
    return std::chrono::system_clock::now();
}

SteadyTime SystemClock::steady_now() const {
    return std::chrono::steady_clock::now();
}

bool SystemClock::sleep_for(std::chrono::nanoseconds duration, std::stop_token stop) {
    const SteadyTime start = steady_now();
    // Some systems turn a deadline near the end of the clock's range into one in the past.
    const auto longest = (SteadyTime::max() - start) / 2;
    const SteadyTime deadline = start + (duration < longest ? duration : longest);

    std::mutex mutex;
    std::condition_variable_any never_notified;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested() && steady_now() < deadline) {
        never_notified.wait_until(lock, stop, deadline, [] { return false; });
    }
    return !stop.stop_requested();
}

} // namespace base
