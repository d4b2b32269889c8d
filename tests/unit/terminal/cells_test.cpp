// SPDX-License-Identifier: Apache-2.0
#include "terminal/cells.hpp"
#include "unit/terminal/pixel_fixture.hpp"

#include <gtest/gtest.h>

namespace {

constexpr snapshot::Color k_red{255, 0, 0};
constexpr snapshot::Color k_blue{0, 0, 255};
constexpr snapshot::Color k_white{255, 255, 255};
constexpr snapshot::Color k_black{0, 0, 0};

TEST(Blocks, show_two_rows_a_line_and_name_a_colour_once) {
    const auto pixels = test::pixels_of({{k_red, k_red, k_blue}, {k_blue, k_blue, k_white}});
    EXPECT_EQ(terminal::encode_blocks(pixels, true),
              "\x1B[38;2;255;0;0;48;2;0;0;255m\xE2\x96\x80\xE2\x96\x80"
              "\x1B[38;2;0;0;255;48;2;255;255;255m\xE2\x96\x80\x1B[0m\n");
    EXPECT_EQ(terminal::encode_blocks(pixels, false),
              "\x1B[38;5;196;48;5;21m\xE2\x96\x80\xE2\x96\x80"
              "\x1B[38;5;21;48;5;231m\xE2\x96\x80\x1B[0m\n");
}

TEST(Blocks, leave_the_lower_half_of_an_odd_last_row_alone) {
    const auto pixels = test::pixels_of({{k_red}, {k_red}, {k_blue}});
    EXPECT_EQ(terminal::encode_blocks(pixels, false),
              "\x1B[38;5;196;48;5;196m\xE2\x96\x80\x1B[0m\n\x1B[38;5;21m\xE2\x96\x80\x1B[0m\n");
}

TEST(Ascii, shows_brightness_by_plain_characters) {
    const auto pixels =
        test::pixels_of({{k_white, k_black, k_white, k_black}, {k_red, k_blue, k_black, k_black}});
    EXPECT_EQ(terminal::encode_ascii(pixels), "@ @\n;.\n");
}

} // namespace
