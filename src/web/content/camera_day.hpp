// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "archive/picture_history.hpp"
#include "base/clock.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace web {

using Day = std::chrono::year_month_day;

/// Reads "2026-11-23"; std::nullopt for anything else and days that do not exist.
std::optional<Day> parse_day(std::string_view text);

/// Reads "2026-11".
std::optional<std::chrono::year_month> parse_month(std::string_view text);

/// "2026-11-23".
std::string day_text(Day day);

/// The day that this machine's zone has at `time`.
Day local_day_of(base::SystemTime time);

/// When a day begins in this machine's zone; it ends where the next one begins.
base::SystemTime start_of(Day day);
base::SystemTime end_of(Day day);

/// "2026-11-23T14:41:29+01:00", by the offset that holds then.
std::string local_text(base::SystemTime time);

/// What a camera saved in one day of this machine's zone, which has 23, 24 or 25 hours.
struct CameraDay {
    Day day;
    base::SystemTime from;
    base::SystemTime to;
    /// In order, at most k_most_pictures_a_day.
    std::vector<archive::RecordedPicture> pictures;
    /// Stretches of the day without a picture, clearly longer than usual in this day.
    std::vector<archive::Gap> gaps;
    /// The nearest days before and after it that have pictures.
    std::optional<Day> previous;
    std::optional<Day> next;

    /// The nearest day with pictures; std::nullopt when this one has some, or none has.
    std::optional<Day> nearest() const;
};

/// Two a second are not saved.
inline constexpr std::size_t k_most_pictures_a_day = 50'000;

/// Index look-ups and the rows of that day alone. Throws as Catalogue does.
CameraDay look_up_day(archive::Catalogue& catalogue, const std::string& camera_id, Day day,
                      base::SystemTime now);

/// The days in [from, to) with pictures, in order. One look-up for each.
std::vector<Day> days_with_pictures(archive::Catalogue& catalogue, const std::string& camera_id,
                                    base::SystemTime from, base::SystemTime to);

} // namespace web
