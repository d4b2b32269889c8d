// SPDX-License-Identifier: Apache-2.0
#include "simulator/pictures/scene.hpp"

#include "simulator/pictures/font.hpp"
#include "simulator/pictures/places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace simulator {

namespace {

using Place = void (*)(const View&);

constexpr std::array<Place, 6> k_places = {draw_front_yard, draw_driveway, draw_street,
                                           draw_garden,     draw_lake,     draw_living_room};

Place place_of(const Subject& subject) {
    struct Usual {
        std::string_view kind;
        Place place;
    };

    constexpr std::array k_usual = {Usual{"doorbell", draw_front_yard},
                                    Usual{"jbox", draw_street},
                                    Usual{"lpd_", draw_street},
                                    Usual{"floodlight", draw_driveway},
                                    Usual{"hp_cam", draw_driveway},
                                    Usual{"stickup_cam_mini", draw_living_room},
                                    Usual{"stickup_cam_lunar", draw_garden},
                                    Usual{"cocoa_camera", draw_lake}};
    // Made-up cameras share a few kinds, so let their numbers decide.
    if (subject.name.starts_with("Camera ")) {
        return k_places[static_cast<std::size_t>(subject.id) % k_places.size()];
    }
    for (const auto& usual : k_usual) {
        if (subject.kind.starts_with(usual.kind)) {
            return usual.place;
        }
    }
    return k_places[static_cast<std::size_t>(subject.id) % k_places.size()];
}

} // namespace

void draw_scene(Canvas& canvas, const Subject& subject, std::int64_t capture_ms) {
    const auto light = daylight_at(capture_ms);
    place_of(subject)({canvas, light, static_cast<std::uint64_t>(subject.id), capture_ms});
}

void draw_caption(Canvas& canvas, const Subject& subject, std::int64_t capture_ms) {
    const int dot = std::max(1, std::min(canvas.height() / 180, canvas.width() / 320));
    const std::time_t seconds = capture_ms / 1000;
    std::tm t{};
    localtime_r(&seconds, &t);
    const auto time = fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", t.tm_year + 1900,
                                  t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec);
    const int bar = 14 * dot;
    const float units = Canvas::k_height / static_cast<float>(canvas.height());
    canvas.rectangle(0, Canvas::k_height - static_cast<float>(bar) * units, Canvas::k_width,
                     static_cast<float>(bar) * units, {0.04F, 0.05F, 0.08F}, 0.78F);

    const int margin = 5 * dot;
    const int time_x = canvas.width() - margin - Canvas::text_width(dot, time);
    const int y = canvas.height() - bar / 2 - k_glyph_height * dot / 2;
    auto name = printable(subject.name);
    const auto room =
        static_cast<std::size_t>(std::max(0, time_x - 3 * margin) / (k_glyph_step * dot));
    if (name.size() > room) {
        name = name.substr(0, room - std::min<std::size_t>(room, 3)) + "...";
    }
    canvas.text(margin, y, dot, name, {1, 1, 1});
    canvas.text(time_x, y, dot, time, {1, 0.93F, 0.72F});
}

} // namespace simulator
