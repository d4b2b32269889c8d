// SPDX-License-Identifier: Apache-2.0
#include "film/time_stamp.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace film {

namespace {

constexpr int k_glyph_width = 5;
constexpr int k_glyph_height = 7;

/// A row a number; its lowest bit is the rightmost dot.
using Glyph = std::array<std::uint8_t, k_glyph_height>;

constexpr Glyph k_blank = {};
constexpr Glyph k_hyphen = {0, 0, 0, 0b11111, 0, 0, 0};
constexpr Glyph k_colon = {0, 0b00100, 0b00100, 0, 0b00100, 0b00100, 0};
constexpr std::array<Glyph, 10> k_digits = {{
    {0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110},
    {0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110},
    {0b01110, 0b10001, 0b00001, 0b00010, 0b00100, 0b01000, 0b11111},
    {0b11111, 0b00010, 0b00100, 0b00010, 0b00001, 0b10001, 0b01110},
    {0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010},
    {0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110},
    {0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110},
    {0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000},
    {0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110},
    {0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100},
}};

const Glyph& glyph_of(char character) {
    if (character >= '0' && character <= '9') {
        return k_digits.at(static_cast<std::size_t>(character - '0'));
    }
    return character == '-' ? k_hyphen : character == ':' ? k_colon : k_blank;
}

/// Whether the dot of a line of text is set; one dot lies between two characters.
bool is_set(std::string_view text, int x, int y) {
    constexpr int k_step = k_glyph_width + 1;
    const auto place = static_cast<std::size_t>(x / k_step);
    const int column = x % k_step;
    if (x < 0 || y < 0 || y >= k_glyph_height || place >= text.size() || column == k_glyph_width) {
        return false;
    }
    const unsigned row = glyph_of(text[place]).at(static_cast<std::size_t>(y));
    return (row >> static_cast<unsigned>(k_glyph_width - 1 - column) & 1U) != 0;
}

} // namespace

void draw_stamp(snapshot::Pixels& pixels, std::string_view text) {
    constexpr int k_heights_of_a_dot = 240;
    const int dot = std::max(1, (pixels.height + k_heights_of_a_dot / 2) / k_heights_of_a_dot);
    // In dots, with a border of one.
    const int columns = static_cast<int>(text.size()) * (k_glyph_width + 1) + 1;
    const int rows = k_glyph_height + 2;
    const int left = std::min(2 * dot, pixels.width);
    const int right = std::min(left + columns * dot, pixels.width);
    const int bottom = std::max(0, pixels.height - 2 * dot);
    const int top = std::max(0, bottom - rows * dot);
    for (int y = top; y < bottom; ++y) {
        for (int x = left; x < right; ++x) {
            const bool is_white = is_set(text, (x - left) / dot - 1, (y - top) / dot - 1);
            const std::size_t place =
                (static_cast<std::size_t>(y) * static_cast<std::size_t>(pixels.width) +
                 static_cast<std::size_t>(x)) *
                3;
            pixels.rgb.replace(place, 3, 3, is_white ? '\xFF' : '\0');
        }
    }
}

std::string ppm_of(const snapshot::Pixels& pixels) {
    return fmt::format("P6\n{} {}\n255\n", pixels.width, pixels.height) + pixels.rgb;
}

} // namespace film
