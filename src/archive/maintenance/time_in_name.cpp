// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/time_in_name.hpp"

#include "base/text/ascii.hpp"
#include "base/text/local_time.hpp"

#include <cstdint>

namespace archive {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

/// Reads a name from left to right.
class NameReader {
public:
    NameReader(std::string_view text, std::size_t at) : m_text(text), m_at(at) {}

    std::size_t at() const { return m_at; }

    std::string_view rest() const { return m_text.substr(m_at); }

    void skip(std::size_t count) { m_at += count; }

    /// Exactly so many digits; false when there are fewer, or the number lies outside.
    bool take_number(std::size_t count, int low, int high, int& value) {
        value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (m_at + i >= m_text.size() || !base::is_digit(m_text[m_at + i])) {
                return false;
            }
            value = value * 10 + (m_text[m_at + i] - '0');
        }
        m_at += count;
        return value >= low && value <= high;
    }

    /// At most `most` characters out of `allowed`.
    std::size_t take_any(std::string_view allowed, std::size_t most) {
        std::size_t count = 0;
        while (count < most && m_at < m_text.size() &&
               allowed.find(m_text[m_at]) != std::string_view::npos) {
            ++m_at;
            ++count;
        }
        return count;
    }

    bool is_at_digit() const { return m_at < m_text.size() && base::is_digit(m_text[m_at]); }

private:
    std::string_view m_text;
    std::size_t m_at;
};

constexpr std::string_view k_day_separators = "-_./ :,";

/// A day such as "2026-11-23", "20261123" or "2026/11/23".
std::optional<sys_days> take_day(NameReader& reader) {
    using namespace std::chrono;
    int year_number = 0;
    int month_number = 0;
    int day_number = 0;
    if (!reader.take_number(4, 2010, 2099, year_number)) {
        return {};
    }
    const bool is_parted = reader.take_any(k_day_separators, 1) == 1;
    if (!reader.take_number(2, 1, 12, month_number) ||
        (reader.take_any(k_day_separators, 1) == 1) != is_parted ||
        !reader.take_number(2, 1, 31, day_number)) {
        return {};
    }
    const year_month_day result{year(year_number), month(static_cast<unsigned>(month_number)),
                                day(static_cast<unsigned>(day_number))};
    return result.ok() ? std::optional(sys_days(result)) : std::nullopt;
}

/// A part of a second: ".345", or three digits that follow at once.
milliseconds take_part_of_second(NameReader& reader) {
    NameReader ahead = reader;
    const bool has_point = ahead.take_any(".,", 1) == 1;
    int part = 0;
    if (!ahead.take_number(3, 0, 999, part)) {
        return {};
    }
    const std::size_t more = ahead.take_any("0123456789", 6);
    if (more > 0 && !has_point) {
        return {};
    }
    reader = ahead;
    return milliseconds(part);
}

/// What the hour becomes by "AM" or "PM" behind the time.
int take_half_of_day(NameReader& reader, int hour) {
    NameReader ahead = reader;
    ahead.take_any(" _-.", 1);
    const std::string mark = base::to_lower(ahead.rest().substr(0, 2));
    const bool ends = ahead.rest().size() <= 2 || !base::is_letter_or_digit(ahead.rest()[2]);
    if ((mark != "am" && mark != "pm") || hour < 1 || hour > 12 || !ends) {
        return hour;
    }
    ahead.skip(2);
    reader = ahead;
    return hour % 12 + (mark == "pm" ? 12 : 0);
}

void take_offset(NameReader& reader, TimeInName& time) {
    NameReader ahead = reader;
    ahead.take_any(" _", 1);
    std::size_t length = 0;
    const seconds offset = base::read_utc_offset(ahead.rest(), length);
    ahead.skip(length);
    const bool ends = ahead.rest().empty() || !base::is_letter_or_digit(ahead.rest().front());
    if (length > 0 && ends) {
        reader = ahead;
        time.offset = offset;
    }
}

