// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "terminal/graphics.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace terminal {

/// How a picture is drawn.
enum class Protocol { kitty, iterm, sixel, blocks, ascii };

/// What a terminal can show.
struct Screen {
    Protocol protocol = Protocol::ascii;
    int columns = 80;
    int lines = 24;
    /// Of one cell, in pixels; those of most fonts when it is not known.
    int cell_width = 8;
    int cell_height = 16;
    /// Colours of 24 bits, for blocks.
    bool has_24_bit = false;
    /// For sixels.
    std::size_t colors = 256;
};

/// The cells that a picture of this size takes: at most 100 columns and three lines less than there
/// are, in its own proportions, and never enlarged.
CellSize fit(const Screen& screen, int width, int height);

/// What draws `jpeg` at the left edge of the screen, and leaves the cursor at the left edge below
/// it; std::nullopt when the picture cannot be decoded.
std::optional<std::string> draw(const Screen& screen, std::string_view jpeg);

} // namespace terminal
