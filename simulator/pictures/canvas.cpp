// SPDX-License-Identifier: Apache-2.0
#include "simulator/pictures/canvas.hpp"

#include "simulator/pictures/font.hpp"

#include <algorithm>
#include <cmath>

namespace simulator {

namespace {

constexpr int k_sub_rows = 4;

std::uint8_t to_byte(float value) {
    return static_cast<std::uint8_t>(std::clamp(value, 0.0F, 255.0F) + 0.5F);
}

std::uint64_t scramble(std::uint64_t x) {
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdULL;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53ULL;
    return x ^ x >> 33;
}

} // namespace

Color mix(Color from, Color to, float share) {
    const float s = std::clamp(share, 0.0F, 1.0F);
    return {from.r + (to.r - from.r) * s, from.g + (to.g - from.g) * s,
            from.b + (to.b - from.b) * s};
}

Color scale(Color color, float factor) {
    return {std::min(color.r * factor, 1.0F), std::min(color.g * factor, 1.0F),
            std::min(color.b * factor, 1.0F)};
}

Canvas::Canvas(int width, int height)
    : m_width(width),
      m_height(height),
      m_scale_x(static_cast<float>(width) / k_width),
      m_scale_y(static_cast<float>(height) / k_height),
      m_pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3),
      m_coverage(static_cast<std::size_t>(width) + 1) {}

void Canvas::blend(int x, int y, Color color, float share) {
    auto* pixel = &m_pixels[(static_cast<std::size_t>(y) * static_cast<std::size_t>(m_width) +
                             static_cast<std::size_t>(x)) *
                            3];
    const float keep = 1 - share;
    const float gain = 255 * share;
    pixel[0] = static_cast<std::uint8_t>(pixel[0] * keep + color.r * gain + 0.5F);
    pixel[1] = static_cast<std::uint8_t>(pixel[1] * keep + color.g * gain + 0.5F);
    pixel[2] = static_cast<std::uint8_t>(pixel[2] * keep + color.b * gain + 0.5F);
}

void Canvas::gradient(float top, float bottom, Color upper, Color lower) {
    const int first = std::max(0, static_cast<int>(top * m_scale_y));
    const int last = std::min(m_height, static_cast<int>(std::ceil(bottom * m_scale_y)));
    for (int y = first; y < last; ++y) {
        const auto color =
            mix(upper, lower,
                static_cast<float>(y - first) / static_cast<float>(std::max(1, last - first - 1)));
        auto* pixel = &m_pixels[static_cast<std::size_t>(y * m_width) * 3];
        const std::uint8_t bytes[3] = {to_byte(color.r * 255), to_byte(color.g * 255),
                                       to_byte(color.b * 255)};
        for (int x = 0; x < m_width; ++x, pixel += 3) {
            std::copy(bytes, bytes + 3, pixel);
        }
    }
}

void Canvas::cover(float from, float to) {
    from = std::max(from, 0.0F);
    to = std::min(to, static_cast<float>(m_width));
    if (to <= from) {
        return;
    }
    const auto first = static_cast<std::size_t>(from);
    const auto last = static_cast<std::size_t>(to);
    if (first == last) {
        m_coverage[first] += to - from;
        return;
    }
    m_coverage[first] += static_cast<float>(first + 1) - from;
    for (auto x = first + 1; x < last; ++x) {
        m_coverage[x] += 1;
    }
    m_coverage[last] += to - static_cast<float>(last);
}

void Canvas::blend_row(int y, int from, int to, Color color, float opacity) {
    for (int x = from; x < to; ++x) {
        auto& covered = m_coverage[static_cast<std::size_t>(x)];
        if (covered > 0) {
            blend(x, y, color, std::min(covered / k_sub_rows, 1.0F) * opacity);
            covered = 0;
        }
    }
}

/// `spans_of(y, spans)` gives the covered parts of the line at height y, in pixels.
template <typename SpansOf>
void Canvas::fill(float top, float bottom, Color color, float opacity, SpansOf spans_of) {
    const int first = std::max(0, static_cast<int>(std::floor(top)));
    const int last = std::min(m_height, static_cast<int>(std::ceil(bottom)));
    std::vector<Span> spans;
    for (int y = first; y < last; ++y) {
        float left = static_cast<float>(m_width);
        float right = 0;
        for (int sub = 0; sub < k_sub_rows; ++sub) {
            spans.clear();
            spans_of(static_cast<float>(y) + (static_cast<float>(sub) + 0.5F) / k_sub_rows, spans);
            for (const auto& span : spans) {
                cover(span.from, span.to);
                left = std::min(left, span.from);
                right = std::max(right, span.to);
            }
        }
        const int from = std::clamp(static_cast<int>(left), 0, m_width);
        const int to = std::clamp(static_cast<int>(std::ceil(right)), 0, m_width);
        blend_row(y, from, to, color, opacity);
        m_coverage[static_cast<std::size_t>(m_width)] = 0;
    }
}

