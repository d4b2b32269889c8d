// SPDX-License-Identifier: Apache-2.0
#include "simulator/pictures/sky.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <numbers>

namespace simulator {

namespace {

constexpr float k_pi = std::numbers::pi_v<float>;

float smooth_step(float from, float to, float value) {
    const float t = std::clamp((value - from) / (to - from), 0.0F, 1.0F);
    return t * t * (3 - 2 * t);
}

/// The place on the arc that sun and moon travel along; t from 0 (rising) to 1 (setting).
Point on_arc(float t, float horizon) {
    return {40 + 560 * t, horizon + 12 - (horizon - 24) * std::sin(k_pi * t)};
}

void draw_stars(const View& view, float horizon) {
    const float strength = view.light.night() * view.light.night();
    if (strength < 0.03F) {
        return;
    }
    for (int i = 0; i < 90; ++i) {
        const float x = view.chance(3 * i) * 640;
        const float y = view.chance(3 * i + 1) * horizon * 0.92F;
        const float size = 0.5F + view.chance(3 * i + 2) * 0.8F;
        const float twinkle = 0.7F + 0.3F * std::sin(static_cast<float>(view.ms % 60'000) / 170 +
                                                     static_cast<float>(i));
        view.canvas.circle(x, y, size, {1, 0.98F, 0.9F}, strength * twinkle);
    }
}

void draw_sun(const View& view, float horizon) {
    const float t = (view.light.hour - 6) / 12;
    if (t < -0.06F || t > 1.06F) {
        return;
    }
    const auto at = on_arc(t, horizon);
    const auto color = mix({1, 0.97F, 0.82F}, {1, 0.62F, 0.25F}, view.light.glow);
    view.canvas.glow(at.x, at.y, 190, color, 0.30F + 0.25F * view.light.glow);
    view.canvas.glow(at.x, at.y, 60, color, 0.45F);
    view.canvas.circle(at.x, at.y, 19 + 5 * view.light.glow, color);
}

/// The lit part of the moon: half a circle, and from its ends the shadow's edge, which is half an
/// ellipse. `age` from 0 (new) over 0.5 (full) to 1; the waxing moon is lit on its right.
std::vector<Point> moon_shape(Point at, float radius, float age) {
    const float side = age < 0.5F ? 1.0F : -1.0F;
    const float edge = std::cos(2 * k_pi * age) * side;
    constexpr int k_steps = 24;
    std::vector<Point> shape;
    for (int i = 0; i <= k_steps; ++i) {
        const float angle = k_pi * static_cast<float>(i) / k_steps;
        shape.push_back({at.x + side * radius * std::sin(angle), at.y - radius * std::cos(angle)});
    }
    for (int i = k_steps; i >= 0; --i) {
        const float angle = k_pi * static_cast<float>(i) / k_steps;
        shape.push_back({at.x + edge * radius * std::sin(angle), at.y - radius * std::cos(angle)});
    }
    return shape;
}

void draw_moon(const View& view, float horizon) {
    const float t = std::fmod(view.light.hour + 6, 24.0F) / 12;
    if (t > 1.05F || view.light.day > 0.9F) {
        return;
    }
    auto at = on_arc(t, horizon);
    at.y += 14;
    // A new moon was on the 6th of January 2000, 18:14 UTC; the next ones follow every 29.53 days.
    constexpr double k_month_ms = 29.530588 * 86'400'000;
    const auto since = static_cast<double>(view.ms - 947'182'440'000);
    const auto age = static_cast<float>(std::fmod(since, k_month_ms) / k_month_ms);
    const float strength = std::min(1.0F, view.light.night() * 1.2F);
    view.canvas.glow(at.x, at.y, 90, {0.75F, 0.8F, 1}, 0.2F * strength);
    view.canvas.circle(at.x, at.y, 16, {0.32F, 0.35F, 0.45F}, strength * 0.35F);
    view.canvas.polygon(moon_shape(at, 16, age), {0.96F, 0.95F, 0.87F}, strength);
    constexpr std::array<Point, 4> k_craters = {Point{-5, -4}, Point{4, 5}, Point{6, -6},
                                                Point{-6, 6}};
    for (const auto& crater : k_craters) {
        view.canvas.circle(at.x + crater.x, at.y + crater.y, 3, {0.55F, 0.55F, 0.52F},
                           strength * 0.22F);
    }
}

void draw_clouds(const View& view, float horizon) {
    const auto shine = mix(scale(view.light.sky_low, 0.55F), {1, 1, 1}, view.light.day * 0.85F);
    const auto color = mix(shine, {1, 0.66F, 0.55F}, view.light.glow * 0.55F);
    const auto shade = mix(color, view.light.sky_low, 0.45F);
    for (int i = 0; i < 4; ++i) {
        const float period = 900 + 300 * view.chance(200 + i);
        const float along = std::fmod(view.phase(period) + view.chance(210 + i), 1.0F);
        const float x = -120 + along * 880;
        const float y = horizon * (0.14F + 0.42F * view.chance(220 + i));
        const float size = 0.7F + 0.6F * view.chance(230 + i);
        const float opacity = 0.35F + 0.4F * view.light.day;
        view.canvas.ellipse(x, y + 7 * size, 52 * size, 8 * size, shade, opacity);
        view.canvas.ellipse(x - 24 * size, y, 26 * size, 11 * size, color, opacity);
        view.canvas.ellipse(x + 4 * size, y - 7 * size, 27 * size, 15 * size, color, opacity);
        view.canvas.ellipse(x + 31 * size, y + 1 * size, 23 * size, 10 * size, color, opacity);
    }
}

} // namespace

Daylight daylight_at(std::int64_t epoch_ms) {
    const std::time_t seconds = epoch_ms / 1000;
    std::tm t{};
    localtime_r(&seconds, &t);
    Daylight light;
    light.hour = static_cast<float>(t.tm_hour) + static_cast<float>(t.tm_min) / 60 +
                 static_cast<float>(t.tm_sec) / 3600;
    light.elevation = std::sin(k_pi * (light.hour - 6) / 12);
    light.day = smooth_step(-0.22F, 0.32F, light.elevation);
    light.glow = std::exp(-(light.elevation * light.elevation) / 0.05F);

    const bool evening = light.hour > 12;
    const Color dusk_top = evening ? Color{0.33F, 0.27F, 0.52F} : Color{0.38F, 0.42F, 0.66F};
    const Color dusk_low = evening ? Color{1, 0.52F, 0.24F} : Color{1, 0.68F, 0.52F};
    light.sky_top = mix(mix({0.03F, 0.05F, 0.15F}, {0.23F, 0.50F, 0.86F}, light.day), dusk_top,
                        light.glow * 0.8F);
    light.sky_low = mix(mix({0.13F, 0.17F, 0.33F}, {0.76F, 0.89F, 0.97F}, light.day), dusk_low,
                        light.glow * 0.9F);
    light.ambient =
        mix(mix({0.25F, 0.29F, 0.43F}, {1, 1, 1}, light.day),
            evening ? Color{0.86F, 0.56F, 0.46F} : Color{0.80F, 0.62F, 0.60F}, light.glow * 0.6F);
    return light;
}

Color View::lit(Color color) const {
    return {color.r * light.ambient.r, color.g * light.ambient.g, color.b * light.ambient.b};
}

float View::chance(int number) const {
    std::uint64_t x = seed * 0x9e3779b97f4a7c15ULL +
                      static_cast<std::uint64_t>(number + 1) * 0xbf58476d1ce4e5b9ULL;
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9ULL;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebULL;
    x ^= x >> 31;
    return static_cast<float>(x >> 40) / static_cast<float>(1 << 24);
}

float View::phase(double seconds) const {
    const auto period_ms = static_cast<std::int64_t>(seconds * 1000);
    return static_cast<float>(ms % period_ms) / static_cast<float>(period_ms);
}

void draw_sky(const View& view, float horizon) {
    view.canvas.gradient(0, horizon, view.light.sky_top, view.light.sky_low);
    draw_stars(view, horizon);
    draw_moon(view, horizon);
    draw_sun(view, horizon);
    draw_clouds(view, horizon);
}

void draw_hills(const View& view, float base, float height, float distance, int number) {
    std::vector<Point> ridge{{-2, base + 40}};
    const float shift = view.chance(300 + number) * 10;
    for (float x = -2; x <= 648; x += 10) {
        const float wave = std::sin(x / 97 + shift) + 0.55F * std::sin(x / 41 + 2.3F * shift) +
                           0.25F * std::sin(x / 17 + shift);
        ridge.push_back({x, base - height * (0.55F + 0.28F * wave)});
    }
    ridge.push_back({650, base + 40});
    view.canvas.polygon(
        ridge, mix(view.lit({0.30F, 0.46F, 0.30F}), view.light.sky_low, 0.25F + 0.5F * distance));
}

void draw_lamp_light(const View& view, float x, float y, float radius, float strength) {
    const float on = view.light.night();
    if (on > 0.25F) {
        view.canvas.glow(x, y, radius, {1, 0.80F, 0.45F}, strength * on);
    }
}

void draw_window(const View& view, float x, float y, float width, float height, int number) {
    const float hour = view.light.hour;
    const float bedtime = 21.5F + 4 * view.chance(400 + number);
    const float wakes = 5.5F + 2.5F * view.chance(430 + number);
    const bool awake =
        (hour > 15 && hour < bedtime) || hour + 24 < bedtime || (hour > wakes && hour < 9);
    const bool used = view.chance(460 + number) < 0.75F;
    const float shine = awake && used ? std::clamp(view.light.night() * 1.6F, 0.0F, 1.0F) : 0;
    const auto glass = mix(view.lit({0.42F, 0.55F, 0.66F}), view.light.sky_low, 0.25F);
    const auto color = mix(glass, {1, 0.83F, 0.48F}, shine);
    view.canvas.rectangle(x - 1.5F, y - 1.5F, width + 3, height + 3,
                          view.lit({0.95F, 0.95F, 0.93F}));
    view.canvas.rectangle(x, y, width, height, color);
    view.canvas.polygon(
        {{x, y + height}, {x + width * 0.7F, y}, {x + width, y}, {x + width * 0.35F, y + height}},
        {1, 1, 1}, 0.12F);
    const auto bar = view.lit({0.93F, 0.93F, 0.91F});
    view.canvas.rectangle(x + width / 2 - 0.6F, y, 1.2F, height, bar);
    view.canvas.rectangle(x, y + height / 2 - 0.6F, width, 1.2F, bar);
    if (shine > 0) {
        view.canvas.glow(x + width / 2, y + height / 2, width * 1.7F, {1, 0.75F, 0.38F},
                         0.28F * shine);
    }
}

} // namespace simulator
