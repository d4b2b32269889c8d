// SPDX-License-Identifier: Apache-2.0
#include "archive/picture_history.hpp"

#include <algorithm>
#include <iterator>
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

/// The upper quartile: even many outages do not pass for usual, nor do the short intervals of
/// a camera that takes a burst of pictures now and then.
std::optional<milliseconds> usual_interval(const std::vector<SystemTime>& times) {
    std::vector<milliseconds> intervals;
    for (std::size_t i = 1; i < times.size(); ++i) {
        intervals.push_back(between(times[i - 1], times[i]));
    }
    if (intervals.size() < k_least_intervals) {
        return {};
    }
    std::sort(intervals.begin(), intervals.end());
    return intervals[(intervals.size() - 1) * 3 / 4];
}

} // namespace

void RecentCaptures::recall(SystemTime captured, const std::string& sha256) {
    m_newest[captured] = sha256;
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

RecentCaptures::News RecentCaptures::note(SystemTime captured, const std::string& sha256) {
    if (!m_newest.empty() && captured <= m_newest.rbegin()->first) {
        return News::none;
    }
    const bool were_frozen = are_frozen();
    recall(captured, sha256);
    if (are_frozen()) {
        return std::exchange(m_told, true) ? News::none : News::frozen;
    }
    m_told = false;
    return were_frozen ? News::changing : News::none;
}

void CameraHistory::add(IndexEntry entry) {
    m_id = entry.camera_id;
    if (!entry.camera_name.empty()) {
        m_name = entry.camera_name;
    }
    if (entry.is_timed) {
        m_recent.recall(entry.captured, entry.sha256);
    } else if (entry.captured > m_now + k_clock_tolerance) {
        // Dated by this machine while its clock was wrong: it would be the newest for ever.
        return;
    }
    const SystemTime captured = entry.captured;
    m_captures[captured] = std::move(entry);
    // What counts is the last day and the picture before it, at which its first stretch begins.
    while (m_captures.size() > 1 && std::next(m_captures.begin())->first <= m_now - k_span) {
        m_captures.erase(m_captures.begin());
    }
}

CameraReport CameraHistory::report() const {
    CameraReport report;
    report.id = m_id;
    report.name = m_name;
    report.is_frozen = m_recent.are_frozen();
    if (m_captures.empty()) {
        return report;
    }
    report.newest = m_captures.rbegin()->second;
    const milliseconds age = between(report.newest->captured, m_now);
    if (age >= -k_clock_tolerance) {
        report.age = std::max(age, milliseconds(0));
    }
    std::vector<SystemTime> times;
    for (const auto& [captured, entry] : m_captures) {
        if (captured > m_now - k_span) {
            times.push_back(captured);
        }
    }
    report.count = times.size();
    report.usual_interval = usual_interval(times);
    if (!report.usual_interval) {
        return report;
    }
    const milliseconds most =
        std::max(*report.usual_interval * 3, *report.usual_interval + k_least_excess);
    for (auto here = m_captures.begin(); here != m_captures.end(); ++here) {
        const auto next = std::next(here);
        const bool lasts = next == m_captures.end();
        const milliseconds length = between(here->first, lasts ? m_now : next->first);
        if (length > most) {
            report.gaps.push_back(
                {here->first, lasts ? std::nullopt : std::optional(next->first), length});
        }
    }
    return report;
}

} // namespace archive
