// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace base {

/// Formats `time` by strftime in the zone of this machine, which is looked up each time.
/// `format` may be empty; a format that is_valid_time_format() refuses is undefined on some
/// platforms.
std::string format_local_time(SystemTime time, const std::string& format);

/// Formats `time` by strftime in UTC.
std::string format_utc_time(SystemTime time, const std::string& format);

/// Whether every conversion in `format` is one that all platforms know (C11 without E and O
/// modifiers), and no percent sign stands alone at the end.
bool is_valid_time_format(std::string_view format);

/// RFC 3339 with milliseconds and the local offset: "2026-09-21T16:13:32.345+02:00".
std::string rfc3339_local(SystemTime time);

/// The local offset at `time` as "+0200".
std::string local_offset(SystemTime time);

/// When `time` was, seen from `now`, in words for people: "just now" within a minute, "5 min ago",
/// "3 h ago" within twelve hours, "today 02:30", "yesterday 09:29", else "2026-09-21 16:13"; by the
/// zone of this machine.
std::string describe_past(SystemTime time, SystemTime now);

} // namespace base
