// SPDX-License-Identifier: Apache-2.0
#include "web/content/camera_day.hpp"

#include "base/text/ascii.hpp"
#include "base/text/local_time.hpp"
#include "base/text/time_format.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>

namespace web {
namespace {

using std::chrono::milliseconds;

/// Adds the stretches between captures that are gaps; the first and the last are cut to the day.
void find_gaps_of(CameraDay& day, std::optional<base::SystemTime> before,
                  std::optional<base::SystemTime> after, base::SystemTime now) {
    std::vector<base::SystemTime> times;
    for (const archive::RecordedPicture& picture : day.pictures) {
        times.push_back(picture.captured);
    }
    const auto usual = archive::usual_interval_of(times);
    if (!usual) {
        return;
    }
    const milliseconds most = archive::longest_usual_gap(*usual);
    const auto add = [&](base::SystemTime from, base::SystemTime to) {
        const base::SystemTime begin = std::max(from, day.from);
        const base::SystemTime end = std::min({to, day.to, now});
        if (to - from > most && end > begin) {
            day.gaps.push_back({begin, end, std::chrono::duration_cast<milliseconds>(end - begin)});
        }
    };
    // Before its first picture a camera is not missed.
    if (before) {
        add(*before, times.front());
    }
    for (std::size_t i = 1; i < times.size(); ++i) {
        add(times[i - 1], times[i]);
    }
    add(times.back(), after.value_or(now));
}

} // namespace

std::optional<Day> parse_day(std::string_view text) {
    const int year = base::digits_at(text, 0, 4);
    const int month = base::digits_at(text, 5, 2);
    const int day = base::digits_at(text, 8, 2);
    if (text.size() != 10 || text[4] != '-' || text[7] != '-' || year < 1970 || month < 1 ||
        day < 1) {
        return {};
    }
    const Day result{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                     std::chrono::day(static_cast<unsigned>(day))};
    // Later ones are beyond what a clock of nanoseconds holds.
    constexpr int k_last_year = 2260;
    return result.ok() && year <= k_last_year ? std::optional(result) : std::nullopt;
}

std::optional<std::chrono::year_month> parse_month(std::string_view text) {
    const auto first = parse_day(std::string(text) + "-01");
    return first ? std::optional(first->year() / first->month()) : std::nullopt;
}

std::string day_text(Day day) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

Day local_day_of(base::SystemTime time) {
    return std::chrono::floor<std::chrono::days>(time + base::zone_offset_at(time));
}

base::SystemTime start_of(Day day) {
    return base::moments_of_local_time(std::chrono::sys_days(day)).front();
}

base::SystemTime end_of(Day day) {
    return start_of(std::chrono::sys_days(day) + std::chrono::days(1));
}

std::string local_text(base::SystemTime time) {
    std::string text = base::rfc3339_local(time);
    // Without the milliseconds.
    return text.erase(text.find('.'), 4);
}

std::optional<Day> CameraDay::nearest() const {
    using std::chrono::sys_days;
    if (!pictures.empty()) {
        return {};
    }
    if (previous && next) {
        return sys_days(day) - sys_days(*previous) <= sys_days(*next) - sys_days(day) ? previous
                                                                                      : next;
    }
    return previous ? previous : next;
}

CameraDay look_up_day(archive::Catalogue& catalogue, const std::string& camera_id, Day day,
                      base::SystemTime now) {
    CameraDay result;
    result.day = day;
    result.from = start_of(day);
    result.to = end_of(day);
    result.pictures = catalogue.pictures(camera_id, result.from, result.to, k_most_pictures_a_day);
    const auto before = catalogue.newest_before(camera_id, {result.from, 0});
    const auto after = catalogue.pictures(camera_id, result.to, base::SystemTime::max(), 1);
    std::optional<base::SystemTime> last_before;
    std::optional<base::SystemTime> first_after;
    if (before) {
        last_before = before->captured;
        result.previous = local_day_of(before->captured);
    }
    if (!after.empty()) {
        first_after = after.front().captured;
        result.next = local_day_of(after.front().captured);
    }
    find_gaps_of(result, last_before, first_after, now);
    return result;
}

std::vector<Day> days_with_pictures(archive::Catalogue& catalogue, const std::string& camera_id,
                                    base::SystemTime from, base::SystemTime to) {
    std::vector<Day> days;
    for (;;) {
        const auto first = catalogue.pictures(camera_id, from, to, 1);
        if (first.empty()) {
            return days;
        }
        days.push_back(local_day_of(first.front().captured));
        from = std::max(end_of(days.back()), first.front().captured + milliseconds(1));
    }
}

} // namespace web
