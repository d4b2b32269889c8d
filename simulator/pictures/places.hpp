// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/pictures/sky.hpp"

namespace simulator {

// What the cameras look at. Each draws a whole picture, the bar for the caption excepted.

void draw_front_yard(const View& view);
void draw_driveway(const View& view);
void draw_street(const View& view);
void draw_garden(const View& view);
void draw_living_room(const View& view);
void draw_lake(const View& view);

} // namespace simulator
