// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace simulator {

inline constexpr int k_glyph_width = 5;
inline constexpr int k_glyph_height = 7;
/// From the start of one character to the start of the next.
inline constexpr int k_glyph_step = 6;

/// Whether the glyph of a printable ASCII character covers the point; others look like `?`.
bool glyph_covers(char c, int x, int y);

/// UTF-8 text with all that the font lacks replaced: accented Latin letters by their base letter,
/// line breaks and the like by blanks, everything else by `?`, one for each character.
std::string printable(std::string_view utf8);

} // namespace simulator
