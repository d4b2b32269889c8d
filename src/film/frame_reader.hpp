// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/recorded_picture.hpp"

#include <string>

namespace film {

/// What became of reading a picture for a film.
enum class FrameState {
    good,
    /// Its file is gone.
    missing,
    /// Its file was changed and is not a whole picture, or cannot be read.
    broken,
};

struct ReadFrame {
    FrameState state = FrameState::good;
    /// For the standard input of ffmpeg: a JPEG, or with a stamp a PPM.
    std::string bytes = {};
};

/// Whether there is a file in the place of the picture. Does not look at what is in it.
bool has_file(const archive::RecordedPicture& picture);

/// Reads a picture and makes sure that it is whole: its hash is the recorded one, else it is
/// decoded.
/// @param stamp  write the time into it, for which it is decoded in any case
ReadFrame read_frame(const archive::RecordedPicture& picture, bool stamp);

/// Looks up the size of a picture in its file when the catalogue does not know it.
void complete_size(archive::RecordedPicture& picture);

} // namespace film
