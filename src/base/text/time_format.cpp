// SPDX-License-Identifier: Apache-2.0
#include "base/text/time_format.hpp"

#include "base/system/broken_down_time.hpp"
#include "base/text/duration.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>

namespace base {

namespace {

using Seconds = std::chrono::sys_seconds;

/// Whole seconds, rounded down also before 1970, where the standard conversion may round up.
Seconds whole_seconds(SystemTime time) {
    return std::chrono::floor<std::chrono::seconds>(time);
}

std::time_t time_t_of(SystemTime time) {
    return static_cast<std::time_t>(whole_seconds(time).time_since_epoch().count());
}

std::string format_time(const std::tm& parts, const std::string& format) {
    constexpr std::size_t k_largest = std::size_t{1} << 20U;
    // strftime cannot tell an empty result from too small a buffer; one more character makes all
    // results longer than nothing.
    const std::string marked = format + ' ';
    std::string text;
    for (std::size_t size = std::max<std::size_t>(128, 4 * marked.size());; size *= 2) {
        text.resize(size);
        const std::size_t length = std::strftime(text.data(), text.size(), marked.c_str(), &parts);
        if (length > 0) {
            text.resize(length - 1);
            return text;
        }
        if (size >= k_largest) {
            return {};
        }
    }
}

/// @param local  what the clocks show at `time`
int offset_minutes(SystemTime time, const std::tm& local) {
    const std::tm utc = utc_broken_down_time(time_t_of(time));
    // The two are less than two days apart, so that a new year is the next day or the one before.
    const int days = local.tm_year == utc.tm_year  ? local.tm_yday - utc.tm_yday
                     : local.tm_year > utc.tm_year ? 1
                                                   : -1;
    return (24 * days + local.tm_hour - utc.tm_hour) * 60 + local.tm_min - utc.tm_min;
}

/// Negative in the morning.
int seconds_since_noon(SystemTime time) {
    const std::tm local = local_broken_down_time(time_t_of(time));
    return (local.tm_hour - 12) * 3600 + local.tm_min * 60 + local.tm_sec;
}

std::string offset_text(SystemTime time, const std::tm& local, const char* separator) {
    const int minutes = offset_minutes(time, local);
    return fmt::format("{}{:02}{}{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60, separator,
                       std::abs(minutes) % 60);
}

} // namespace

std::string format_local_time(SystemTime time, const std::string& format) {
    return format_time(local_broken_down_time(time_t_of(time)), format);
}

std::string format_utc_time(SystemTime time, const std::string& format) {
    return format_time(utc_broken_down_time(time_t_of(time)), format);
}

bool is_valid_time_format(std::string_view format) {
    constexpr std::string_view k_conversions = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%";
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] == '%') {
            ++i;
            if (i == format.size() || k_conversions.find(format[i]) == std::string_view::npos) {
                return false;
            }
        }
    }
    return true;
}

std::string rfc3339_local(SystemTime time) {
    const std::tm parts = local_broken_down_time(time_t_of(time));
    const auto milliseconds =
        std::chrono::floor<std::chrono::milliseconds>(time) - whole_seconds(time);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}{}", parts.tm_year + 1900,
                       parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                       milliseconds.count(), offset_text(time, parts, ":"));
}

std::string local_offset(SystemTime time) {
    return offset_text(time, local_broken_down_time(time_t_of(time)), "");
}

std::string describe_past(SystemTime time, SystemTime now) {
    using namespace std::chrono_literals;
    const auto age = std::chrono::floor<std::chrono::milliseconds>(now - time);
    if (age < 1min) {
        return "just now";
    }
    if (age < 12h) {
        return describe_duration_roughly(age) + " ago";
    }
    const auto day_of = [](SystemTime moment) { return format_local_time(moment, "%Y-%m-%d"); };
    const std::string day = day_of(time);
    // Noon has a day before it whatever the clocks do at night.
    const Seconds noon = whole_seconds(now) - std::chrono::seconds(seconds_since_noon(now));
    const std::string shown = day == day_of(now)          ? "today"
                              : day == day_of(noon - 24h) ? "yesterday"
                                                          : day;
    return shown + format_local_time(time, " %H:%M");
}

} // namespace base
