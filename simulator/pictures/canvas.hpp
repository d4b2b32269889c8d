// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace simulator {

/// Red, green and blue from 0 to 1.
struct Color {
    float r = 0;
    float g = 0;
    float b = 0;
};

Color mix(Color from, Color to, float share);
Color scale(Color color, float factor);

struct Point {
    float x = 0;
    float y = 0;
};

/// An RGB picture with anti-aliased shapes. Whatever its size in pixels, one draws on it as if it
/// were 640 wide and 360 high.
class Canvas {
public:
    static constexpr float k_width = 640;
    static constexpr float k_height = 360;

    /// In pixels.
    Canvas(int width, int height);

    int width() const { return m_width; }

    int height() const { return m_height; }

    const std::uint8_t* row(int y) const {
        return &m_pixels[static_cast<std::size_t>(y * m_width) * 3];
    }

    /// The whole width from `top` to `bottom`, blending from one color to the other.
    void gradient(float top, float bottom, Color upper, Color lower);
    void polygon(const std::vector<Point>& corners, Color color, float opacity = 1);
    void rectangle(float x, float y, float width, float height, Color color, float opacity = 1);
    void ellipse(float x, float y, float radius_x, float radius_y, Color color, float opacity = 1);

    void circle(float x, float y, float radius, Color color, float opacity = 1) {
        ellipse(x, y, radius, radius, color, opacity);
    }

    void line(Point from, Point to, float thickness, Color color, float opacity = 1);
    /// Adds light that fades out towards `radius`.
    void glow(float x, float y, float radius, Color color, float strength);
    /// Adds the noise that a sensor has, at most `amount` (of 255) up or down; the same for one
    /// seed.
    void add_noise(std::uint64_t seed, int amount);
    /// Text in pixels, not in the scene's units: `dot` is the size of one dot of the font.
    void text(int x, int y, int dot, std::string_view text, Color color);
    static int text_width(int dot, std::string_view text);

private:
    struct Span {
        float from;
        float to;
    };

    template <typename SpansOf>
    void fill(float top, float bottom, Color color, float opacity, SpansOf spans_of);
    void cover(float from, float to);
    void blend_row(int y, int from, int to, Color color, float opacity);
    void blend(int x, int y, Color color, float share);

    int m_width;
    int m_height;
    float m_scale_x;
    float m_scale_y;
    std::vector<std::uint8_t> m_pixels;
    std::vector<float> m_coverage; ///< Of the row being filled, 0 to 4 (sub-rows).
};

} // namespace simulator
