// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "snapshot/picture_pixels.hpp"

#include <string>

namespace terminal {

/// The lines that show a picture as half blocks: each pixel is half a cell, so that there are twice
/// as many rows of pixels as lines.
/// @param in_24_bit  false for the 256 colours that terminals have in common
std::string encode_blocks(const snapshot::Pixels& pixels, bool in_24_bit);

/// The lines that show a picture by the brightness of letters and signs: each pixel is a cell.
std::string encode_ascii(const snapshot::Pixels& pixels);

} // namespace terminal