void Canvas::polygon(const std::vector<Point>& corners, Color color, float opacity) {
    std::vector<Point> points;
    points.reserve(corners.size());
    float top = static_cast<float>(m_height);
    float bottom = 0;
    for (const auto& corner : corners) {
        points.push_back({corner.x * m_scale_x, corner.y * m_scale_y});
        top = std::min(top, points.back().y);
        bottom = std::max(bottom, points.back().y);
    }
    std::vector<float> crossings;
    fill(top, bottom, color, opacity, [&](float y, std::vector<Span>& spans) {
        crossings.clear();
        for (std::size_t i = 0; i < points.size(); ++i) {
            const auto& a = points[i];
            const auto& b = points[(i + 1) % points.size()];
            if ((a.y <= y) != (b.y <= y)) {
                crossings.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
            }
        }
        std::ranges::sort(crossings);
        for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
            spans.push_back({crossings[i], crossings[i + 1]});
        }
    });
}

void Canvas::rectangle(float x, float y, float width, float height, Color color, float opacity) {
    polygon({{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}, color, opacity);
}

void Canvas::ellipse(float x, float y, float radius_x, float radius_y, Color color, float opacity) {
    const float cx = x * m_scale_x;
    const float cy = y * m_scale_y;
    const float rx = radius_x * m_scale_x;
    const float ry = radius_y * m_scale_y;
    fill(cy - ry, cy + ry, color, opacity, [=](float line, std::vector<Span>& spans) {
        const float d = (line - cy) / ry;
        if (d * d < 1) {
            const float half = rx * std::sqrt(1 - d * d);
            spans.push_back({cx - half, cx + half});
        }
    });
}

void Canvas::line(Point from, Point to, float thickness, Color color, float opacity) {
    const float dx = to.x - from.x;
    const float dy = to.y - from.y;
    const float length = std::max(std::sqrt(dx * dx + dy * dy), 0.001F);
    const float nx = -dy / length * thickness / 2;
    const float ny = dx / length * thickness / 2;
    polygon({{from.x + nx, from.y + ny},
             {to.x + nx, to.y + ny},
             {to.x - nx, to.y - ny},
             {from.x - nx, from.y - ny}},
            color, opacity);
}

void Canvas::glow(float x, float y, float radius, Color color, float strength) {
    const float cx = x * m_scale_x;
    const float cy = y * m_scale_y;
    const float rx = radius * m_scale_x;
    const float ry = radius * m_scale_y;
    const int top = std::max(0, static_cast<int>(cy - ry));
    const int bottom = std::min(m_height, static_cast<int>(cy + ry) + 1);
    const int left = std::max(0, static_cast<int>(cx - rx));
    const int right = std::min(m_width, static_cast<int>(cx + rx) + 1);
    for (int py = top; py < bottom; ++py) {
        const float dy = (static_cast<float>(py) + 0.5F - cy) / ry;
        auto* pixel = &m_pixels[static_cast<std::size_t>(py * m_width + left) * 3];
        for (int px = left; px < right; ++px, pixel += 3) {
            const float dx = (static_cast<float>(px) + 0.5F - cx) / rx;
            const float closeness = 1 - (dx * dx + dy * dy);
            if (closeness > 0) {
                const float gain = closeness * closeness * strength * 255;
                pixel[0] = to_byte(pixel[0] + color.r * gain);
                pixel[1] = to_byte(pixel[1] + color.g * gain);
                pixel[2] = to_byte(pixel[2] + color.b * gain);
            }
        }
    }
}

void Canvas::add_noise(std::uint64_t seed, int amount) {
    const auto range = static_cast<unsigned>(2 * amount + 1);
    std::uint64_t bits = 0;
    std::uint64_t state = scramble(seed);
    for (std::size_t i = 0; i < m_pixels.size(); i += 3) {
        if (i % 12 == 0) {
            state += 0x9e3779b97f4a7c15ULL;
            bits = scramble(state);
        }
        const int shift = static_cast<int>((bits & 0xffff) * range >> 16) - amount;
        bits >>= 16;
        for (std::size_t c = 0; c < 3; ++c) {
            m_pixels[i + c] =
                static_cast<std::uint8_t>(std::clamp(m_pixels[i + c] + shift, 0, 255));
        }
    }
}

int Canvas::text_width(int dot, std::string_view text) {
    return static_cast<int>(text.size()) * k_glyph_step * dot - dot;
}

void Canvas::text(int x, int y, int dot, std::string_view text, Color color) {
    for (const char c : text) {
        for (int gy = 0; gy < k_glyph_height * dot; ++gy) {
            for (int gx = 0; gx < k_glyph_width * dot; ++gx) {
                const int px = x + gx;
                const int py = y + gy;
                if (glyph_covers(c, gx / dot, gy / dot) && px >= 0 && px < m_width && py >= 0 &&
                    py < m_height) {
                    blend(px, py, color, 1);
                }
            }
        }
        x += k_glyph_step * dot;
    }
}

} // namespace simulator
