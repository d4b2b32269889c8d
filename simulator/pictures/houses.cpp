// SPDX-License-Identifier: Apache-2.0
// The places at a street: front yard, driveway, row of houses.
#include "simulator/pictures/movers.hpp"
#include "simulator/pictures/places.hpp"

#include <array>
#include <cmath>

namespace simulator {

namespace {

constexpr std::array<Color, 6> k_walls = {Color{0.90F, 0.84F, 0.70F}, Color{0.80F, 0.55F, 0.45F},
                                          Color{0.66F, 0.76F, 0.82F}, Color{0.86F, 0.86F, 0.84F},
                                          Color{0.74F, 0.79F, 0.62F}, Color{0.93F, 0.75F, 0.55F}};

constexpr std::array<Color, 5> k_paints = {Color{0.80F, 0.16F, 0.14F}, Color{0.15F, 0.36F, 0.68F},
                                           Color{0.90F, 0.90F, 0.88F}, Color{0.95F, 0.72F, 0.15F},
                                           Color{0.20F, 0.45F, 0.36F}};

Color wall_color(const View& view, int number) {
    const auto index = static_cast<std::size_t>(view.chance(600 + number) * k_walls.size());
    return k_walls[index % k_walls.size()];
}

Color paint_of(std::int64_t number) {
    return k_paints[static_cast<std::size_t>(number) % k_paints.size()];
}

/// A house that stands on `y`, `width` wide.
void draw_house(const View& view, float x, float y, float width, float height, int number) {
    auto& canvas = view.canvas;
    const auto wall = view.lit(wall_color(view, number));
    const float roof = height * 0.42F;
    const float top = y - height;
    canvas.rectangle(x + width * 0.72F, top - roof * 0.85F, width * 0.09F, roof * 0.7F,
                     view.lit({0.55F, 0.34F, 0.28F}));
    canvas.rectangle(x, top, width, height, wall);
    canvas.rectangle(x, y - height * 0.08F, width, height * 0.08F, scale(wall, 0.8F));
    canvas.polygon(
        {{x - width * 0.07F, top + 2}, {x + width / 2, top - roof}, {x + width * 1.07F, top + 2}},
        view.lit(number % 2 == 0 ? Color{0.48F, 0.25F, 0.20F} : Color{0.30F, 0.32F, 0.38F}));
    canvas.circle(x + width / 2, top - roof * 0.35F, width * 0.05F, view.lit({0.85F, 0.87F, 0.9F}));
    const float pane = width * 0.17F;
    draw_window(view, x + width * 0.12F, top + height * 0.2F, pane, height * 0.28F, number * 4);
    draw_window(view, x + width * 0.70F, top + height * 0.2F, pane, height * 0.28F, number * 4 + 1);
    draw_window(view, x + width * 0.12F, top + height * 0.62F, pane, height * 0.22F,
                number * 4 + 2);
    const float door_x = x + width * 0.42F;
    canvas.rectangle(door_x - 2, y - height * 0.46F, width * 0.16F + 4, height * 0.46F,
                     view.lit({0.95F, 0.95F, 0.92F}));
    canvas.rectangle(door_x, y - height * 0.44F, width * 0.16F, height * 0.44F,
                     view.lit(paint_of(number + 2)));
    canvas.circle(door_x + width * 0.135F, y - height * 0.2F, 1.3F, view.lit({0.95F, 0.85F, 0.4F}));
    draw_lamp_light(view, door_x + width * 0.08F, y - height * 0.5F, width * 0.22F, 0.5F);
}

void draw_road(const View& view, float y, float height) {
    auto& canvas = view.canvas;
    canvas.rectangle(0, y - 9, 640, 9, view.lit({0.72F, 0.71F, 0.68F}));
    canvas.rectangle(0, y, 640, height, view.lit({0.33F, 0.34F, 0.36F}));
    for (float x = 12; x < 640; x += 58) {
        canvas.rectangle(x, y + height / 2 - 1, 28, 2, view.lit({0.88F, 0.87F, 0.80F}));
    }
    canvas.rectangle(0, y + height, 640, 8, view.lit({0.74F, 0.73F, 0.70F}));
}

/// A car that comes by now and then, each time another one.
void draw_traffic(const View& view, float y, float size, double seconds) {
    const float along = view.phase(seconds) * 1.35F;
    const auto trip = view.ms / static_cast<std::int64_t>(seconds * 1000);
    const float x = -110 + along * 860;
    const bool back = trip % 2 == 1;
    draw_car(view, back ? 640 - x : x, y, back ? -size : size, paint_of(trip));
}

void draw_fence(const View& view, float y, float height, float gap_from, float gap_to) {
    const auto white = view.lit({0.95F, 0.95F, 0.93F});
    const auto rail = view.lit({0.84F, 0.84F, 0.82F});
    view.canvas.rectangle(0, y - height * 0.75F, gap_from, 3, rail);
    view.canvas.rectangle(gap_to, y - height * 0.75F, 640 - gap_to, 3, rail);
    view.canvas.rectangle(0, y - height * 0.32F, gap_from, 3, rail);
    view.canvas.rectangle(gap_to, y - height * 0.32F, 640 - gap_to, 3, rail);
    for (float x = 3; x < 640; x += 12) {
        if (x < gap_from - 4 || x > gap_to) {
            view.canvas.polygon(
                {{x, y}, {x, y - height}, {x + 3, y - height - 4}, {x + 6, y - height}, {x + 6, y}},
                white);
        }
    }
}

void draw_mailbox(const View& view, float x, float y) {
    auto& canvas = view.canvas;
    canvas.rectangle(x - 2, y - 34, 4, 34, view.lit({0.45F, 0.32F, 0.2F}));
    canvas.rectangle(x - 12, y - 46, 26, 14, view.lit({0.18F, 0.35F, 0.62F}));
    canvas.ellipse(x + 1, y - 46, 13, 6, view.lit({0.18F, 0.35F, 0.62F}));
    canvas.rectangle(x + 10, y - 54, 2, 12, view.lit({0.85F, 0.2F, 0.15F}));
    canvas.rectangle(x + 10, y - 54, 7, 5, view.lit({0.85F, 0.2F, 0.15F}));
}

void draw_flowers(const View& view, float from, float to, float y) {
    constexpr std::array<Color, 4> k_petals = {
        Color{0.95F, 0.35F, 0.45F}, Color{0.98F, 0.82F, 0.25F}, Color{0.70F, 0.45F, 0.85F},
        Color{0.98F, 0.60F, 0.30F}};
    int number = 0;
    for (float x = from; x < to; x += 9, ++number) {
        const float top = y - 7 - 6 * view.chance(700 + number);
        view.canvas.line({x, y}, {x, top}, 1.2F, view.lit({0.2F, 0.5F, 0.2F}));
        view.canvas.circle(x, top, 3.1F,
                           view.lit(k_petals[static_cast<std::size_t>(number) % k_petals.size()]));
        view.canvas.circle(x, top, 1.2F, view.lit({1, 0.95F, 0.6F}));
    }
}

Color grass(const View& view) {
    return view.lit({0.40F, 0.62F, 0.28F});
}

Color grass_near(const View& view) {
    return view.lit({0.27F, 0.49F, 0.20F});
}

} // namespace

void draw_front_yard(const View& view) {
    auto& canvas = view.canvas;
    draw_sky(view, 190);
    draw_hills(view, 182, 46, 0.8F, 0);
    canvas.gradient(176, 360, grass(view), grass_near(view));
    draw_tree(view, 40, 192, 0.8F, 3);
    draw_house(view, 104, 190, 118, 74, 1);
    draw_tree(view, 268, 190, 0.62F, 1);
    draw_house(view, 330, 190, 104, 66, 2);
    draw_house(view, 496, 191, 124, 78, 3);
    draw_tree(view, 466, 192, 0.7F, 2);
    draw_road(view, 206, 30);
    draw_traffic(view, 228, 0.62F, 19);
    draw_street_lamp(view, 250, 206, 92);
    const float along = view.phase(47);
    draw_walker(view, -30 + along * 700, 250, 0.72F, view.phase(1.1),
                paint_of(view.ms / 47'000 + 1));
    draw_fence(view, 274, 26, 284, 366);
    canvas.polygon({{290, 250}, {360, 250}, {430, 360}, {210, 360}},
                   view.lit({0.78F, 0.72F, 0.64F}));
    for (int i = 0; i < 5; ++i) {
        const float y = 262 + 20 * static_cast<float>(i);
        canvas.line({282 - static_cast<float>(i) * 15, y}, {368 + static_cast<float>(i) * 13, y},
                    1.6F, view.lit({0.62F, 0.56F, 0.50F}));
    }
    draw_mailbox(view, 396, 284);
    draw_bush(view, 60, 300, 1.3F, 1);
    draw_bush(view, 590, 304, 1.5F, 2);
    draw_flowers(view, 110, 214, 304);
    draw_flowers(view, 448, 546, 308);
    draw_cat(view, 660 - view.phase(31) * 720, 322, -1.05F, view.phase(0.8), {0.86F, 0.52F, 0.22F});
    draw_lamp_light(view, 320, 360, 190, 0.32F);
}

void draw_driveway(const View& view) {
    auto& canvas = view.canvas;
    draw_sky(view, 180);
    draw_hills(view, 176, 40, 0.7F, 1);
    canvas.gradient(172, 360, grass(view), grass_near(view));
    draw_conifer(view, 390, 190, 0.95F);
    draw_conifer(view, 436, 188, 1.15F);
    draw_house(view, 488, 188, 112, 70, 5);
    draw_road(view, 200, 24);
    draw_traffic(view, 218, 0.55F, 23);
    canvas.polygon({{206, 234}, {400, 234}, {560, 360}, {60, 360}},
                   view.lit({0.60F, 0.60F, 0.60F}));
    canvas.line({303, 234}, {308, 360}, 1.5F, view.lit({0.5F, 0.5F, 0.5F}));
    const auto wall = view.lit(wall_color(view, 9));
    canvas.polygon({{0, 70}, {150, 110}, {150, 268}, {0, 330}}, wall);
    canvas.polygon({{-4, 78}, {-4, 34}, {166, 98}, {166, 116}}, view.lit({0.42F, 0.26F, 0.22F}));
    canvas.polygon({{18, 150}, {126, 160}, {126, 278}, {18, 322}}, view.lit({0.93F, 0.93F, 0.91F}));
    for (int i = 1; i < 5; ++i) {
        const auto part = static_cast<float>(i) / 5;
        canvas.line({18, 150 + 172 * part}, {126, 160 + 118 * part}, 1.8F,
                    view.lit({0.74F, 0.74F, 0.72F}));
    }
    canvas.rectangle(134, 190, 8, 12, view.lit({0.2F, 0.2F, 0.22F}));
    draw_lamp_light(view, 138, 196, 60, 0.7F);
    draw_car(view, 330, 300, 1.5F, paint_of(static_cast<std::int64_t>(view.seed % 5)), false);
    draw_bush(view, 600, 290, 1.6F, 3);
    draw_bush(view, 556, 270, 1.1F, 4);
    draw_flowers(view, 470, 540, 262);
    draw_cat(view, -40 + view.phase(37) * 740, 326, 1.0F, view.phase(0.7), {0.28F, 0.28F, 0.32F});
    // The floodlight itself, from above the camera.
    draw_lamp_light(view, 330, 300, 300, 0.34F);
}

void draw_street(const View& view) {
    auto& canvas = view.canvas;
    draw_sky(view, 230);
    canvas.gradient(226, 360, view.lit({0.62F, 0.60F, 0.57F}), view.lit({0.50F, 0.49F, 0.47F}));
    for (int i = 0; i < 6; ++i) {
        const float x = -14 + 112 * static_cast<float>(i);
        draw_house(view, x, 236, 100, 96 + 26 * view.chance(620 + i), 10 + i);
    }
    draw_road(view, 262, 46);
    draw_street_lamp(view, 120, 258, 104);
    draw_street_lamp(view, 470, 258, 104);
    draw_tree(view, 300, 256, 0.66F, 6);
    const float along = view.phase(41);
    draw_walker(view, 670 - along * 720, 256, -0.74F, view.phase(1.0),
                paint_of(view.ms / 41'000 + 2));
    draw_traffic(view, 300, 0.95F, 17);
    canvas.rectangle(0, 316, 640, 44, view.lit({0.70F, 0.66F, 0.62F}));
    draw_cat(view, -40 + view.phase(43) * 740, 328, 0.9F, view.phase(0.75), {0.92F, 0.90F, 0.86F});
}

} // namespace simulator
