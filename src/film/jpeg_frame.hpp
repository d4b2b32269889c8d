// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "film/film_plan.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace film {

/// `jpeg` as a stream of pictures holds it: from its start to its end marker, without what programs
/// add (application data, comments), in which other pictures may be hidden. The segment of Adobe
/// stays, as it says how colours are stored. std::nullopt for what ffmpeg does not decode: no whole
/// JPEG, or one of a rare kind.
std::optional<std::string> jpeg_frame(std::string_view jpeg);

/// The size that the header of a JPEG names; std::nullopt when it names none.
std::optional<FrameSize> jpeg_size(std::string_view jpeg);

} // namespace film
