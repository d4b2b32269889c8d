// SPDX-License-Identifier: Apache-2.0
#include "base/system/broken_down_time.hpp"

#include <chrono>
#include <cstdlib>
#include <mutex>
#include <time.h>

namespace base {

namespace {

/// Has changes of the time zone noticed. Without TZ the C library looks at a file each time, which
/// costs more than all the rest: then once a second suffices.
void update_zone() {
    using Clock = std::chrono::steady_clock;
    static std::mutex mutex;
    static Clock::time_point next;
    const std::lock_guard guard(mutex);
    if (std::getenv("TZ") != nullptr) {
        next = {};
    } else if (const auto now = Clock::now(); now < next) {
        return;
    } else {
        next = now + std::chrono::seconds(1);
    }
    ::tzset();
}

} // namespace

std::tm local_broken_down_time(std::time_t time) {
    update_zone();
    std::tm parts{};
    if (::localtime_r(&time, &parts) == nullptr) {
        const std::time_t epoch = 0;
        ::localtime_r(&epoch, &parts);
    }
    return parts;
}

std::tm utc_broken_down_time(std::time_t time) {
    std::tm parts{};
    if (::gmtime_r(&time, &parts) == nullptr) {
        const std::time_t epoch = 0;
        ::gmtime_r(&epoch, &parts);
    }
    return parts;
}

} // namespace base
