// SPDX-License-Identifier: Apache-2.0
#include "archive/history.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace archive {
namespace {

using std::chrono::milliseconds;

/// The capture times that Ring's interfaces tell of one picture may differ by this.
constexpr std::chrono::seconds k_time_differs_by{2};

base::SystemTime window_start(base::SystemTime time) {
    constexpr auto k_length = std::chrono::duration_cast<milliseconds>(k_history_window);
    const auto since = std::chrono::floor<milliseconds>(time.time_since_epoch());
    return base::SystemTime((since / k_length - (since % k_length < milliseconds(0) ? 1 : 0)) *
                            k_length);
}

/// The pictures of a camera in [from, to] whose files are not known to be missing.
std::vector<base::SystemTime> saved_times(Archive& archive, const std::string& camera_id,
                                          base::SystemTime from, base::SystemTime to) {
    constexpr std::size_t k_page = 1000;
    std::vector<base::SystemTime> times;
    std::optional<PicturePosition> after;
    for (bool is_more = true; is_more;) {
        const auto page =
            archive.catalogue().pictures(camera_id, from, to + milliseconds(1), k_page, after);
        for (const RecordedPicture& picture : page) {
            after = PicturePosition{picture.captured, picture.number};
            if (archive.state_of(picture) != FileState::missing) {
                times.push_back(picture.captured);
            }
        }
        is_more = page.size() == k_page;
    }
    return times;
}

} // namespace

std::vector<HistoryWindow> history_windows(base::SystemTime from, base::SystemTime to) {
    std::vector<HistoryWindow> windows;
    while (from < to) {
        const base::SystemTime end = std::min(to, window_start(from) + k_history_window);
        windows.push_back({from, end});
        from = end;
    }
    return windows;
}

bool is_settled(const HistoryWindow& window, std::size_t pictures, base::SystemTime now) {
    // One without any may be that of a camera that was offline all the time.
    constexpr std::chrono::hours k_after_pictures{2};
    constexpr std::chrono::hours k_after_none{24};
    return now - window.to >= (pictures > 0 ? k_after_pictures : k_after_none);
}

std::vector<bool> find_saved(Archive& archive, const std::string& camera_id,
                             const std::vector<base::SystemTime>& times) {
    std::vector<bool> found(times.size(), false);
    if (times.empty()) {
        return found;
    }
    const auto [first, last] = std::minmax_element(times.begin(), times.end());
    const std::vector<base::SystemTime> saved =
        saved_times(archive, camera_id, *first - k_time_differs_by, *last + k_time_differs_by);
    const std::set<base::SystemTime> wanted(times.begin(), times.end());
    for (std::size_t i = 0; i < times.size(); ++i) {
        const auto begin =
            std::lower_bound(saved.begin(), saved.end(), times[i] - k_time_differs_by);
        const auto end = std::upper_bound(begin, saved.end(), times[i] + k_time_differs_by);
        // One that is exactly another of these is that one.
        found[i] = std::any_of(begin, end, [&](base::SystemTime time) {
            return time == times[i] || !wanted.contains(time);
        });
    }
    return found;
}

std::vector<base::SystemTime> frame_times(const std::vector<base::SystemTime>& times,
                                          base::SystemTime start, base::SystemTime end,
                                          std::size_t frames) {
    if (times.size() == frames) {
        return times;
    }
    std::vector<base::SystemTime> marks = times;
    if (marks.size() < 2) {
        marks = {marks.empty() ? start : marks.front(), end};
    }
    std::sort(marks.begin(), marks.end());
    std::vector<base::SystemTime> result;
    for (std::size_t i = 0; i < frames; ++i) {
        const double place = frames < 2
                                 ? 0
                                 : static_cast<double>(i) * static_cast<double>(marks.size() - 1) /
                                       static_cast<double>(frames - 1);
        const auto before = std::min(static_cast<std::size_t>(place), marks.size() - 2);
        const std::chrono::duration<double, std::milli> step = marks[before + 1] - marks[before];
        const auto since =
            milliseconds(std::llround(step.count() * (place - static_cast<double>(before))));
        const base::SystemTime time = marks[before] + since;
        // Each its own, so that none takes another's place.
        result.push_back(result.empty() ? time : std::max(time, result.back() + milliseconds(1)));
    }
    return result;
}

} // namespace archive
