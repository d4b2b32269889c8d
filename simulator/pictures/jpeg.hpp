// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/pictures/canvas.hpp"

#include <string>

namespace simulator {

/// The canvas as a baseline JPEG that carries `comment`.
std::string encode_jpeg(const Canvas& canvas, int quality, const std::string& comment);

/// The same JPEG with a part of its picture data missing: all markers are right, the size is told,
/// the end is there, but a decoder complains and fills up with grey.
std::string damage_jpeg(std::string jpeg);

/// A valid JPEG of 16 by 16 pixels whose samples have 12 bits, as those of medical devices (ITU-T T.81,
/// extended sequential process). No camera makes such pictures.
std::string twelve_bit_jpeg();

} // namespace simulator
