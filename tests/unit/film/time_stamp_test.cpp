// SPDX-License-Identifier: Apache-2.0
#include "film/time_stamp.hpp"

#include <gtest/gtest.h>

namespace film {
namespace {

using snapshot::Color;
using snapshot::Pixels;

constexpr Color k_grey = {100, 100, 100};
constexpr Color k_white = {255, 255, 255};
constexpr Color k_black = {0, 0, 0};

Pixels grey(int width, int height) {
    return {
        width, height,
        std::string(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, 100)};
}

/// The lower left corner as text.
std::string corner(const Pixels& pixels, int columns, int rows) {
    std::string text;
    for (int y = pixels.height - rows; y < pixels.height; ++y) {
        for (int x = 0; x < columns; ++x) {
            const Color color = pixels.at(x, y);
            text += color == k_white ? '#' : color == k_black ? '.' : ' ';
        }
        text += '\n';
    }
    return text;
}

TEST(DrawStamp, writes_at_the_lower_left) {
    Pixels pixels = grey(100, 60);
    draw_stamp(pixels, "1:2-");
    EXPECT_EQ(corner(pixels, 28, 12), "                            \n"
                                      "  ......................... \n"
                                      "  ...#..........###........ \n"
                                      "  ..##.....#...#...#....... \n"
                                      "  ...#.....#.......#....... \n"
                                      "  ...#............#..#####. \n"
                                      "  ...#.....#.....#......... \n"
                                      "  ...#.....#....#.......... \n"
                                      "  ..###........#####....... \n"
                                      "  ......................... \n"
                                      "                            \n"
                                      "                            \n");
    EXPECT_EQ(pixels.at(50, 10), k_grey);
}

TEST(DrawStamp, grows_with_the_picture) {
    Pixels pixels = grey(1920, 1080);
    draw_stamp(pixels, "1");
    // Dots of five pixels: the border, then the foot of the one.
    EXPECT_EQ(pixels.at(10, 1069), k_black);
    EXPECT_EQ(pixels.at(25, 1060), k_white);
    EXPECT_EQ(pixels.at(29, 1064), k_white);
    EXPECT_EQ(pixels.at(19, 1060), k_black);
}

TEST(DrawStamp, is_cut_off_in_small_pictures) {
    for (int side = 1; side < 30; ++side) {
        Pixels pixels = grey(side, 30 - side);
        const std::size_t size = pixels.rgb.size();
        draw_stamp(pixels, "2026-09-21 16:13");
        EXPECT_EQ(pixels.rgb.size(), size);
    }
}

TEST(PpmOf, is_a_header_and_the_pixels) {
    EXPECT_EQ(ppm_of(grey(2, 1)), "P6\n2 1\n255\ndddddd");
}

} // namespace
} // namespace film
