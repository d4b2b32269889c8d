// SPDX-License-Identifier: Apache-2.0
#include "base/system/broken_down_time.hpp"

#include <time.h>

namespace base {

std::tm local_broken_down_time(std::time_t time) {
    ::tzset();
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
