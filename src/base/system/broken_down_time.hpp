// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ctime>

namespace base {

/// `time` in the zone of this machine, which is looked up again at each call: a program that runs
/// for months sees it change. The epoch when the year does not fit.
std::tm local_broken_down_time(std::time_t time);

/// `time` in UTC. The epoch when the year does not fit.
std::tm utc_broken_down_time(std::time_t time);

} // namespace base
