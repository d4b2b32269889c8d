// SPDX-License-Identifier: Apache-2.0
#include "terminal/cells.hpp"

#include "terminal/palette.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <string_view>

namespace terminal {
namespace {

std::string color_code(bool is_background, Color color, bool in_24_bit) {
    const int number = is_background ? 48 : 38;
    return in_24_bit ? fmt::format("{};2;{};{};{}", number, color.red, color.green, color.blue)
                     : fmt::format("{};5;{}", number, nearest_of_256(color));
}

} // namespace

std::string encode_blocks(const snapshot::Pixels& pixels, bool in_24_bit) {
    std::string text;
    for (int y = 0; y < pixels.height; y += 2) {
        std::string before;
        for (int x = 0; x < pixels.width; ++x) {
            std::string codes = color_code(false, pixels.at(x, y), in_24_bit);
            // Of an odd number of rows the last one has nothing below.
            if (y + 1 < pixels.height) {
                codes += ';' + color_code(true, pixels.at(x, y + 1), in_24_bit);
            }
            if (codes != before) {
                text += "\x1B[" + codes + 'm';
                before = codes;
            }
            text += "\xE2\x96\x80";
        }
        text += "\x1B[0m\n";
    }
    return text;
}

std::string encode_ascii(const snapshot::Pixels& pixels) {
    constexpr std::string_view k_signs = " .,:;i1tfLCG08@";
    std::string text;
    for (int y = 0; y < pixels.height; ++y) {
        std::string line;
        for (int x = 0; x < pixels.width; ++x) {
            const Color color = pixels.at(x, y);
            const std::size_t brightness =
                (std::size_t{color.red} * 299 + std::size_t{color.green} * 587 +
                 std::size_t{color.blue} * 114) /
                1000;
            line += k_signs[brightness * (k_signs.size() - 1) / 255];
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

} // namespace terminal
