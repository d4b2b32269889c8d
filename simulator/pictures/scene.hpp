// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/pictures/canvas.hpp"

#include <cstdint>
#include <string>

namespace simulator {

/// What is in front of a camera.
struct Subject {
    std::int64_t id = 0;
    std::string name;
    std::string kind;
};

/// Draws what the camera sees at that time (ms since 1970, shown in local time). A pure function.
void draw_scene(Canvas& canvas, const Subject& subject, std::int64_t capture_ms);

/// Draws the bar with the camera's name and the capture time over the bottom.
void draw_caption(Canvas& canvas, const Subject& subject, std::int64_t capture_ms);

} // namespace simulator
