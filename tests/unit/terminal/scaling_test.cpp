// SPDX-License-Identifier: Apache-2.0
#include "terminal/scaling.hpp"
#include "unit/terminal/pixel_fixture.hpp"

#include <gtest/gtest.h>

namespace {

using snapshot::Color;

TEST(Scaled, each_pixel_is_the_mean_of_those_that_it_stands_for) {
    const auto pixels = test::pixels_of({{{0, 0, 0}, {10, 0, 0}, {100, 9, 1}, {100, 9, 3}},
                                         {{20, 0, 0}, {30, 0, 0}, {100, 9, 1}, {100, 9, 3}}});
    const auto scaled = terminal::scaled(pixels, 2, 1);
    EXPECT_EQ(scaled.width, 2);
    EXPECT_EQ(scaled.height, 1);
    EXPECT_EQ(scaled.at(0, 0), (Color{15, 0, 0}));
    EXPECT_EQ(scaled.at(1, 0), (Color{100, 9, 2}));
}

TEST(Scaled, uses_every_pixel_when_sizes_do_not_divide) {
    const auto scaled = terminal::scaled(test::gradient(100, 70), 33, 23);
    EXPECT_EQ(scaled.rgb.size(), 33U * 23U * 3U);
    EXPECT_LT(test::mean_difference(scaled, test::gradient(33, 23)), 4);
}

TEST(Scaled, never_enlarges) {
    const auto pixels = test::gradient(5, 4);
    EXPECT_EQ(terminal::scaled(pixels, 50, 40).rgb, pixels.rgb);
    EXPECT_EQ(terminal::scaled(pixels, 0, -3).rgb.size(), 3U);
}

} // namespace
