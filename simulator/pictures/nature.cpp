// SPDX-License-Identifier: Apache-2.0
// The places without a street: garden, lake, living room.
#include "simulator/pictures/movers.hpp"
#include "simulator/pictures/places.hpp"

#include <array>
#include <cmath>
#include <ctime>
#include <numbers>

namespace simulator {

namespace {

constexpr float k_turn = 2 * std::numbers::pi_v<float>;

void draw_shed(const View& view, float x, float y) {
    auto& canvas = view.canvas;
    canvas.rectangle(x, y - 62, 96, 62, view.lit({0.62F, 0.44F, 0.30F}));
    for (float board = x + 12; board < x + 96; board += 12) {
        canvas.line({board, y - 62}, {board, y}, 1.1F, view.lit({0.50F, 0.34F, 0.22F}));
    }
    canvas.polygon({{x - 8, y - 58}, {x + 48, y - 98}, {x + 104, y - 58}},
                   view.lit({0.36F, 0.40F, 0.42F}));
    canvas.rectangle(x + 36, y - 42, 24, 42, view.lit({0.45F, 0.30F, 0.20F}));
    draw_window(view, x + 68, y - 46, 18, 16, 50);
}

void draw_pond(const View& view, float x, float y) {
    auto& canvas = view.canvas;
    canvas.ellipse(x, y, 104, 25, view.lit({0.62F, 0.60F, 0.56F}));
    canvas.ellipse(x, y, 97, 21, mix(view.lit({0.20F, 0.42F, 0.52F}), view.light.sky_low, 0.45F));
    for (int i = 0; i < 3; ++i) {
        const float grow = std::fmod(view.phase(5) + static_cast<float>(i) / 3, 1.0F);
        canvas.ellipse(x - 20, y - 2, 8 + 40 * grow, 2 + 9 * grow, {1, 1, 1}, 0.12F * (1 - grow));
    }
    for (int i = 0; i < 4; ++i) {
        canvas.ellipse(x + 16 + 17 * static_cast<float>(i % 3),
                       y + 6 - 5 * static_cast<float>(i % 2), 8, 3,
                       view.lit({0.32F, 0.58F, 0.28F}));
    }
    canvas.circle(x + 34, y - 1, 3, view.lit({0.98F, 0.72F, 0.82F}));
    const float duck = x + 60 * std::sin(view.phase(29) * k_turn);
    canvas.ellipse(duck, y - 5, 10, 5, view.lit({0.95F, 0.93F, 0.86F}));
    canvas.circle(duck + 9, y - 12, 4.2F, view.lit({0.16F, 0.45F, 0.30F}));
    canvas.polygon({{duck + 12, y - 13}, {duck + 18, y - 11}, {duck + 12, y - 10}},
                   view.lit({0.98F, 0.65F, 0.15F}));
}

/// Butterflies by day, fireflies at night.
void draw_fliers(const View& view) {
    for (int i = 0; i < 9; ++i) {
        const float turn = view.phase(11 + i) * k_turn;
        const float x = 60 + 520 * view.chance(800 + i) + 40 * std::sin(turn);
        const float y = 190 + 100 * view.chance(820 + i) + 22 * std::sin(2 * turn);
        if (view.light.night() > 0.5F) {
            const float pulse = 0.55F + 0.45F * std::sin(view.phase(1.7 + 0.2 * i) * k_turn);
            view.canvas.glow(x, y, 11, {0.75F, 1, 0.35F}, 0.8F * pulse);
            view.canvas.circle(x, y, 1.3F, {0.9F, 1, 0.6F}, pulse);
        } else if (i < 4) {
            const float wing =
                2 + 3 * std::abs(std::sin(view.phase(0.4) * k_turn + static_cast<float>(i)));
            const auto color =
                view.lit(i % 2 == 0 ? Color{1, 0.62F, 0.15F} : Color{0.97F, 0.95F, 0.80F});
            view.canvas.ellipse(x - wing, y, wing, 4, color);
            view.canvas.ellipse(x + wing, y, wing, 4, color);
        }
    }
}

void draw_aurora(const View& view) {
    const float strength = view.light.night() * view.light.night();
    if (strength < 0.2F) {
        return;
    }
    for (int band = 0; band < 3; ++band) {
        const auto shift = static_cast<float>(band);
        const float turn = view.phase(61 + 13 * band) * k_turn;
        const auto low_at = [&](float x) {
            return 92 + 20 * shift +
                   15 * (std::sin(x / 90 + turn + shift) + 0.5F * std::sin(x / 37 - turn));
        };
        const Color color = band == 1 ? Color{0.45F, 0.55F, 0.95F} : Color{0.30F, 0.95F, 0.60F};
        for (float x = 0; x < 640; x += 8) {
            const float shine = 0.5F + 0.5F * std::sin(x / 60 + turn * 2 + shift);
            const float from = low_at(x);
            const float to = low_at(x + 8);
            for (const float height : {28.0F, 48.0F, 66.0F}) {
                view.canvas.polygon(
                    {{x, from}, {x + 8, to}, {x + 8, to - height}, {x, from - height}}, color,
                    0.06F * strength * shine);
            }
        }
    }
}

void draw_mountains(const View& view) {
    auto& canvas = view.canvas;
    const auto rock = mix(view.lit({0.42F, 0.47F, 0.55F}), view.light.sky_low, 0.35F);
    const auto snow = mix(view.lit({0.97F, 0.98F, 1}), view.light.sky_low, 0.15F);
    constexpr std::array<Point, 4> k_peaks = {Point{90, 74}, Point{250, 48}, Point{420, 84},
                                              Point{570, 58}};
    for (const auto& peak : k_peaks) {
        const float width = (196 - peak.y) * 1.15F;
        canvas.polygon({{peak.x - width, 196}, peak, {peak.x + width, 196}}, rock);
        canvas.polygon(
            {peak, {peak.x + width, 196}, {peak.x + width * 0.2F, 196}, {peak.x - 6, peak.y + 60}},
            {0, 0, 0.1F}, 0.12F);
        const float cap = width * 0.27F;
        canvas.polygon({{peak.x - cap, peak.y + cap * 0.87F},
                        peak,
                        {peak.x + cap, peak.y + cap * 0.87F},
                        {peak.x + cap * 0.4F, peak.y + cap * 0.6F},
                        {peak.x, peak.y + cap},
                        {peak.x - cap * 0.45F, peak.y + cap * 0.62F}},
                       snow);
    }
}

void draw_water(const View& view) {
    auto& canvas = view.canvas;
    canvas.gradient(196, 320, mix(view.light.sky_low, view.lit({0.30F, 0.48F, 0.58F}), 0.45F),
                    view.lit({0.13F, 0.30F, 0.42F}));
    for (int i = 0; i < 46; ++i) {
        const float y = 200 + 110 * view.chance(900 + i);
        const float x = std::fmod(640 * view.chance(950 + i) + 60 * view.phase(9), 640.0F);
        canvas.line({x, y}, {x + 10 + (y - 190) * 0.35F, y}, 1.1F,
                    mix(view.light.sky_low, {1, 1, 1}, 0.4F), 0.32F);
    }
}

void draw_cabin(const View& view, float x, float y) {
    auto& canvas = view.canvas;
    canvas.rectangle(x + 78, y - 108, 14, 36, view.lit({0.50F, 0.48F, 0.46F}));
    for (int i = 0; i < 5; ++i) {
        const float rise = std::fmod(view.phase(13) + static_cast<float>(i) / 5, 1.0F);
        canvas.circle(x + 86 + 26 * rise * rise, y - 112 - 62 * rise, 4 + 11 * rise,
                      mix(view.light.sky_low, {1, 1, 1}, 0.35F), 0.42F * (1 - rise));
    }
    canvas.rectangle(x, y - 54, 116, 54, view.lit({0.55F, 0.36F, 0.22F}));
    for (float log = y - 46; log < y; log += 9) {
        canvas.line({x, log}, {x + 116, log}, 1.6F, view.lit({0.40F, 0.25F, 0.14F}));
    }
    canvas.polygon({{x - 13, y - 50}, {x + 58, y - 98}, {x + 129, y - 50}},
                   view.lit({0.30F, 0.20F, 0.16F}));
    draw_window(view, x + 14, y - 40, 24, 20, 60);
    draw_window(view, x + 80, y - 40, 24, 20, 61);
    canvas.rectangle(x + 48, y - 38, 20, 38, view.lit({0.62F, 0.18F, 0.15F}));
}

void draw_boat(const View& view, float x, float y) {
    auto& canvas = view.canvas;
    canvas.polygon({{x, y - 52}, {x, y - 8}, {x + 30, y - 8}}, view.lit({0.97F, 0.97F, 0.95F}));
    canvas.polygon({{x - 3, y - 44}, {x - 3, y - 8}, {x - 20, y - 8}},
                   view.lit({0.90F, 0.35F, 0.25F}));
    canvas.line({x - 1, y - 54}, {x - 1, y - 4}, 2, view.lit({0.35F, 0.25F, 0.18F}));
    canvas.polygon({{x - 28, y - 6}, {x + 34, y - 6}, {x + 24, y + 5}, {x - 20, y + 5}},
                   view.lit({0.45F, 0.28F, 0.18F}));
    draw_lamp_light(view, x - 1, y - 54, 18, 0.7F);
}

/// The color of a thing in a room, which is lit by a lamp when it is dark outside.
Color indoors(const View& view, Color color) {
    const auto lamp = Color{color.r * 0.86F, color.g * 0.70F, color.b * 0.52F};
    return mix(lamp, color, view.light.day);
}

/// A clock that shows the time of the capture.
void draw_wall_clock(const View& view, float x, float y) {
    const std::time_t seconds = view.ms / 1000;
    std::tm t{};
    localtime_r(&seconds, &t);
    auto& canvas = view.canvas;
    canvas.circle(x, y, 23, indoors(view, {0.35F, 0.24F, 0.18F}));
    canvas.circle(x, y, 20, indoors(view, {0.98F, 0.97F, 0.93F}));
    const auto hand = [&](float turns, float length, float thickness, Color color) {
        const float angle = turns * k_turn;
        canvas.line({x, y}, {x + length * std::sin(angle), y - length * std::cos(angle)}, thickness,
                    color);
    };
    for (int i = 0; i < 12; ++i) {
        const float angle = static_cast<float>(i) / 12 * k_turn;
        canvas.circle(x + 16.5F * std::sin(angle), y - 16.5F * std::cos(angle), 1.1F,
                      {0.25F, 0.2F, 0.2F});
    }
    const float minutes = static_cast<float>(t.tm_min) / 60;
    hand((static_cast<float>(t.tm_hour % 12) + minutes) / 12, 9.5F, 2.6F, {0.15F, 0.13F, 0.13F});
    hand(minutes, 14.5F, 1.8F, {0.15F, 0.13F, 0.13F});
    hand(static_cast<float>(t.tm_sec) / 60, 15.5F, 0.9F, {0.85F, 0.15F, 0.1F});
}

void draw_sofa(const View& view) {
    auto& canvas = view.canvas;
    const auto cloth = indoors(view, {0.30F, 0.48F, 0.55F});
    canvas.ellipse(470, 316, 140, 9, {0, 0, 0}, 0.22F);
    canvas.rectangle(360, 208, 214, 70, scale(cloth, 0.86F));
    canvas.rectangle(344, 236, 34, 74, cloth);
    canvas.rectangle(556, 236, 34, 74, cloth);
    canvas.ellipse(361, 236, 17, 12, cloth);
    canvas.ellipse(573, 236, 17, 12, cloth);
    canvas.rectangle(378, 256, 88, 40, scale(cloth, 1.12F));
    canvas.rectangle(468, 256, 88, 40, scale(cloth, 1.12F));
    canvas.rectangle(378, 294, 178, 16, scale(cloth, 0.8F));
    canvas.polygon({{390, 226}, {424, 222}, {428, 256}, {394, 258}},
                   indoors(view, {0.93F, 0.62F, 0.25F}));
    canvas.polygon({{516, 224}, {548, 228}, {545, 260}, {512, 256}},
                   indoors(view, {0.90F, 0.86F, 0.78F}));
}

void draw_floor_lamp(const View& view, float x, float y) {
    view.canvas.rectangle(x - 1.5F, y - 128, 3, 128, indoors(view, {0.25F, 0.22F, 0.2F}));
    view.canvas.ellipse(x, y, 17, 4, indoors(view, {0.25F, 0.22F, 0.2F}));
    const auto shade = mix({0.93F, 0.88F, 0.76F}, {1, 0.88F, 0.58F}, view.light.night());
    view.canvas.polygon(
        {{x - 13, y - 160}, {x + 13, y - 160}, {x + 23, y - 124}, {x - 23, y - 124}}, shade);
    draw_lamp_light(view, x, y - 138, 150, 0.42F);
}

void draw_plant(const View& view, float x, float y) {
    for (int i = 0; i < 9; ++i) {
        const float lean = (static_cast<float>(i) - 4) / 4;
        const float top = y - 92 + 34 * lean * lean;
        const auto leaf =
            indoors(view, scale({0.24F, 0.52F, 0.26F}, 0.85F + 0.05F * static_cast<float>(i % 5)));
        view.canvas.polygon({{x - 2, y - 26},
                             {x + 26 * lean - 7, (y + top) / 2 - 10},
                             {x + 46 * lean, top},
                             {x + 26 * lean + 7, (y + top) / 2 - 6},
                             {x + 3, y - 26}},
                            leaf);
    }
    view.canvas.polygon({{x - 20, y - 32}, {x + 20, y - 32}, {x + 14, y}, {x - 14, y}},
                        indoors(view, {0.78F, 0.45F, 0.32F}));
}

/// The wall leaves the window open, through which the sky was drawn before.
void draw_room_walls(const View& view) {
    auto& canvas = view.canvas;
    const auto wall = indoors(view, {0.91F, 0.87F, 0.79F});
    canvas.rectangle(0, 0, 640, 44, wall);
    canvas.rectangle(0, 44, 76, 216, wall);
    canvas.rectangle(286, 44, 354, 216, wall);
    canvas.rectangle(76, 186, 210, 74, wall);
    const auto frame = indoors(view, {0.97F, 0.97F, 0.95F});
    canvas.rectangle(70, 38, 222, 8, frame);
    canvas.rectangle(64, 182, 234, 10, frame);
    for (const float x : {70.0F, 178.0F, 284.0F}) {
        canvas.rectangle(x, 40, 8, 146, frame);
    }
    canvas.rectangle(74, 108, 214, 5, frame);
    const auto curtain = indoors(view, {0.72F, 0.35F, 0.30F});
    for (int i = 0; i < 4; ++i) {
        const auto fold = static_cast<float>(i);
        canvas.rectangle(40 + 9 * fold, 32, 9, 172,
                         scale(curtain, 0.85F + 0.1F * static_cast<float>(i % 2)));
        canvas.rectangle(288 + 9 * fold, 32, 9, 172,
                         scale(curtain, 0.85F + 0.1F * static_cast<float>(i % 2)));
    }
    canvas.rectangle(30, 27, 304, 4, indoors(view, {0.4F, 0.3F, 0.22F}));
    canvas.gradient(260, 360, indoors(view, {0.66F, 0.48F, 0.32F}),
                    indoors(view, {0.54F, 0.37F, 0.24F}));
    for (int i = 0; i < 9; ++i) {
        const auto board = static_cast<float>(i);
        canvas.line({320 + (board - 4) * 80, 260}, {320 + (board - 4) * 150, 360}, 1.2F,
                    indoors(view, {0.46F, 0.31F, 0.20F}));
    }
    canvas.rectangle(0, 254, 640, 7, frame);
}

} // namespace

void draw_garden(const View& view) {
    auto& canvas = view.canvas;
    draw_sky(view, 176);
    draw_hills(view, 172, 52, 0.75F, 2);
    draw_hills(view, 180, 30, 0.35F, 3);
    canvas.gradient(174, 360, view.lit({0.43F, 0.64F, 0.30F}), view.lit({0.26F, 0.48F, 0.20F}));
    for (float x = 6; x < 640; x += 26) {
        draw_bush(view, x, 190, 0.75F, static_cast<int>(x));
    }
    draw_shed(view, 486, 214);
    draw_tree(view, 96, 224, 1.35F, 4);
    draw_tree(view, 402, 206, 0.8F, 5);
    draw_pond(view, 268, 252);
    canvas.rectangle(176, 150, 4, 62, view.lit({0.45F, 0.32F, 0.22F}));
    canvas.rectangle(166, 132, 24, 22, view.lit({0.85F, 0.35F, 0.28F}));
    canvas.polygon({{160, 134}, {178, 118}, {196, 134}}, view.lit({0.35F, 0.25F, 0.2F}));
    canvas.circle(178, 143, 4, view.lit({0.15F, 0.1F, 0.1F}));
    for (int i = 0; i < 14; ++i) {
        const float x = 430 + 14 * static_cast<float>(i);
        const float y = 296 - 8 * view.chance(840 + i);
        canvas.line({x, 306}, {x, y}, 1.5F, view.lit({0.2F, 0.5F, 0.2F}));
        canvas.circle(x, y, 4,
                      view.lit(i % 3 == 0   ? Color{0.95F, 0.35F, 0.45F}
                               : i % 3 == 1 ? Color{1, 0.82F, 0.25F}
                                            : Color{0.72F, 0.50F, 0.88F}));
        canvas.circle(x, y, 1.5F, view.lit({1, 0.96F, 0.7F}));
    }
    draw_cat(view, 670 - view.phase(41) * 730, 320, -1.0F, view.phase(0.8), {0.55F, 0.50F, 0.46F});
    draw_bird(view, -20 + view.phase(17) * 700, 70 + 18 * std::sin(view.phase(7) * k_turn), 1,
              view.phase(0.6));
    draw_bird(view, -60 + view.phase(17) * 700, 88 + 14 * std::sin(view.phase(6) * k_turn), 0.8F,
              view.phase(0.5));
    draw_fliers(view);
}

void draw_lake(const View& view) {
    auto& canvas = view.canvas;
    draw_sky(view, 196);
    draw_aurora(view);
    draw_mountains(view);
    draw_hills(view, 190, 18, 0.3F, 4);
    draw_water(view);
    draw_boat(view, 60 + 420 * (0.5F + 0.5F * std::sin(view.phase(83) * k_turn)),
              240 + 2 * std::sin(view.phase(4) * k_turn));
    canvas.polygon({{0, 288}, {200, 300}, {420, 316}, {640, 296}, {640, 360}, {0, 360}},
                   view.lit({0.36F, 0.54F, 0.28F}));
    draw_conifer(view, 34, 300, 1.4F);
    draw_conifer(view, 596, 304, 1.7F);
    draw_conifer(view, 556, 308, 1.2F);
    draw_cabin(view, 404, 314);
    canvas.polygon({{150, 304}, {176, 302}, {236, 262}, {226, 260}},
                   view.lit({0.52F, 0.38F, 0.25F}));
    for (int i = 0; i < 5; ++i) {
        const auto plank = static_cast<float>(i);
        canvas.line({160 + 16 * plank, 300 - 9.5F * plank}, {160 + 16 * plank, 311 - 9.5F * plank},
                    2.4F, view.lit({0.36F, 0.26F, 0.17F}));
    }
    draw_walker(view, 120 + 240 * (0.5F + 0.5F * std::sin(view.phase(53) * k_turn)), 326, 0.7F,
                view.phase(1.2), {0.85F, 0.30F, 0.20F});
    draw_bird(view, 660 - view.phase(21) * 720, 120 + 16 * std::sin(view.phase(8) * k_turn), 1.1F,
              view.phase(0.7));
}

void draw_living_room(const View& view) {
    auto& canvas = view.canvas;
    draw_sky(view, 190);
    draw_hills(view, 176, 34, 0.6F, 5);
    draw_tree(view, 130, 190, 0.6F, 7);
    draw_room_walls(view);
    canvas.rectangle(410, 78, 84, 62, indoors(view, {0.40F, 0.28F, 0.2F}));
    canvas.rectangle(416, 84, 72, 50, indoors(view, {0.55F, 0.72F, 0.82F}));
    canvas.polygon({{416, 134}, {438, 100}, {456, 122}, {466, 110}, {488, 134}},
                   indoors(view, {0.35F, 0.5F, 0.45F}));
    canvas.circle(472, 96, 5, indoors(view, {1, 0.85F, 0.4F}));
    draw_wall_clock(view, 556, 104);
    canvas.ellipse(300, 326, 190, 26, indoors(view, {0.78F, 0.36F, 0.34F}));
    canvas.ellipse(300, 326, 168, 21, indoors(view, {0.88F, 0.76F, 0.62F}));
    canvas.ellipse(300, 326, 140, 16, indoors(view, {0.78F, 0.36F, 0.34F}));
    draw_sofa(view);
    draw_floor_lamp(view, 320, 300);
    draw_plant(view, 40, 318);
    auto lamp = view.light;
    lamp.ambient = indoors(view, {1, 1, 1});
    const View room{canvas, lamp, view.seed, view.ms};
    const float turn = view.phase(59) * k_turn;
    const float along = std::sin(turn);
    draw_cat(room, 300 + 230 * along, 328, std::cos(turn) > 0 ? 1.05F : -1.05F, view.phase(0.8),
             {0.90F, 0.58F, 0.28F});
}

} // namespace simulator
