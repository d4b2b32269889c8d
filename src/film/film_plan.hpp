// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "film/frame_choice.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace film {

/// In pixels.
struct FrameSize {
    int width = 0;
    int height = 0;

    bool operator==(const FrameSize&) const = default;
};

/// A constant rate of frames: so many in that time.
struct FrameRate {
    std::int64_t frames = 24;
    std::chrono::milliseconds time{1000};

    double per_second() const {
        return static_cast<double>(frames) / std::chrono::duration<double>(time).count();
    }
};

/// The highest rate of a film, in frames a second.
inline constexpr int k_most_frames_a_second = 60;

/// How a film looks.
struct FilmLook {
    /// Frames a second; not with `length`.
    int fps = 24;
    /// How long the film is to be, whatever the number of its pictures.
    std::optional<std::chrono::milliseconds> length = {};
    /// Otherwise that of most pictures. A height of zero follows from the width.
    std::optional<FrameSize> size = {};
    /// The constant rate factor of H.264: 0 is the best.
    int quality = 21;
    /// Write the time into each frame.
    bool stamp = false;
    bool deflicker = false;
};

/// A film that can be made.
struct FilmPlan {
    ChosenFrames frames;
    FilmLook look;
    FrameRate rate;
    FrameSize size;
    std::string title;
    /// The same for the same pictures in the same look; 64 hexadecimal digits.
    std::string fingerprint;

    /// How long a film of so many frames is.
    double seconds(std::size_t frame_count) const {
        return static_cast<double>(frame_count) / rate.per_second();
    }
};

/// Plans a film of `frames`, which may be thinned out for its length.
/// @param name    of the camera, for the title
/// @param frames  at least one; their sizes are known, where that is possible at all
FilmPlan plan_film(const std::string& name, ChosenFrames frames, const FilmLook& look);

/// "2026-11-23 14:41" in this machine's zone: what `stamp` writes.
std::string stamp_text(base::SystemTime time);

/// Reads "1280x720", or "1280" with a height that is to follow. Both sides are even, from 16 to
/// 7680. std::nullopt for anything else.
std::optional<FrameSize> parse_frame_size(std::string_view text);

} // namespace film
