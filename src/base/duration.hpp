// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace base {

/// Reads a duration as users write it: "30s", "5m", "1h30m", "2d"; units d, h, m, s, ms in this
/// order, each at most once, any letter case; a bare whole number means seconds. Nothing for any
/// other text, a negative value, or more than 10 years.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// A duration in words for people, at most two units, rounded down: "45 s", "12 min",
/// "3 h 5 min", "2 days 4 h". Below a second: "0 s".
std::string describe_duration(std::chrono::milliseconds duration);

/// The shortest text that parse_duration() reads back to the same value: "1h30m", "1m", "500ms".
std::string format_duration(std::chrono::milliseconds duration);

} // namespace base
