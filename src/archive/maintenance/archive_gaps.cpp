// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/archive_gaps.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace archive {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t k_fewest_captures = 5;

milliseconds interval_between(base::SystemTime from, base::SystemTime to) {
    return std::chrono::duration_cast<milliseconds>(to - from);
}

/// Three of four intervals are not longer.
milliseconds usual_of(const std::vector<base::SystemTime>& captures) {
    std::vector<milliseconds> intervals;
    for (std::size_t i = 1; i < captures.size(); ++i) {
        intervals.push_back(interval_between(captures[i - 1], captures[i]));
    }
    const auto place = intervals.begin() + static_cast<std::ptrdiff_t>(intervals.size() * 3 / 4);
    std::nth_element(intervals.begin(), place, intervals.end());
    return *place;
}

} // namespace

void GapFinder::add(base::SystemTime captured) {
    constexpr auto k_day = std::chrono::hours(24);
    m_day.captures.push_back(captured);
    if (captured - m_day.captures.front() > k_day) {
        end_day();
        m_day.captures = {captured};
    }
}

void GapFinder::end_day() {
    m_day.usual =
        m_day.captures.size() >= k_fewest_captures ? usual_of(m_day.captures) : m_day_before.usual;
    judge(m_day_before, m_day.usual);
    m_usual_earlier = m_day_before.usual;
    m_day_before = std::move(m_day);
    m_day = {};
}

void GapFinder::judge(const Day& day, std::optional<Interval> next) {
    constexpr auto k_least_delay = std::chrono::minutes(5);
    // An empty optional is less than any interval.
    const auto usual = std::max({m_usual_earlier, day.usual, next});
    if (!usual) {
        return;
    }
    m_summary.is_known = true;
    for (std::size_t i = 1; i < day.captures.size(); ++i) {
        const milliseconds length = interval_between(day.captures[i - 1], day.captures[i]);
        if (length <= 3 * *usual || length < *usual + k_least_delay) {
            continue;
        }
        ++m_summary.count;
        if (!m_summary.longest || length > m_summary.longest->length) {
            m_summary.longest = Gap{day.captures[i - 1], day.captures[i], length};
        }
    }
}

GapSummary GapFinder::finish() {
    end_day();
    judge(m_day_before, {});
    return m_summary;
}

GapSummary find_gaps(Catalogue& catalogue, const std::string& camera_id, std::stop_token stop) {
    constexpr std::size_t k_page = 10'000;
    GapFinder finder;
    std::optional<base::SystemTime> last;
    for (;;) {
        if (stop.stop_requested()) {
            throw base::Error(base::ErrorCode::interrupted, "stopped");
        }
        const auto times = catalogue.capture_times(camera_id, k_page, last);
        for (const base::SystemTime time : times) {
            finder.add(time);
        }
        if (times.size() < k_page) {
            return finder.finish();
        }
        last = times.back();
    }
}

} // namespace archive
