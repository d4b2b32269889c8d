// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "snapshot/picture_pixels.hpp"

#include <string>
#include <string_view>

namespace terminal {

/// A size in cells.
struct CellSize {
    int columns = 0;
    int rows = 0;
};

/// The bytes that draw the picture at the cursor of a terminal with kitty's graphics protocol: its
/// pixels in so many columns, and in the lines that its proportions ask for. Nothing is answered to
/// it.
std::string encode_kitty(const snapshot::Pixels& pixels, int columns);

/// The same for iTerm2's protocol, which takes the file itself.
std::string encode_iterm(std::string_view jpeg, CellSize size);

/// `bytes` in zlib's format. Throws std::bad_alloc.
std::string compressed(std::string_view bytes);

} // namespace terminal
