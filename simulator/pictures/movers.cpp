// SPDX-License-Identifier: Apache-2.0
#include "simulator/pictures/movers.hpp"

#include <cmath>
#include <numbers>

namespace simulator {

namespace {

float swing(float step) {
    return std::sin(step * 2 * std::numbers::pi_v<float>);
}

void draw_wheel(const View& view, float x, float y, float radius) {
    view.canvas.circle(x, y, radius, view.lit({0.13F, 0.13F, 0.14F}));
    view.canvas.circle(x, y, radius * 0.52F, view.lit({0.72F, 0.73F, 0.75F}));
}

void shadow(const View& view, float x, float y, float radius) {
    view.canvas.ellipse(x, y, radius, radius * 0.16F, {0, 0, 0}, 0.16F + 0.12F * view.light.day);
}

} // namespace

void draw_car(const View& view, float x, float y, float size, Color paint, bool lights_on) {
    auto& canvas = view.canvas;
    const float s = size;
    const float height = std::abs(size);
    const auto body = view.lit(paint);
    const auto glass = mix(view.lit({0.35F, 0.47F, 0.55F}), view.light.sky_low, 0.3F);
    shadow(view, x, y, 50 * height);
    canvas.polygon({{x - 26 * s, y - 18 * height},
                    {x - 17 * s, y - 32 * height},
                    {x + 12 * s, y - 32 * height},
                    {x + 26 * s, y - 18 * height}},
                   scale(body, 0.9F));
    canvas.polygon({{x - 21 * s, y - 19 * height},
                    {x - 15 * s, y - 29 * height},
                    {x - 2 * s, y - 29 * height},
                    {x - 2 * s, y - 19 * height}},
                   glass);
    canvas.polygon({{x + 1 * s, y - 19 * height},
                    {x + 1 * s, y - 29 * height},
                    {x + 11 * s, y - 29 * height},
                    {x + 20 * s, y - 19 * height}},
                   glass);
    canvas.polygon({{x - 46 * s, y - 6 * height},
                    {x - 45 * s, y - 17 * height},
                    {x - 38 * s, y - 20 * height},
                    {x + 30 * s, y - 19 * height},
                    {x + 45 * s, y - 14 * height},
                    {x + 47 * s, y - 6 * height}},
                   body);
    canvas.rectangle(x - 30 * height, y - 13 * height, 60 * height, 1.4F * height,
                     scale(body, 0.78F));
    draw_wheel(view, x - 28 * s, y - 6 * height, 8 * height);
    draw_wheel(view, x + 27 * s, y - 6 * height, 8 * height);
    canvas.ellipse(x + 45 * s, y - 12 * height, 2.6F * height, 2.2F * height, {1, 0.97F, 0.8F});
    canvas.ellipse(x - 45 * s, y - 13 * height, 1.8F * height, 2.2F * height, {0.85F, 0.1F, 0.1F});
    if (lights_on && view.light.night() > 0.3F) {
        const float on = view.light.night();
        for (const float reach : {70.0F, 100.0F, 135.0F}) {
            const float spread = reach * 0.16F;
            canvas.polygon({{x + 46 * s, y - 12 * height},
                            {x + reach * s, y - (9 + spread) * height},
                            {x + reach * s, y + (spread - 12) * height}},
                           {1, 0.95F, 0.7F}, 0.09F * on);
        }
        canvas.glow(x + 46 * s, y - 12 * height, 26 * height, {1, 0.93F, 0.7F}, 0.8F * on);
        canvas.glow(x - 46 * s, y - 13 * height, 13 * height, {1, 0.1F, 0.1F}, 0.6F * on);
    }
}

void draw_cat(const View& view, float x, float y, float size, float step, Color fur) {
    auto& canvas = view.canvas;
    const float s = size;
    const float h = std::abs(size);
    const auto color = view.lit(fur);
    const auto dark = scale(color, 0.75F);
    const float leg = 4 * swing(step);
    shadow(view, x, y, 20 * h);
    canvas.line({x - 10 * s, y - 10 * h}, {x - (11 - leg) * s, y}, 3.4F * h, dark);
    canvas.line({x + 9 * s, y - 10 * h}, {x + (9 - leg) * s, y}, 3.4F * h, dark);
    canvas.line({x - 8 * s, y - 10 * h}, {x - (9 + leg) * s, y}, 3.4F * h, color);
    canvas.line({x + 11 * s, y - 10 * h}, {x + (11 + leg) * s, y}, 3.4F * h, color);
    const float tail = 3 * swing(step * 0.5F);
    canvas.line({x - 13 * s, y - 15 * h}, {x - 20 * s, y - 22 * h}, 3.2F * h, color);
    canvas.line({x - 20 * s, y - 22 * h}, {x - (19 + tail) * s, y - 32 * h}, 2.8F * h, color);
    canvas.ellipse(x, y - 13 * h, 15 * h, 6.5F * h, color);
    canvas.circle(x + 17 * s, y - 19 * h, 6.2F * h, color);
    canvas.polygon({{x + 12 * s, y - 21 * h}, {x + 13 * s, y - 29 * h}, {x + 17 * s, y - 24 * h}},
                   color);
    canvas.polygon({{x + 17 * s, y - 24 * h}, {x + 21 * s, y - 29 * h}, {x + 22 * s, y - 21 * h}},
                   color);
    const auto eye = mix({0.1F, 0.12F, 0.08F}, {0.65F, 1, 0.45F}, view.light.night());
    canvas.circle(x + 15.5F * s, y - 20 * h, 1.2F * h, eye);
    canvas.circle(x + 20 * s, y - 20 * h, 1.2F * h, eye);
    canvas.circle(x + 18.5F * s, y - 17.5F * h, 0.9F * h, view.lit({0.9F, 0.55F, 0.55F}));
}

void draw_walker(const View& view, float x, float y, float size, float step, Color coat) {
    auto& canvas = view.canvas;
    const float s = size;
    const float h = std::abs(size);
    const float stride = 7 * swing(step);
    const auto trousers = view.lit({0.22F, 0.25F, 0.36F});
    const auto jacket = view.lit(coat);
    const auto skin = view.lit({0.93F, 0.75F, 0.62F});
    shadow(view, x, y, 14 * h);
    canvas.line({x, y - 24 * h}, {x - stride * s, y}, 5 * h, scale(trousers, 0.8F));
    canvas.line({x, y - 24 * h}, {x + stride * s, y}, 5 * h, trousers);
    canvas.line({x, y - 42 * h}, {x + stride * 0.9F * s, y - 26 * h}, 4 * h, scale(jacket, 0.8F));
    canvas.polygon({{x - 6 * h, y - 46 * h},
                    {x + 6 * h, y - 46 * h},
                    {x + 7 * h, y - 22 * h},
                    {x - 7 * h, y - 22 * h}},
                   jacket);
    canvas.circle(x, y - 46 * h, 6 * h, jacket);
    canvas.circle(x + 1 * s, y - 54 * h, 5.6F * h, skin);
    canvas.polygon({{x - 6 * s, y - 55 * h},
                    {x - 5 * s, y - 61 * h},
                    {x + 4 * s, y - 61 * h},
                    {x + 6 * s, y - 56 * h}},
                   view.lit({0.35F, 0.22F, 0.14F}));
    canvas.line({x, y - 42 * h}, {x - stride * 0.9F * s, y - 27 * h}, 4 * h, scale(jacket, 1.1F));
    canvas.circle(x - stride * 0.9F * s, y - 26 * h, 2.2F * h, skin);
}

void draw_bird(const View& view, float x, float y, float size, float step) {
    const float lift = 5 * swing(step) * std::abs(size);
    const auto color = view.lit({0.16F, 0.17F, 0.2F});
    view.canvas.line({x - 9 * size, y - lift}, {x, y}, 1.8F, color);
    view.canvas.line({x + 9 * size, y - lift}, {x, y}, 1.8F, color);
    view.canvas.ellipse(x, y, 3.2F, 1.6F, color);
}

void draw_tree(const View& view, float x, float y, float size, int number) {
    auto& canvas = view.canvas;
    shadow(view, x, y, 34 * size);
    canvas.polygon({{x - 5 * size, y},
                    {x - 3 * size, y - 48 * size},
                    {x + 3 * size, y - 48 * size},
                    {x + 6 * size, y}},
                   view.lit({0.38F, 0.26F, 0.17F}));
    const float hue = view.chance(500 + number);
    const Color leaf = mix({0.24F, 0.52F, 0.20F}, {0.44F, 0.62F, 0.22F}, hue);
    for (int i = 0; i < 7; ++i) {
        const float angle = static_cast<float>(i) * 0.9F;
        const float reach = i == 0 ? 0 : 19 * size;
        const float shade = 0.82F + 0.06F * static_cast<float>(i % 4);
        canvas.circle(x + reach * std::cos(angle), y - 66 * size + reach * 0.8F * std::sin(angle),
                      21 * size, view.lit(scale(leaf, shade)));
    }
    canvas.circle(x - 6 * size, y - 76 * size, 15 * size, view.lit(scale(leaf, 1.15F)));
}

void draw_conifer(const View& view, float x, float y, float size) {
    view.canvas.rectangle(x - 2.5F * size, y - 12 * size, 5 * size, 12 * size,
                          view.lit({0.33F, 0.23F, 0.16F}));
    for (int i = 0; i < 4; ++i) {
        const auto layer = static_cast<float>(i);
        const float half = (22 - 4.6F * layer) * size;
        const float low = y - (8 + 17 * layer) * size;
        view.canvas.polygon({{x - half, low}, {x, low - 30 * size}, {x + half, low}},
                            view.lit(scale({0.13F, 0.34F, 0.22F}, 0.85F + 0.12F * layer)));
    }
}

void draw_bush(const View& view, float x, float y, float size, int number) {
    const Color leaf = mix({0.20F, 0.44F, 0.20F}, {0.33F, 0.50F, 0.20F}, view.chance(540 + number));
    for (int i = 0; i < 4; ++i) {
        const auto at = static_cast<float>(i);
        view.canvas.circle(x + (at - 1.5F) * 11 * size, y - (8 + 3 * std::fmod(at, 2.0F)) * size,
                           11 * size,
                           view.lit(scale(leaf, 0.9F + 0.08F * std::fmod(at * 3, 4.0F))));
    }
}

void draw_street_lamp(const View& view, float x, float y, float height) {
    const auto iron = view.lit({0.25F, 0.27F, 0.28F});
    view.canvas.rectangle(x - 1.6F, y - height, 3.2F, height, iron);
    view.canvas.line({x, y - height}, {x + 16, y - height - 6}, 3, iron);
    view.canvas.ellipse(x + 18, y - height - 4, 6, 3,
                        mix(iron, {1, 0.9F, 0.6F}, view.light.night()));
    if (view.light.night() > 0.25F) {
        view.canvas.polygon(
            {{x + 13, y - height - 2}, {x + 23, y - height - 2}, {x + 60, y}, {x - 24, y}},
            {1, 0.85F, 0.5F}, 0.10F * view.light.night());
    }
    draw_lamp_light(view, x + 18, y - height - 2, 60, 0.75F);
}

} // namespace simulator
