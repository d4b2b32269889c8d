// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "terminal/palette.hpp"

#include <string>

namespace terminal {

/// The bytes that draw the picture at the cursor of a terminal with sixels (DEC's STD 070).
std::string encode_sixel(const IndexedPixels& pixels);

} // namespace terminal
