// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "snapshot/picture_pixels.hpp"

#include <string>
#include <string_view>

namespace film {

/// Writes `text` into the lower left corner of a picture, white on black, about a fortieth of its
/// height tall. What does not fit in the width is cut off.
/// @param text  digits, '-', ':' and blanks; all else is a blank
void draw_stamp(snapshot::Pixels& pixels, std::string_view text);

/// A picture as PPM: a short header and its pixels.
std::string ppm_of(const snapshot::Pixels& pixels);

} // namespace film
