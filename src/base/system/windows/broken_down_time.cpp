// SPDX-License-Identifier: Apache-2.0
#include "base/system/broken_down_time.hpp"

#include "base/system/windows/handle.hpp"

#include <cstdint>

namespace base {

namespace {

constexpr std::int64_t k_ticks_per_second = 10'000'000;
/// Seconds from 1601, where FILETIME begins, to 1970.
constexpr std::int64_t k_epoch_second = 11'644'473'600;

/// The system's form of `time`; that of the epoch when it does not fit.
SYSTEMTIME system_time(std::int64_t time) {
    constexpr std::int64_t k_last_second = 910'000'000'000; // Not before the year 30000.
    if (time < -k_epoch_second || time > k_last_second) {
        time = 0;
    }
    const auto ticks = static_cast<std::uint64_t>((time + k_epoch_second) * k_ticks_per_second);
    const FILETIME file_time{static_cast<DWORD>(ticks), static_cast<DWORD>(ticks >> 32U)};
    SYSTEMTIME result{};
    ::FileTimeToSystemTime(&file_time, &result);
    return result;
}

std::int64_t seconds_of(const SYSTEMTIME& time) {
    FILETIME file_time{};
    ::SystemTimeToFileTime(&time, &file_time);
    const auto ticks = std::uint64_t{file_time.dwHighDateTime} << 32U | file_time.dwLowDateTime;
    return static_cast<std::int64_t>(ticks) / k_ticks_per_second - k_epoch_second;
}

std::tm broken_down(const SYSTEMTIME& time) {
    SYSTEMTIME new_year{};
    new_year.wYear = time.wYear;
    new_year.wMonth = 1;
    new_year.wDay = 1;
    std::tm parts{};
    parts.tm_year = time.wYear - 1900;
    parts.tm_mon = time.wMonth - 1;
    parts.tm_mday = time.wDay;
    parts.tm_hour = time.wHour;
    parts.tm_min = time.wMinute;
    parts.tm_sec = time.wSecond;
    parts.tm_wday = time.wDayOfWeek;
    parts.tm_yday = static_cast<int>((seconds_of(time) - seconds_of(new_year)) / 86'400);
    return parts;
}

} // namespace

// Not localtime_s(): it knows only today's rules of daylight saving, misreads a TZ variable in the
// form of Unix, and refuses times before 1970.
std::tm local_broken_down_time(std::time_t time) {
    const SYSTEMTIME utc = system_time(time);
    TIME_ZONE_INFORMATION rules{};
    SYSTEMTIME local{};
    if (::GetTimeZoneInformationForYear(utc.wYear, nullptr, &rules) == 0 ||
        ::SystemTimeToTzSpecificLocalTime(&rules, &utc, &local) == 0) {
        return broken_down(utc);
    }
    std::tm parts = broken_down(local);
    const std::int64_t standard_offset = -60 * std::int64_t{rules.Bias + rules.StandardBias};
    const bool is_standard = seconds_of(local) - seconds_of(utc) == standard_offset;
    parts.tm_isdst = rules.StandardDate.wMonth == 0 || is_standard ? 0 : 1;
    return parts;
}

std::tm utc_broken_down_time(std::time_t time) {
    return broken_down(system_time(time));
}

} // namespace base
