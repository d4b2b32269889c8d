// SPDX-License-Identifier: Apache-2.0
#include "base/text/ascii.hpp"
#include "base/text/time_format.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace base {

namespace {

constexpr std::array<std::string_view, 7> k_days = {"monday", "tuesday",  "wednesday", "thursday",
                                                    "friday", "saturday", "sunday"};
constexpr std::array<std::string_view, 12> k_months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                       "jul", "aug", "sep", "oct", "nov", "dec"};

struct Parts {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
};

/// Reads a text from left to right. Once something does not fit, it has failed for good and all
/// later reads do nothing, so that callers ask only once.
class Reader {
public:
    explicit Reader(std::string_view text) : m_rest(text) {}

    bool failed() const { return m_failed; }

    bool finished() const { return !m_failed && m_rest.empty(); }

    void literal(std::string_view expected) {
        if (!starts_with(expected)) {
            m_failed = true;
            return;
        }
        m_rest.remove_prefix(expected.size());
    }

    int number(std::size_t digits) {
        int value = 0;
        for (std::size_t i = 0; i < digits && !m_failed; ++i) {
            if (m_rest.empty() || m_rest.front() < '0' || m_rest.front() > '9') {
                m_failed = true;
                return 0;
            }
            value = 10 * value + (m_rest.front() - '0');
            m_rest.remove_prefix(1);
        }
        return value;
    }

    /// A day of the month whose first digit may be a blank (asctime).
    int blank_padded_day() {
        if (starts_with(" ")) {
            literal(" ");
            return number(1);
        }
        return number(2);
    }

    /// The position of the word in `names`, of which only `length` characters are compared.
    template <std::size_t Count>
    int word(const std::array<std::string_view, Count>& names,
             std::size_t length = std::string_view::npos) {
        for (std::size_t i = 0; i < Count; ++i) {
            const std::string_view name = names[i].substr(0, length);
            if (starts_with(name)) {
                literal(name);
                return static_cast<int>(i);
            }
        }
        m_failed = true;
        return 0;
    }

private:
    bool starts_with(std::string_view expected) const {
        if (m_failed || m_rest.size() < expected.size()) {
            return false;
        }
        for (std::size_t i = 0; i < expected.size(); ++i) {
            if (to_lower(m_rest[i]) != to_lower(expected[i])) {
                return false;
            }
        }
        return true;
    }

    std::string_view m_rest;
    bool m_failed = false;
};

void read_time_of_day(Reader& reader, Parts& parts) {
    parts.hour = reader.number(2);
    reader.literal(":");
    parts.minute = reader.number(2);
    reader.literal(":");
    parts.second = reader.number(2);
}

/// "Sun, 06 Nov 1994 08:49:37 GMT"
std::optional<Parts> read_imf_fixdate(std::string_view text) {
    Reader reader(text);
    Parts parts;
    reader.word(k_days, 3);
    reader.literal(", ");
    parts.day = reader.number(2);
    reader.literal(" ");
    parts.month = reader.word(k_months) + 1;
    reader.literal(" ");
    parts.year = reader.number(4);
    reader.literal(" ");
    read_time_of_day(reader, parts);
    reader.literal(" GMT");
    return reader.finished() ? std::optional(parts) : std::nullopt;
}

/// "Sunday, 06-Nov-94 08:49:37 GMT"
std::optional<Parts> read_rfc850_date(std::string_view text) {
    Reader reader(text);
    Parts parts;
    reader.word(k_days);
    reader.literal(", ");
    parts.day = reader.number(2);
    reader.literal("-");
    parts.month = reader.word(k_months) + 1;
    reader.literal("-");
    const int short_year = reader.number(2);
    // The RFC counts from today; a fixed border needs no clock and serves this century.
    parts.year = short_year + (short_year < 70 ? 2000 : 1900);
    reader.literal(" ");
    read_time_of_day(reader, parts);
    reader.literal(" GMT");
    return reader.finished() ? std::optional(parts) : std::nullopt;
}

/// "Sun Nov  6 08:49:37 1994"
std::optional<Parts> read_asctime_date(std::string_view text) {
    Reader reader(text);
    Parts parts;
    reader.word(k_days, 3);
    reader.literal(" ");
    parts.month = reader.word(k_months) + 1;
    reader.literal(" ");
    parts.day = reader.blank_padded_day();
    reader.literal(" ");
    read_time_of_day(reader, parts);
    reader.literal(" ");
    parts.year = reader.number(4);
    return reader.finished() ? std::optional(parts) : std::nullopt;
}

std::optional<SystemTime> time_of(const Parts& parts) {
    const std::chrono::year_month_day day{std::chrono::year(parts.year),
                                          std::chrono::month(static_cast<unsigned>(parts.month)),
                                          std::chrono::day(static_cast<unsigned>(parts.day))};
    // Second 60 is a leap second.
    if (!day.ok() || parts.hour > 23 || parts.minute > 59 || parts.second > 60) {
        return std::nullopt;
    }
    const std::chrono::sys_seconds time =
        std::chrono::sys_days(day) + std::chrono::hours(parts.hour) +
        std::chrono::minutes(parts.minute) + std::chrono::seconds(parts.second);
    // In nanoseconds the clock's range ends in the year 2262.
    if (time > std::chrono::floor<std::chrono::seconds>(SystemTime::max()) ||
        time < std::chrono::ceil<std::chrono::seconds>(SystemTime::min())) {
        return std::nullopt;
    }
    return std::chrono::time_point_cast<SystemTime::duration>(time);
}

} // namespace

std::optional<SystemTime> parse_http_date(std::string_view text) {
    for (const auto read : {read_imf_fixdate, read_rfc850_date, read_asctime_date}) {
        if (const auto parts = read(text)) {
            return time_of(*parts);
        }
    }
    return std::nullopt;
}

} // namespace base
