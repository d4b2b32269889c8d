// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "snapshot/picture_pixels.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace terminal {

using snapshot::Color;
using snapshot::Pixels;

/// A picture in a few colours.
struct IndexedPixels {
    int width = 0;
    int height = 0;
    std::vector<Color> palette;
    /// Places in the palette, row by row.
    std::vector<std::uint8_t> indices;
};

/// The picture in the `count` colours, 2 to 256, that suit it best; what is lost at a pixel goes to
/// its neighbours, so that areas keep their colour.
IndexedPixels in_colors(const Pixels& pixels, std::size_t count);

/// The number of the colour that is nearest to this one in the palette of 256 that terminals have
/// in common: a cube of 6 x 6 x 6 colours from 16 on, and 24 greys from 232 on.
int nearest_of_256(Color color);

} // namespace terminal
