// SPDX-License-Identifier: Apache-2.0
#include "simulator/pictures/pictures.hpp"

#include "simulator/pictures/jpeg.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace simulator {

namespace {

constexpr std::size_t k_kept = 3;
constexpr int k_quality = 82;

PictureSize native_size(const std::string& kind) {
    const bool large = kind.starts_with("floodlight") || kind.starts_with("lpd_");
    return large ? PictureSize{1280, 720} : PictureSize{640, 360};
}

} // namespace

std::string draw_picture(const Subject& subject, std::int64_t capture_ms, PictureSize size) {
    if (size.width <= 0) {
        size = native_size(subject.kind);
    }
    Canvas canvas{size.width, size.height};
    draw_scene(canvas, subject, capture_ms);
    canvas.add_noise(static_cast<std::uint64_t>(subject.id) * 1'000'003U +
                         static_cast<std::uint64_t>(capture_ms),
                     2);
    draw_caption(canvas, subject, capture_ms);
    return encode_jpeg(
        canvas, k_quality,
        fmt::format("ring-simulator: camera {} captured {}", subject.id, capture_ms));
}

Pictures::Bytes Pictures::get(const Subject& subject, std::int64_t capture_ms) {
    {
        const std::lock_guard lock{m_mutex};
        const auto& drawn = m_drawn[subject.id];
        const auto it = std::ranges::find(drawn, capture_ms, &Drawn::capture_ms);
        if (it != drawn.end()) {
            return it->bytes;
        }
    }
    auto bytes = std::make_shared<const std::string>(draw_picture(subject, capture_ms, m_size));
    const std::lock_guard lock{m_mutex};
    auto& drawn = m_drawn[subject.id];
    drawn.push_back({capture_ms, bytes});
    if (drawn.size() > k_kept) {
        drawn.pop_front();
    }
    return bytes;
}

} // namespace simulator
