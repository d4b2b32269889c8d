// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "film/film_plan.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace film {

/// An encoder of ffmpeg for H.264, by its name there.
struct Encoder {
    std::string name;
};

/// The one that every usual build of ffmpeg has.
inline constexpr std::string_view k_usual_encoder = "libx264";

/// The best encoder in what `ffmpeg -encoders` prints: libx264, else libopenh264, else one of a
/// system; std::nullopt when it has none.
std::optional<Encoder> choose_encoder(std::string_view list);

/// The words of a command that makes a film of the frames on its standard input.
/// @param program  of ffmpeg
/// @param output   the path of the film, which is overwritten
std::vector<std::string> ffmpeg_words(const FilmPlan& plan, const std::string& program,
                                      const Encoder& encoder, const std::string& output);

/// What the comment in a film begins with; its fingerprint follows.
inline constexpr std::string_view k_comment_start = "ring-snapshot film ";

} // namespace film
