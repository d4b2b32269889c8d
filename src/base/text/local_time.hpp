// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <string_view>
#include <vector>

namespace base {

/// What local time is ahead of UTC by at `time`, in the zone of this machine.
std::chrono::seconds zone_offset_at(SystemTime time);

/// The moments at which the clocks of this machine's zone show `shown`, in order: two in the hour
/// that is repeated in autumn. In the hour that is left out in spring, the moment that a clock
/// which was not put forward would show so. Never empty.
/// @param shown  the local time, as if it were UTC
std::vector<SystemTime> moments_of_local_time(std::chrono::sys_seconds shown);

/// An offset from UTC such as "+0100", "-05:30" or "Z" in seconds.
/// @param length  becomes the number of bytes that it takes at the start of `text`; zero when
///                `text` does not start with one
std::chrono::seconds read_utc_offset(std::string_view text, std::size_t& length);

} // namespace base
