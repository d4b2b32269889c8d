// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace archive {

/// A time as the name of a file tells it.
struct TimeInName {
    /// What a clock showed, as if it were UTC.
    std::chrono::sys_seconds shown;
    std::chrono::milliseconds part{0};
    /// What that clock was ahead of UTC by; std::nullopt when the name does not say, and it was
    /// that of the machine.
    std::optional<std::chrono::seconds> offset;
    /// The name tells the hour too, and not the day alone.
    bool has_hour = false;
    /// The name tells the second, and not the minute alone.
    bool has_second = false;
    /// Which bytes of the name tell it: starts and ends.
    std::vector<std::pair<std::size_t, std::size_t>> spans;
};

/// The time in the name of a file without its extension, which may stand in folders that are part
/// of the name ("2026/11/23/14-41-29"). Understands the usual ways: year, month and day in this
/// order, hours and minutes with or without seconds, any separators or none, "AM" and "PM", an
/// offset such as "+0100" or "Z", and seconds since 1970. Of several times the last one counts.
/// std::nullopt when there is none, or one that is not of this century's cameras (2010 to 2099).
std::optional<TimeInName> find_time(std::string_view name);

/// The moment that a time stands for.
/// @param modified  the time of the file: it decides between two moments that local clocks show
///                  alike, and completes a second or a day that it falls into
base::SystemTime moment_of(const TimeInName& time, std::optional<base::SystemTime> modified);

} // namespace archive
