// SPDX-License-Identifier: Apache-2.0
#include "base/text/local_time.hpp"

#include "base/system/broken_down_time.hpp"
#include "base/text/ascii.hpp"

#include <algorithm>
#include <ctime>

namespace base {

namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

/// What the clocks show at `time`, as if it were UTC.
sys_seconds shown_at(sys_seconds time) {
    using namespace std::chrono;
    const std::tm parts =
        local_broken_down_time(static_cast<std::time_t>(time.time_since_epoch().count()));
    const year_month_day day{year(parts.tm_year + 1900),
                             month(static_cast<unsigned>(parts.tm_mon + 1)),
                             std::chrono::day(static_cast<unsigned>(parts.tm_mday))};
    return sys_days(day) + hours(parts.tm_hour) + minutes(parts.tm_min) + seconds(parts.tm_sec);
}

/// The number that two digits stand for; -1 for other text.
int two_digits(std::string_view text) {
    return text.size() >= 2 && is_digit(text[0]) && is_digit(text[1])
               ? (text[0] - '0') * 10 + (text[1] - '0')
               : -1;
}

} // namespace

seconds zone_offset_at(SystemTime time) {
    const sys_seconds whole = std::chrono::floor<seconds>(time);
    return shown_at(whole) - whole;
}

std::vector<SystemTime> moments_of_local_time(sys_seconds shown) {
    // Zones change their offset by a few hours at most, and not twice within two days.
    constexpr auto k_whole_day = std::chrono::hours(24);
    const sys_seconds by_later_offset = shown - zone_offset_at(shown + k_whole_day);
    const sys_seconds by_earlier_offset = shown - zone_offset_at(shown - k_whole_day);
    std::vector<SystemTime> moments;
    for (const sys_seconds moment : {by_earlier_offset, by_later_offset}) {
        if (shown_at(moment) == shown) {
            moments.emplace_back(moment);
        }
    }
    if (moments.empty()) {
        moments.emplace_back(by_earlier_offset);
    }
    std::sort(moments.begin(), moments.end());
    moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
    return moments;
}

seconds read_utc_offset(std::string_view text, std::size_t& length) {
    length = 0;
    if (text.starts_with('Z') || text.starts_with('z')) {
        length = 1;
        return seconds(0);
    }
    if (!text.starts_with('+') && !text.starts_with('-')) {
        return seconds(0);
    }
    const std::size_t colon = text.size() > 3 && text[3] == ':' ? 1 : 0;
    const int hours = two_digits(text.substr(1));
    const int minutes = text.size() >= 3 ? two_digits(text.substr(3 + colon)) : -1;
    const std::size_t end = 5 + colon;
    if (hours < 0 || hours > 15 || minutes < 0 || minutes > 59 ||
        (text.size() > end && is_digit(text[end]))) {
        return seconds(0);
    }
    length = end;
    return (text[0] == '-' ? -1 : 1) * (std::chrono::hours(hours) + std::chrono::minutes(minutes));
}

} // namespace base
