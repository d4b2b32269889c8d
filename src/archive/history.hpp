// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/archive.hpp"
#include "base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace archive {

/// How much of the past is asked for at a time.
inline constexpr std::chrono::hours k_history_window{3};

/// A stretch of the past, which is asked for at a time.
struct HistoryWindow {
    base::SystemTime from;
    /// Does not belong to it.
    base::SystemTime to;

    /// Whether it is one that the catalogue can know as done, rather than the rest of one at the
    /// edge of what is wanted.
    bool is_whole() const { return to - from == k_history_window; }
};

/// The windows that [from, to) is made of, oldest first. Their borders are the same whatever is
/// wanted: multiples of their length since 1970.
std::vector<HistoryWindow> history_windows(base::SystemTime from, base::SystemTime to);

/// Whether no more pictures of a window are to be expected. Cameras send theirs up to an hour
/// later, and those that were offline, when they are back.
/// @param pictures  how many Ring has
/// @param now       when it answered, by its clock where that is known
bool is_settled(const HistoryWindow& window, std::size_t pictures, base::SystemTime now);

/// Which of the captures of a camera at `times` are saved, in their order: a picture of that time
/// is in its place, or one whose time differs by what Ring's interfaces differ by. Throws as
/// Catalogue does.
std::vector<bool> find_saved(Archive& archive, const std::string& camera_id,
                             const std::vector<base::SystemTime>& times);

/// The captures of the frames of a film. As many times as frames are theirs, in order. Where the
/// numbers differ, frames lie evenly between them, or in [start, end] where there are not enough.
/// @param times  when Ring says that the pictures in the film were captured
std::vector<base::SystemTime> frame_times(const std::vector<base::SystemTime>& times,
                                          base::SystemTime start, base::SystemTime end,
                                          std::size_t frames);

} // namespace archive
