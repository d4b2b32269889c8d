// SPDX-License-Identifier: Apache-2.0
#include "http/http_date.hpp"

#include "base/system/broken_down_time.hpp"
#include "base/text/ascii.hpp"

#include <curl/curl.h>
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>

namespace http {

namespace {

/// Whether `text` is like "Sun, 06 Nov 1994 08:49:37 GMT". libcurl takes nearly anything for a
/// date, also one that was cut off.
bool has_form_of_date(std::string_view text) {
    constexpr std::string_view k_form = "aaa, 00-aaa-0000 00:00:00 GMT";
    return std::equal(text.begin(), text.end(), k_form.begin(), k_form.end(),
                      [](char c, char form) {
                          switch (form) {
                          case 'a':
                              return base::is_letter(c);
                          case '0':
                              return base::is_digit(c);
                          case '-':
                              return c == ' ' || c == '-';
                          default:
                              return base::to_lower(c) == base::to_lower(form);
                          }
                      });
}

} // namespace

std::optional<base::SystemTime> parse_http_date(std::string_view text) {
    if (!has_form_of_date(text)) {
        return std::nullopt;
    }
    const std::chrono::sys_seconds time{
        std::chrono::seconds(curl_getdate(std::string(text).c_str(), nullptr))};
    // In nanoseconds the clock's range ends in the year 2262.
    if (time == std::chrono::sys_seconds(std::chrono::seconds(-1)) ||
        time > std::chrono::floor<std::chrono::seconds>(base::SystemTime::max()) ||
        time < std::chrono::ceil<std::chrono::seconds>(base::SystemTime::min())) {
        return std::nullopt;
    }
    return std::chrono::time_point_cast<base::SystemTime::duration>(time);
}

std::string format_http_date(base::SystemTime time) {
    constexpr std::array k_days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array k_months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch();
    const std::tm parts = base::utc_broken_down_time(static_cast<std::time_t>(seconds.count()));
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                       k_days[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                       k_months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::optional<base::SystemTime> date_of(const Response& response) {
    const auto text = response.headers.get("Date");
    return text ? parse_http_date(*text) : std::nullopt;
}

} // namespace http
