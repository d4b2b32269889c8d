// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "film/ffmpeg_words.hpp"
#include "film/film_plan.hpp"
#include "film/frame_choice.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace cli {

/// A film that was made.
struct MadeFilm {
    std::size_t frames = 0;
    /// The first and the last of them.
    base::SystemTime first;
    base::SystemTime last;
    std::uintmax_t bytes = 0;
    /// What the plan left out, and what turned out to be missing or broken.
    film::LeftOut left_out;
};

/// Has ffmpeg make films.
class FilmMaker {
public:
    /// @param context  must outlive this object
    /// @param ffmpeg   a path or a name; std::nullopt for the one on PATH
    FilmMaker(Context& context, std::optional<std::string> ffmpeg);

    /// Makes the film of a plan. It appears in its place when it is whole; folders are made. Throws
    /// Error: missing_program when there is no ffmpeg or it fails, no_snapshot when fewer than two
    /// pictures can be read, cannot_write, interrupted.
    /// @param title     of the camera, for messages
    /// @param progress  told how many frames are done; on this thread
    MadeFilm make(const film::FilmPlan& plan, const std::filesystem::path& target,
                  const std::string& title, const std::function<void(std::size_t)>& progress);

    /// Whether a working ffmpeg was found.
    bool has_ffmpeg() const { return m_encoder.has_value(); }

private:
    void prepare();

    Context& m_context;
    std::string m_ffmpeg;
    std::optional<film::Encoder> m_encoder;
};

/// Fewer pictures than a film has.
inline constexpr std::size_t k_too_few_frames = 1;

} // namespace cli
