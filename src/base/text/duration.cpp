// SPDX-License-Identifier: Apache-2.0
#include "base/text/duration.hpp"

#include "base/text/ascii.hpp"
#include "base/text/unicode.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace base {

namespace {

struct Unit {
    /// The symbol and other names, the plural with "s" aside.
    std::array<std::string_view, 3> names;
    std::int64_t milliseconds;
};

constexpr std::int64_t k_second = 1000;
constexpr std::int64_t k_minute = 60 * k_second;
constexpr std::int64_t k_hour = 60 * k_minute;
constexpr std::int64_t k_day = 24 * k_hour;
constexpr std::int64_t k_longest = 3653 * k_day;

constexpr std::array<Unit, 6> k_units = {{{{"w", "week"}, 7 * k_day},
                                          {{"d", "day"}, k_day},
                                          {{"h", "hr", "hour"}, k_hour},
                                          {{"m", "min", "minute"}, k_minute},
                                          {{"s", "sec", "second"}, k_second},
                                          {{"ms", "msec", "millisecond"}, 1}}};

/// Takes the longest beginning of `text` whose characters satisfy `accepts`.
template <typename Predicate>
std::string_view take_while(std::string_view& text, Predicate accepts) {
    const auto end = std::find_if_not(text.begin(), text.end(), accepts);
    const std::string_view taken = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(taken.size());
    return taken;
}

/// `digits` units of `unit` milliseconds; std::nullopt when that is longer than we accept.
std::optional<std::int64_t> scaled(std::string_view digits, std::int64_t unit) {
    std::int64_t value = 0;
    for (const char digit : digits) {
        value = 10 * value + (digit - '0');
        if (value > k_longest / unit) {
            return std::nullopt;
        }
    }
    return value * unit;
}

bool is_name_of(const Unit& unit, std::string_view word) {
    return std::any_of(unit.names.begin(), unit.names.end(), [word](std::string_view known) {
        return !known.empty() && (word == known || (known.size() > 1 && known != "ms" &&
                                                    word == std::string(known) + 's'));
    });
}

std::string counted_days(std::int64_t days) {
    return std::to_string(days) + (days == 1 ? " day" : " days");
}

} // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    if (text == "0") {
        return std::chrono::milliseconds(0);
    }
    std::int64_t total = 0;
    const auto* next_unit = k_units.begin();
    take_while(text, is_space);
    do {
        const std::string_view digits = take_while(text, is_digit);
        take_while(text, is_space);
        const std::string word = to_lower(take_while(text, is_letter));
        take_while(text, is_space);
        const auto* unit = std::find_if(next_unit, k_units.end(), [&word](const Unit& candidate) {
            return is_name_of(candidate, word);
        });
        if (digits.empty() || unit == k_units.end()) {
            return std::nullopt;
        }
        const auto part = scaled(digits, unit->milliseconds);
        if (!part || total + *part > k_longest) {
            return std::nullopt;
        }
        total += *part;
        next_unit = unit + 1;
    } while (!text.empty());
    return std::chrono::milliseconds(total);
}

std::string advice_on_duration(std::string_view text) {
    take_while(text, is_space);
    const std::string_view digits = take_while(text, is_digit);
    take_while(text, is_space);
    constexpr std::size_t k_most_digits = 9;
    if (text.empty() && !digits.empty() && digits.size() <= k_most_digits) {
        return std::string(digits) + "s or " + std::string(digits) + "m?";
    }
    return "write it like 30s, 5m, 1h30m or 2d";
}

std::string describe_duration(std::chrono::milliseconds duration) {
    const std::int64_t total = std::max<std::int64_t>(duration.count(), 0);
    const auto two_units = [](const std::string& larger, std::int64_t smaller, const char* symbol) {
        return smaller == 0 ? larger : larger + ' ' + std::to_string(smaller) + symbol;
    };
    if (total < k_minute) {
        return std::to_string(total / k_second) + " s";
    }
    if (total < k_hour) {
        return two_units(std::to_string(total / k_minute) + " min", total % k_minute / k_second,
                         " s");
    }
    if (total < k_day) {
        return two_units(std::to_string(total / k_hour) + " h", total % k_hour / k_minute, " min");
    }
    return two_units(counted_days(total / k_day), total % k_day / k_hour, " h");
}

std::string describe_duration_roughly(std::chrono::milliseconds duration) {
    const std::int64_t total = std::max<std::int64_t>(duration.count(), 0);
    for (const std::int64_t unit : {k_day, k_hour, k_minute}) {
        if (total >= unit) {
            return describe_duration(std::chrono::milliseconds(total - total % unit));
        }
    }
    return describe_duration(duration);
}

std::string format_duration(std::chrono::milliseconds duration) {
    std::int64_t rest = std::max<std::int64_t>(duration.count(), 0);
    std::string text;
    // Without weeks.
    for (const Unit& unit : std::span(k_units).subspan(1)) {
        if (const std::int64_t count = rest / unit.milliseconds; count > 0) {
            text.append(std::to_string(count)).append(unit.names.front());
            rest %= unit.milliseconds;
        }
    }
    return text.empty() ? "0s" : text;
}

} // namespace base
