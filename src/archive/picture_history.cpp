// SPDX-License-Identifier: Apache-2.0
#include "archive/picture_history.hpp"

#include <algorithm>
#include <utility>

namespace archive {

namespace {

using base::SystemTime;
using std::chrono::milliseconds;

constexpr auto k_span = std::chrono::hours(24);
constexpr std::size_t k_least_intervals = 4;
constexpr milliseconds k_least_excess = std::chrono::minutes(5);

milliseconds between(SystemTime from, SystemTime to) {
    return std::chrono::duration_cast<milliseconds>(to - from);
}

} // namespace

void RecentCaptures::recall(SystemTime captured, const std::string& digest) {
    m_newest[captured] = digest;
    if (m_newest.size() > k_frozen_count) {
        m_newest.erase(m_newest.begin());
    }
}

bool RecentCaptures::are_frozen() const {
    return m_newest.size() == k_frozen_count &&
           std::all_of(m_newest.begin(), m_newest.end(), [this](const auto& capture) {
               return !capture.second.empty() && capture.second == m_newest.begin()->second;
           });
}

RecentCaptures::News RecentCaptures::note(SystemTime captured, const std::string& digest) {
    if (!m_newest.empty() && captured <= m_newest.rbegin()->first) {
        return News::none;
    }
    const bool were_frozen = are_frozen();
    recall(captured, digest);
    if (are_frozen()) {
        return std::exchange(m_told, true) ? News::none : News::frozen;
    }
    m_told = false;
    return were_frozen ? News::changing : News::none;
}

std::optional<milliseconds> usual_interval_of(const std::vector<SystemTime>& captures) {
    std::vector<milliseconds> intervals;
    for (std::size_t i = 1; i < captures.size(); ++i) {
        intervals.push_back(between(captures[i - 1], captures[i]));
    }
    if (intervals.size() < k_least_intervals) {
        return {};
    }
    // The upper quartile: even many outages do not pass for usual, nor do the short intervals of a
    // camera that takes a burst of pictures now and then.
    std::sort(intervals.begin(), intervals.end());
    return intervals[(intervals.size() - 1) * 3 / 4];
}

milliseconds longest_usual_gap(milliseconds usual_interval) {
    return std::max(usual_interval * 3, usual_interval + k_least_excess);
}

std::optional<milliseconds> age_of(SystemTime captured, SystemTime now) {
    const milliseconds age = between(captured, now);
    return age >= -k_clock_tolerance ? std::optional(std::max(age, milliseconds(0))) : std::nullopt;
}

CameraHistory look_up_history(Catalogue& catalogue, const CameraTotals& camera, SystemTime now) {
    CameraHistory history;
    history.id = camera.id;
    history.name = camera.name;
    history.newest = catalogue.newest_capture(camera.id, now + k_clock_tolerance);
    history.captures = catalogue.captures_since(camera.id, now - k_span);
    history.recent = catalogue.recent_captures(camera.id, k_frozen_count);
    return history;
}

CameraReport make_report(const CameraHistory& history, SystemTime now) {
    CameraReport report;
    report.id = history.id;
    report.name = history.name;
    report.newest = history.newest;
    RecentCaptures recent;
    for (const Capture& capture : history.recent) {
        recent.recall(capture.captured, capture.received_sha256);
    }
    report.is_frozen = recent.are_frozen();
    if (!report.newest) {
        return report;
    }
    report.age = age_of(report.newest->captured, now);
    // At the capture before the last day its first stretch begins.
    std::vector<SystemTime> all;
    for (const Capture& capture : history.captures) {
        // Dated by this machine while its clock was wrong.
        if (capture.is_timed || capture.captured <= now + k_clock_tolerance) {
            all.push_back(capture.captured);
        }
    }
    std::vector<SystemTime> times = all;
    std::erase_if(times, [&](SystemTime time) { return time <= now - k_span; });
    report.count = times.size();
    report.usual_interval = usual_interval_of(times);
    if (!report.usual_interval) {
        return report;
    }
    const milliseconds most = longest_usual_gap(*report.usual_interval);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool lasts = i + 1 == all.size();
        const milliseconds length = between(all[i], lasts ? now : all[i + 1]);
        if (length > most) {
            report.gaps.push_back(
                {all[i], lasts ? std::nullopt : std::optional(all[i + 1]), length});
        }
    }
    return report;
}

} // namespace archive
