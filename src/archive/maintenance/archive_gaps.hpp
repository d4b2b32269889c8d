// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "archive/picture_history.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace archive {

/// Where pictures are missing in the archive of a camera.
struct GapSummary {
    /// Enough pictures to say what is usual.
    bool is_known = false;
    std::size_t count = 0;
    std::optional<Gap> longest;
};

/// Finds gaps in a stream of capture times. Memory is bounded by the captures of two
/// days.
class GapFinder {
public:
    /// Enters a capture, which is later than those before.
    void add(base::SystemTime captured);

    /// What was found up to the last capture.
    GapSummary finish();

private:
    using Interval = std::chrono::milliseconds;

    /// The captures of a day; the last one begins the next.
    struct Day {
        std::vector<base::SystemTime> captures;
        std::optional<Interval> usual;
    };

    void end_day();
    void judge(const Day& day, std::optional<Interval> next);

    GapSummary m_summary;
    Day m_day;
    /// The day before, which waits for what is usual on this one.
    Day m_day_before;
    /// What was usual on the day before that.
    std::optional<Interval> m_usual_earlier;
};

/// The gaps of a camera, from its first picture to its last: stretches longer than three times the
/// usual interval and by five minutes at least. Three of four captures of a day (24 hours) come
/// within its usual interval; where they are fewer than five, that of the day before holds. What is
/// usual on the day before or after is not a gap either, since schedules change. Throws as
/// Catalogue, and Error{interrupted}.
GapSummary find_gaps(Catalogue& catalogue, const std::string& camera_id, std::stop_token stop);

} // namespace archive
