// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace snapshot {

/// A part of the day in local time; may cross midnight. Equal ends mean the whole day.
struct DayWindow {
    std::chrono::minutes from{0};
    std::chrono::minutes to{0};
};

/// Reads "HH:MM" (00:00 to 24:00); std::nullopt for any other text.
std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text);

/// Reads "HH:MM-HH:MM" (00:00 to 24:00); std::nullopt for any other text.
std::optional<DayWindow> parse_day_window(std::string_view text);

/// Whether the local time of day at `time` lies in `window`: from its start on, before its end.
bool contains(const DayWindow& window, base::SystemTime time);

/// How long it takes from `time` until `window` begins; zero inside it. Looks at the local clock
/// minute by minute, so that a day of 23 or 25 hours comes out right.
std::chrono::milliseconds time_until(const DayWindow& window, base::SystemTime time);

/// The rounds of a watch: a grid of equal steps on the steady clock. A round that takes longer than
/// a step, or a machine that slept, skips the rounds missed: no drift, no burst.
class Schedule {
public:
    /// @param start   when the first round is due
    /// @param step    from one round to the next
    /// @param jitter  how much later than the grid each round begins; less than a step
    Schedule(base::SteadyTime start, std::chrono::milliseconds step,
             std::chrono::milliseconds jitter);

    /// When the next round after `now` is due; the first one is due at once.
    base::SteadyTime next_after(base::SteadyTime now);

private:
    base::SteadyTime m_start;
    std::chrono::milliseconds m_step;
    std::chrono::milliseconds m_jitter;
    bool m_begun = false;
};

} // namespace snapshot
