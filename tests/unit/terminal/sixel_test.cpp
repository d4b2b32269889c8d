// SPDX-License-Identifier: Apache-2.0
#include "terminal/sixel.hpp"
#include "unit/terminal/pixel_fixture.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <map>
#include <string>

namespace {

using terminal::IndexedPixels;

/// Draws sixels as a terminal does: the numbers of the colours, -1 where nothing was drawn.
class SixelReader {
public:
    SixelReader(std::string_view bytes, int width, int height)
        : m_bytes(bytes),
          m_width(width),
          m_height(height),
          m_pixels(static_cast<std::size_t>(width * height), -1) {
        while (m_at < m_bytes.size()) {
            step();
        }
    }

    const std::vector<int>& pixels() const { return m_pixels; }

    std::map<int, std::string> palette;

private:
    int number() {
        int value = 0;
        while (m_at < m_bytes.size() && std::isdigit(static_cast<unsigned char>(m_bytes[m_at]))) {
            value = value * 10 + (m_bytes[m_at++] - '0');
        }
        return value;
    }

    void step() {
        const char c = m_bytes[m_at++];
        if (c == '#') {
            m_color = number();
            if (m_bytes[m_at] == ';') {
                const std::size_t end = m_bytes.find_first_of("#?", m_at);
                palette[m_color] = m_bytes.substr(m_at, end - m_at);
                m_at = end;
            }
        } else if (c == '!') {
            const int count = number();
            draw(m_bytes[m_at++], count);
        } else if (c == '$' || c == '-') {
            m_x = 0;
            m_y += c == '-' ? 6 : 0;
        } else {
            draw(c, 1);
        }
    }

    void draw(char c, int count) {
        ASSERT_TRUE(c >= '?' && c <= '~') << c;
        for (; count > 0; --count, ++m_x) {
            for (int row = 0; row < 6; ++row) {
                if (((c - '?') >> row & 1) != 0) {
                    ASSERT_LT(m_x, m_width);
                    ASSERT_LT(m_y + row, m_height);
                    m_pixels[static_cast<std::size_t>((m_y + row) * m_width + m_x)] = m_color;
                }
            }
        }
    }

    std::string m_bytes;
    int m_width;
    int m_height;
    std::vector<int> m_pixels;
    std::size_t m_at = 0;
    int m_color = -1;
    int m_x = 0;
    int m_y = 0;
};

TEST(Sixel, draws_every_pixel_in_its_color) {
    for (const auto& [width, height] : {std::pair(1, 1), {7, 5}, {40, 6}, {53, 31}}) {
        const IndexedPixels pixels = terminal::in_colors(test::gradient(width, height), 16);
        const std::string bytes = terminal::encode_sixel(pixels);
        const std::string start =
            "\x1BP0;1;0q\"1;1;" + std::to_string(width) + ";" + std::to_string(height);
        ASSERT_EQ(bytes.substr(0, start.size()), start);
        ASSERT_EQ(bytes.substr(bytes.size() - 2), "\x1B\\");
        const SixelReader reader(
            std::string_view(bytes).substr(start.size(), bytes.size() - start.size() - 2), width,
            height);
        EXPECT_EQ(reader.palette.size(), pixels.palette.size());
        const std::vector<int> wanted(pixels.indices.begin(), pixels.indices.end());
        EXPECT_EQ(reader.pixels(), wanted);
    }
}

TEST(Sixel, names_colors_in_percent_and_repeats_in_short) {
    const snapshot::Color color{255, 128, 0};
    const auto row = std::vector<snapshot::Color>(10, color);
    EXPECT_EQ(terminal::encode_sixel(terminal::in_colors(test::pixels_of({row, row}), 256)),
              "\x1BP0;1;0q\"1;1;10;2#0;2;100;50;0#0!10B\x1B\\");
}

} // namespace
