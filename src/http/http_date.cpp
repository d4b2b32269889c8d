// SPDX-License-Identifier: Apache-2.0
#include "http/http_date.hpp"

#include "base/text/ascii.hpp"

#include <array>
#include <charconv>
#include <cstddef>

namespace http {

namespace {

/// The three forms of the RFC, as strftime would write them in the C locale. libcurl's own reader
/// takes nearly anything for a date, also one that was cut off.
constexpr std::array<std::string_view, 3> k_date_forms = {
    "%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"};

constexpr std::array<std::string_view, 7> k_days = {"monday", "tuesday",  "wednesday", "thursday",
                                                    "friday", "saturday", "sunday"};
constexpr std::array<std::string_view, 12> k_months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                       "jul", "aug", "sep", "oct", "nov", "dec"};

struct DateParts {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
};

bool take_word(std::string_view& text, std::string_view word) {
    if (!base::equal_ignoring_case(text.substr(0, word.size()), word)) {
        return false;
    }
    text.remove_prefix(word.size());
    return true;
}

/// The position in `names` of the name at the beginning of `text`, of which `length` characters are
/// compared.
std::optional<int> take_name(std::string_view& text, const auto& names,
                             std::size_t length = std::string_view::npos) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (take_word(text, names[i].substr(0, length))) {
            return static_cast<int>(i);
        }
    }
    return std::nullopt;
}

std::optional<int> take_number(std::string_view& text, std::size_t digits) {
    unsigned number = 0;
    if (text.size() < digits) {
        return std::nullopt;
    }
    const char* const end = text.data() + digits;
    if (std::from_chars(text.data(), end, number).ptr != end) {
        return std::nullopt;
    }
    text.remove_prefix(digits);
    return static_cast<int>(number);
}

/// Reads what `conversion` stands for in strftime.
bool take_part(std::string_view& text, char conversion, DateParts& parts) {
    const auto put = [](int& part, std::optional<int> value, int offset = 0) {
        part = value.value_or(0) + offset;
        return value.has_value();
    };
    int ignored = 0;
    switch (conversion) {
    case 'a':
        return put(ignored, take_name(text, k_days, 3));
    case 'A':
        return put(ignored, take_name(text, k_days));
    case 'b':
        return put(parts.month, take_name(text, k_months), 1);
    case 'd':
        return put(parts.day, take_number(text, 2));
    case 'e':
        return put(parts.day, take_number(text, take_word(text, " ") ? 1 : 2));
    case 'H':
        return put(parts.hour, take_number(text, 2));
    case 'M':
        return put(parts.minute, take_number(text, 2));
    case 'S':
        return put(parts.second, take_number(text, 2));
    case 'y': {
        // The RFC counts from today; a fixed border needs no clock and serves this century.
        const auto year = take_number(text, 2);
        return put(parts.year, year, year < 70 ? 2000 : 1900);
    }
    default:
        return put(parts.year, take_number(text, 4));
    }
}

std::optional<DateParts> read_date(std::string_view text, std::string_view form) {
    DateParts parts;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const bool fits =
            form[i] == '%' ? take_part(text, form[++i], parts) : take_word(text, form.substr(i, 1));
        if (!fits) {
            return std::nullopt;
        }
    }
    return text.empty() ? std::optional(parts) : std::nullopt;
}

std::optional<base::SystemTime> time_of(const DateParts& parts) {
    using std::chrono::seconds;
    const std::chrono::year_month_day day{std::chrono::year(parts.year),
                                          std::chrono::month(static_cast<unsigned>(parts.month)),
                                          std::chrono::day(static_cast<unsigned>(parts.day))};
    // Second 60 is a leap second.
    if (!day.ok() || parts.hour > 23 || parts.minute > 59 || parts.second > 60) {
        return std::nullopt;
    }
    const std::chrono::sys_seconds time =
        std::chrono::sys_days(day) + std::chrono::hours(parts.hour) +
        std::chrono::minutes(parts.minute) + seconds(parts.second);
    // In nanoseconds the clock's range ends in the year 2262.
    if (time > std::chrono::floor<seconds>(base::SystemTime::max()) ||
        time < std::chrono::ceil<seconds>(base::SystemTime::min())) {
        return std::nullopt;
    }
    return std::chrono::time_point_cast<base::SystemTime::duration>(time);
}

} // namespace

std::optional<base::SystemTime> parse_http_date(std::string_view text) {
    for (const std::string_view form : k_date_forms) {
        if (const auto parts = read_date(text, form)) {
            return time_of(*parts);
        }
    }
    return std::nullopt;
}

std::optional<base::SystemTime> date_of(const Response& response) {
    const auto text = response.headers.get("Date");
    return text ? parse_http_date(*text) : std::nullopt;
}

} // namespace http
