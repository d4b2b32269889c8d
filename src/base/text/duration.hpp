// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace base {

/// Reads a duration as users write it: "30s", "5m", "1h30m", "2d", "5 min", "1 hour", "2 weeks".
/// The units are w, d, h, m, s and ms, or their names in English, in this order, each at most once
/// and in any letter case; blanks may stand between. std::nullopt for any other text, a number
/// without a unit (except 0), a negative value, or more than 10
/// years.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// What to tell a user whose `text` parse_duration() does not take: "5s or 5m?" for a number
/// without a unit, else how durations are written.
std::string advice_on_duration(std::string_view text);

/// A duration in words for people, at most two units, rounded down: "45 s", "12 min",
/// "3 h 5 min", "2 days 4 h". Below a second: "0 s".
std::string describe_duration(std::chrono::milliseconds duration);

/// describe_duration() in the larger unit alone: "45 s", "3 h", "2 days".
std::string describe_duration_roughly(std::chrono::milliseconds duration);

/// The shortest text that parse_duration() reads back to the same value: "1h30m", "1m", "500ms".
std::string format_duration(std::chrono::milliseconds duration);

} // namespace base
