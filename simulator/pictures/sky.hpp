// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/pictures/canvas.hpp"

#include <cstdint>

namespace simulator {

/// What the time of day does to a scene.
struct Daylight {
    float hour = 12;     ///< Local, 0 to 24.
    float elevation = 1; ///< Of the sun: 1 at noon, 0 at the horizon, -1 at midnight.
    float day = 1;       ///< 1 by day, 0 at night.
    float glow = 0;      ///< 1 while the sun is at the horizon.
    Color sky_top;
    Color sky_low;
    Color ambient; ///< The light that things outside are seen in.

    float night() const { return 1 - day; }
};

Daylight daylight_at(std::int64_t epoch_ms);

/// A scene while it is drawn.
struct View {
    Canvas& canvas;
    const Daylight& light;
    std::uint64_t seed; ///< Makes one camera's scene differ from another's.
    std::int64_t ms;

    /// A thing's color in the present light.
    Color lit(Color color) const;

    /// From 0 to 1, always the same for one camera and number.
    float chance(int number) const;

    /// How far along something is that comes round every `seconds`: from 0 to 1.
    float phase(double seconds) const;
};

/// Sky, stars, sun or moon, and clouds, down to `horizon`.
void draw_sky(const View& view, float horizon);

/// A ridge of hills; `distance` from 0 (near) to 1 (in the haze).
void draw_hills(const View& view, float base, float height, float distance, int number);

/// The light that a lamp gives when it is dark.
void draw_lamp_light(const View& view, float x, float y, float radius, float strength);

/// A window pane: glass by day, warm light in the evening, dark when its people sleep.
void draw_window(const View& view, float x, float y, float width, float height, int number);

} // namespace simulator
