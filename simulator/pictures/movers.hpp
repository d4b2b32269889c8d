// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/pictures/sky.hpp"

namespace simulator {

// What moves through a scene. `x` and `y` are where it touches the ground; `step` (0 to 1) is how
// far its legs or wings are in their motion; a negative `size` turns it round.

void draw_car(const View& view, float x, float y, float size, Color paint, bool lights_on = true);
void draw_cat(const View& view, float x, float y, float size, float step, Color fur);
void draw_walker(const View& view, float x, float y, float size, float step, Color coat);
void draw_bird(const View& view, float x, float y, float size, float step);

void draw_tree(const View& view, float x, float y, float size, int number);
void draw_conifer(const View& view, float x, float y, float size);
void draw_bush(const View& view, float x, float y, float size, int number);
void draw_street_lamp(const View& view, float x, float y, float height);

} // namespace simulator
