// SPDX-License-Identifier: Apache-2.0
#include "snapshot/schedule.hpp"

#include "base/text/ascii.hpp"
#include "base/text/time_format.hpp"

#include <string>

namespace snapshot {

namespace {

using std::chrono::minutes;

constexpr minutes k_day = std::chrono::hours(24);

std::optional<int> read_two_digits(std::string_view text) {
    if (text.size() != 2 || !base::is_digit(text[0]) || !base::is_digit(text[1])) {
        return {};
    }
    return (text[0] - '0') * 10 + (text[1] - '0');
}

minutes local_time_of_day(base::SystemTime time) {
    return *parse_time_of_day(base::format_local_time(time, "%H:%M"));
}

} // namespace

std::optional<minutes> parse_time_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') {
        return {};
    }
    const auto hours = read_two_digits(text.substr(0, 2));
    const auto rest = read_two_digits(text.substr(3));
    if (!hours || !rest || *rest > 59) {
        return {};
    }
    const minutes time = std::chrono::hours(*hours) + minutes(*rest);
    return time <= k_day ? std::optional(time) : std::nullopt;
}

std::optional<DayWindow> parse_day_window(std::string_view text) {
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos) {
        return {};
    }
    const auto from = parse_time_of_day(text.substr(0, dash));
    const auto to = parse_time_of_day(text.substr(dash + 1));
    return from && to ? std::optional(DayWindow{*from, *to}) : std::nullopt;
}

bool contains(const DayWindow& window, base::SystemTime time) {
    const minutes from = window.from % k_day;
    const minutes to = window.to % k_day;
    const minutes now = local_time_of_day(time);
    if (from == to) {
        return true;
    }
    return from < to ? now >= from && now < to : now >= from || now < to;
}

std::chrono::milliseconds time_until(const DayWindow& window, base::SystemTime time) {
    // A day has 25 hours at most; a window of less than a minute does not exist.
    base::SystemTime moment = time;
    const base::SystemTime latest = time + std::chrono::hours(25);
    while (!contains(window, moment) && moment < latest) {
        moment = std::chrono::floor<minutes>(moment) + minutes(1);
    }
    return std::chrono::ceil<std::chrono::milliseconds>(moment - time);
}

Schedule::Schedule(base::SteadyTime start, std::chrono::milliseconds step,
                   std::chrono::milliseconds jitter)
    : m_start(start), m_step(step), m_jitter(jitter) {}

base::SteadyTime Schedule::next_after(base::SteadyTime now) {
    if (!m_begun) {
        m_begun = true;
        return m_start;
    }
    const auto steps_done = (now - m_start - m_jitter) / m_step;
    const auto next = now < m_start + m_jitter ? 1 : steps_done + 1;
    return m_start + next * m_step + m_jitter;
}

} // namespace snapshot
