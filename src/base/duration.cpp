// SPDX-License-Identifier: Apache-2.0
#include "base/duration.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace base {

namespace {

struct Unit {
    std::string_view symbol;
    std::int64_t milliseconds;
};

constexpr std::int64_t k_second = 1000;
constexpr std::int64_t k_minute = 60 * k_second;
constexpr std::int64_t k_hour = 60 * k_minute;
constexpr std::int64_t k_day = 24 * k_hour;
constexpr std::int64_t k_longest = 3653 * k_day;

constexpr std::array<Unit, 5> k_units = {
    {{"d", k_day}, {"h", k_hour}, {"m", k_minute}, {"s", k_second}, {"ms", 1}}};

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

bool is_letter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

/// Takes the longest beginning of `text` whose characters satisfy `accepts`.
template <typename Predicate>
std::string_view take_while(std::string_view& text, Predicate accepts) {
    const auto end = std::find_if_not(text.begin(), text.end(), accepts);
    const std::string_view taken = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(taken.size());
    return taken;
}

/// `digits` units of `unit` milliseconds; nothing when that is longer than we accept.
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

std::string lower_case(std::string_view letters) {
    std::string lower(letters);
    for (char& letter : lower) {
        letter = static_cast<char>(letter | 0x20);
    }
    return lower;
}

std::string counted_days(std::int64_t days) {
    return std::to_string(days) + (days == 1 ? " day" : " days");
}

} // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    if (!text.empty() && std::all_of(text.begin(), text.end(), is_digit)) {
        const auto seconds = scaled(text, k_second);
        return seconds ? std::optional(std::chrono::milliseconds(*seconds)) : std::nullopt;
    }

    std::int64_t total = 0;
    auto next_unit = k_units.begin();
    do {
        const std::string_view digits = take_while(text, is_digit);
        const std::string symbol = lower_case(take_while(text, is_letter));
        const auto unit = std::find_if(next_unit, k_units.end(), [&symbol](const Unit& candidate) {
            return candidate.symbol == symbol;
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

std::string format_duration(std::chrono::milliseconds duration) {
    std::int64_t rest = std::max<std::int64_t>(duration.count(), 0);
    std::string text;
    for (const Unit& unit : k_units) {
        if (const std::int64_t count = rest / unit.milliseconds; count > 0) {
            text += std::to_string(count);
            text += unit.symbol;
            rest %= unit.milliseconds;
        }
    }
    return text.empty() ? "0s" : text;
}

} // namespace base
