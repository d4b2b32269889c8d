// SPDX-License-Identifier: Apache-2.0
#include "terminal/drawing.hpp"

#include "snapshot/picture_pixels.hpp"
#include "terminal/cells.hpp"
#include "terminal/palette.hpp"
#include "terminal/scaling.hpp"
#include "terminal/sixel.hpp"

#include <algorithm>
#include <cmath>

namespace terminal {
namespace {

constexpr int k_most_columns = 100;
/// The caption, the line that follows, and one before.
constexpr int k_lines_left = 3;

/// The pixels in the proportions of the picture that fit into so many cells.
Pixels within_cells(const Screen& screen, const Pixels& pixels, CellSize size) {
    const double factor = std::min({1.0, size.columns * screen.cell_width / double(pixels.width),
                                    size.rows * screen.cell_height / double(pixels.height)});
    return scaled(pixels, static_cast<int>(pixels.width * factor),
                  static_cast<int>(pixels.height * factor));
}

std::string sixels_of(const Screen& screen, Pixels pixels, CellSize size) {
    constexpr std::size_t k_most_bytes = 1'000'000;
    pixels = within_cells(screen, pixels, size);
    for (;;) {
        std::string bytes = encode_sixel(in_colors(pixels, screen.colors));
        if (bytes.size() < k_most_bytes) {
            return bytes;
        }
        pixels = scaled(pixels, pixels.width * 4 / 5, pixels.height * 4 / 5);
    }
}

} // namespace

CellSize fit(const Screen& screen, int width, int height) {
    const int columns = std::clamp(screen.columns, 1, k_most_columns);
    const int rows = std::max(screen.lines - k_lines_left, 1);
    const double factor = std::min({1.0, columns * screen.cell_width / double(width),
                                    rows * screen.cell_height / double(height)});
    const auto cells = [&](int pixels, int cell, int most) {
        return std::clamp(static_cast<int>(std::lround(std::ceil(pixels * factor / cell - 0.01))),
                          1, most);
    };
    return {cells(width, screen.cell_width, columns), cells(height, screen.cell_height, rows)};
}

std::optional<std::string> draw(const Screen& screen, std::string_view jpeg) {
    const int most_width = k_most_columns * screen.cell_width;
    const auto pixels = snapshot::decode_picture(jpeg, most_width);
    if (!pixels) {
        return {};
    }
    const CellSize size = fit(screen, pixels->width, pixels->height);
    switch (screen.protocol) {
    case Protocol::kitty:
        return encode_kitty(within_cells(screen, *pixels, size), size.columns) + "\n";
    case Protocol::iterm:
        return encode_iterm(jpeg, size) + "\n";
    case Protocol::sixel:
        return sixels_of(screen, *pixels, size) + "\n";
    case Protocol::blocks:
        return encode_blocks(scaled(*pixels, size.columns, size.rows * 2), screen.has_24_bit);
    case Protocol::ascii:
        return encode_ascii(scaled(*pixels, size.columns, size.rows));
    }
    return {};
}

} // namespace terminal
