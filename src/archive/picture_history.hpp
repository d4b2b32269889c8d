// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace archive {

/// So many captures that are the same, byte for byte, mean a frozen or covered camera: even in the
/// dark the noise of the sensor makes each picture differ.
inline constexpr std::size_t k_frozen_count = 10;

/// How far a capture may lie ahead of this machine's clock: Ring's is never quite the same.
inline constexpr std::chrono::milliseconds k_clock_tolerance = std::chrono::minutes(5);

/// The newest captures of one camera, to notice that they no longer change. One capture counts
/// once, however often it was downloaded.
class RecentCaptures {
public:
    /// Enters a recorded capture, in any order.
    void recall(base::SystemTime captured, const std::string& digest);

    /// Whether the last ten are the same.
    bool are_frozen() const;

    enum class News { none, frozen, changing };

    /// Enters a capture that just came. `frozen` is returned once, also for those that were
    /// recalled, and `changing` once, with the first that differs again. One that is not newer than
    /// all others is not news.
    News note(base::SystemTime captured, const std::string& digest);

private:
    std::map<base::SystemTime, std::string> m_newest;
    bool m_told = false;
};

/// A stretch without a picture, clearly longer than usual.
struct Gap {
    /// The capture before it.
    base::SystemTime from;
    /// The capture after it; std::nullopt while it lasts.
    std::optional<base::SystemTime> to;
    std::chrono::milliseconds length{0};
};

/// Three of four captures came after the one before within this time. std::nullopt when they are
/// fewer than five.
/// @param captures  in order
std::optional<std::chrono::milliseconds>
usual_interval_of(const std::vector<base::SystemTime>& captures);

/// How long a camera may be without a picture before that is a gap: three times the usual interval,
/// and five minutes more than it at least.
std::chrono::milliseconds longest_usual_gap(std::chrono::milliseconds usual_interval);

/// The age of a picture; std::nullopt when it lies ahead of the clock, which then is wrong.
std::optional<std::chrono::milliseconds> age_of(base::SystemTime captured, base::SystemTime now);

/// What the catalogue holds of one camera.
struct CameraReport {
    std::string id;
    /// Empty when it is not known.
    std::string name;
    std::optional<RecordedPicture> newest;
    /// Of the newest picture. std::nullopt when there is none, or when it lies ahead of the clock,
    /// which then is wrong.
    std::optional<std::chrono::milliseconds> age;
    /// Captures in the last day.
    std::size_t count = 0;
    /// Three of four captures of the last day came after the one before within this time.
    /// std::nullopt when they are fewer than five.
    std::optional<std::chrono::milliseconds> usual_interval;
    /// Stretches that end in the last day or still last, longer than three times the usual interval
    /// and by five minutes at least; oldest first. Empty where no interval is usual.
    std::vector<Gap> gaps;
    bool is_frozen = false;
};

/// What the catalogue knows of a camera's past.
struct CameraHistory {
    std::string id;
    /// Empty when it is not known.
    std::string name;
    /// The newest capture, whether its file is still there or not.
    std::optional<RecordedPicture> newest;
    /// The captures of the last day and the one before them, in order.
    std::vector<Capture> captures;
    /// The newest captures that Ring timed, k_frozen_count at most.
    std::vector<Capture> recent;
};

/// Looks up a camera's history. Throws as Catalogue does.
CameraHistory look_up_history(Catalogue& catalogue, const CameraTotals& camera,
                              base::SystemTime now);

/// What is told of a camera.
CameraReport make_report(const CameraHistory& history, base::SystemTime now);

} // namespace archive