/// A time of day such as "14-41-29", "144129" or "02.41.29 PM", and the offset behind it.
bool take_hour(NameReader& reader, TimeInName& time) {
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!reader.take_number(2, 0, 23, hour)) {
        return false;
    }
    const bool is_parted = reader.take_any("-_.:h ", 1) == 1;
    if (!reader.take_number(2, 0, 59, minute)) {
        return false;
    }
    NameReader ahead = reader;
    const bool is_parted_too = ahead.take_any("-_.:m ", 1) == 1;
    if (is_parted_too == is_parted && ahead.take_number(2, 0, 60, second)) {
        reader = ahead;
        time.has_second = true;
        time.part = take_part_of_second(reader);
    } else {
        second = 0;
    }
    hour = take_half_of_day(reader, hour);
    if (reader.is_at_digit()) {
        return false;
    }
    take_offset(reader, time);
    time.has_hour = true;
    time.shown += std::chrono::hours(hour) + std::chrono::minutes(minute) + seconds(second);
    return true;
}

/// A time that starts at `at`.
std::optional<TimeInName> take_time(std::string_view name, std::size_t at) {
    NameReader reader(name, at);
    const auto day = take_day(reader);
    if (!day) {
        return {};
    }
    TimeInName time;
    time.shown = *day;
    NameReader ahead = reader;
    ahead.take_any(" -_.,/@Tat", 4);
    TimeInName whole = time;
    if (take_hour(ahead, whole)) {
        whole.spans = {{at, ahead.at()}};
        return whole;
    }
    if (reader.is_at_digit()) {
        return {};
    }
    time.spans = {{at, reader.at()}};
    return time;
}

bool starts_number(std::string_view name, std::size_t at) {
    return base::is_digit(name[at]) && (at == 0 || !base::is_digit(name[at - 1]));
}

/// Seconds or milliseconds since 1970.
std::optional<TimeInName> take_count(std::string_view name, std::size_t at) {
    constexpr std::int64_t k_lowest = 1'262'304'000;
    constexpr std::int64_t k_highest = 4'102'444'800;
    std::int64_t value = 0;
    std::size_t count = 0;
    while (at + count < name.size() && base::is_digit(name[at + count]) && count < 14) {
        value = value * 10 + (name[at + count] - '0');
        ++count;
    }
    if (count != 10 && count != 13) {
        return {};
    }
    const milliseconds since{count == 13 ? value : value * 1000};
    if (since < seconds(k_lowest) || since >= seconds(k_highest)) {
        return {};
    }
    TimeInName time;
    time.shown = sys_seconds(std::chrono::floor<seconds>(since));
    time.part = since - std::chrono::floor<seconds>(since);
    time.offset = seconds(0);
    time.has_hour = true;
    time.has_second = true;
    time.spans = {{at, at + count}};
    return time;
}

/// Adds the time of day that stands apart, behind the day.
void add_hour(std::string_view name, TimeInName& time) {
    for (std::size_t at = name.size(); at-- > time.spans.front().second;) {
        TimeInName whole = time;
        NameReader reader(name, at);
        if (starts_number(name, at) && take_hour(reader, whole) && whole.has_second) {
            whole.spans.emplace_back(at, reader.at());
            time = whole;
            return;
        }
    }
}

} // namespace

std::optional<TimeInName> find_time(std::string_view name) {
    std::optional<TimeInName> best;
    std::optional<TimeInName> counted;
    for (std::size_t at = 0; at < name.size();) {
        std::size_t next = at + 1;
        if (starts_number(name, at)) {
            const auto time = take_time(name, at);
            if (time && (time->has_hour || !best || !best->has_hour)) {
                best = time;
            }
            if (time) {
                next = time->spans.back().second;
            } else if (const auto count = take_count(name, at)) {
                counted = count;
            }
        }
        at = next;
    }
    if (best && !best->has_hour) {
        add_hour(name, *best);
    }
    return best && (best->has_hour || !counted) ? best : counted;
}

base::SystemTime moment_of(const TimeInName& time, std::optional<base::SystemTime> modified) {
    std::vector<base::SystemTime> moments;
    if (time.offset) {
        moments.emplace_back(time.shown - *time.offset);
    } else {
        moments = base::moments_of_local_time(time.shown);
    }
    const auto length = time.has_second ? seconds(1)
                        : time.has_hour ? seconds(60)
                                        : seconds(std::chrono::hours(24));
    for (const base::SystemTime moment : moments) {
        const bool is_whole = time.part == milliseconds(0);
        if (modified && is_whole && *modified >= moment && *modified < moment + length) {
            return std::chrono::floor<milliseconds>(*modified);
        }
    }
    return moments.front() + time.part;
}

} // namespace archive
