// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "snapshot/picture_pixels.hpp"

namespace terminal {

using snapshot::Pixels;

/// The picture in this size, each pixel the mean of those that it stands for. Neither side becomes
/// larger than it is.
Pixels scaled(const Pixels& pixels, int width, int height);

} // namespace terminal
