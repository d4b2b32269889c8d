// SPDX-License-Identifier: Apache-2.0
#include "base/text/given_moment.hpp"

#include "base/text/ascii.hpp"
#include "base/text/duration.hpp"
#include "base/text/local_time.hpp"

#include <chrono>
#include <cstddef>
#include <string>

namespace base {
namespace {

using std::chrono::milliseconds;

/// What is left of a text that is read from its beginning.
class TextReader {
public:
    explicit TextReader(std::string_view text) : m_rest(text) {}

    bool at_end() const { return m_rest.empty(); }

    std::string_view rest() const { return m_rest; }

    bool take(std::string_view word) {
        if (!m_rest.starts_with(word)) {
            return false;
        }
        m_rest.remove_prefix(word.size());
        return true;
    }

    void skip(std::size_t count) { m_rest.remove_prefix(count); }

    /// A number of so many digits, or of at least so many and up to `most`; std::nullopt when
    /// others are there.
    std::optional<int> number(std::size_t least, std::size_t most) {
        int value = 0;
        std::size_t count = 0;
        while (count < most && count < m_rest.size() && is_digit(m_rest[count])) {
            value = value * 10 + (m_rest[count] - '0');
            ++count;
        }
        if (count < least) {
            return {};
        }
        m_rest.remove_prefix(count);
        return value;
    }

private:
    std::string_view m_rest;
};

std::optional<std::chrono::sys_days> read_day(TextReader& reader, SystemTime now) {
    using namespace std::chrono;
    const auto today = floor<days>(now + zone_offset_at(now));
    if (reader.take("today")) {
        return today;
    }
    if (reader.take("yesterday")) {
        return today - days(1);
    }
    const auto year_number = reader.number(4, 4);
    const bool has_month = year_number && reader.take("-");
    const auto month_number = has_month ? reader.number(2, 2) : std::nullopt;
    const bool has_day = month_number && reader.take("-");
    const auto day_number = has_day ? reader.number(2, 2) : std::nullopt;
    if (!day_number) {
        return {};
    }
    const year_month_day day{year(*year_number), month(static_cast<unsigned>(*month_number)),
                             std::chrono::day(static_cast<unsigned>(*day_number))};
    return day.ok() ? std::optional(sys_days(day)) : std::nullopt;
}

std::optional<milliseconds> read_part_of_second(TextReader& reader) {
    constexpr std::size_t k_most_digits = 9;
    if (!reader.take(".") && !reader.take(",")) {
        return milliseconds(0);
    }
    const std::string digits(reader.rest().substr(0, k_most_digits));
    if (!reader.number(1, k_most_digits)) {
        return {};
    }
    int value = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        value = value * 10 + (i < digits.size() && is_digit(digits[i]) ? digits[i] - '0' : 0);
    }
    return milliseconds(value);
}

/// A time of the day.
std::optional<milliseconds> read_clock(TextReader& reader) {
    using namespace std::chrono;
    const auto hour = reader.number(1, 2);
    if (!hour || *hour > 23 || !reader.take(":")) {
        return {};
    }
    const auto minute = reader.number(2, 2);
    if (!minute || *minute > 59) {
        return {};
    }
    milliseconds time = hours(*hour) + minutes(*minute);
    if (reader.take(":")) {
        const auto second = reader.number(2, 2);
        const auto part = second && *second <= 59 ? read_part_of_second(reader) : std::nullopt;
        if (!part) {
            return {};
        }
        time += seconds(*second) + *part;
    }
    return time;
}

/// The moment at which clocks show this, here or with the offset that follows.
std::optional<SystemTime> moment_of(std::chrono::sys_days day, milliseconds clock,
                                    TextReader& reader) {
    using namespace std::chrono;
    const auto shown = day + floor<seconds>(clock);
    const milliseconds part = clock - floor<seconds>(clock);
    if (reader.at_end()) {
        return moments_of_local_time(shown).front() + part;
    }
    reader.take(" ");
    std::size_t length = 0;
    const seconds offset = read_utc_offset(reader.rest(), length);
    reader.skip(length);
    return length > 0 && reader.at_end() ? std::optional<SystemTime>(shown - offset + part)
                                         : std::nullopt;
}

} // namespace

std::optional<SystemTime> parse_moment(std::string_view text, SystemTime now) {
    const std::string lower = to_lower(trimmed(text));
    if (lower == "now") {
        return now;
    }
    constexpr std::string_view k_ago = " ago";
    if (lower.ends_with(k_ago)) {
        const auto age =
            parse_duration(std::string_view(lower).substr(0, lower.size() - k_ago.size()));
        return age ? std::optional<SystemTime>(now - *age) : std::nullopt;
    }
    TextReader reader(lower);
    if (const auto day = read_day(reader, now)) {
        if (reader.at_end()) {
            return moment_of(*day, milliseconds(0), reader);
        }
        const bool is_apart = reader.take(" ") || reader.take("t");
        const auto clock = is_apart ? read_clock(reader) : std::nullopt;
        return clock ? moment_of(*day, *clock, reader) : std::nullopt;
    }
    reader = TextReader(lower);
    const auto clock = read_clock(reader);
    const auto today = std::chrono::floor<std::chrono::days>(now + zone_offset_at(now));
    return clock ? moment_of(today, *clock, reader) : std::nullopt;
}

} // namespace base
