// SPDX-License-Identifier: Apache-2.0
#include "terminal/palette.hpp"
#include "unit/terminal/pixel_fixture.hpp"

#include <gtest/gtest.h>

namespace {

using terminal::Color;
using terminal::IndexedPixels;

TEST(Palette, of_few_colors_has_exactly_these) {
    const Color red{255, 0, 0};
    const Color grey{120, 121, 122};
    const IndexedPixels pixels =
        terminal::in_colors(test::pixels_of({{red, grey}, {grey, red}}), 256);
    ASSERT_EQ(pixels.palette.size(), 2U);
    EXPECT_EQ(pixels.palette[pixels.indices[0]], red);
    EXPECT_EQ(pixels.palette[pixels.indices[1]], grey);
    EXPECT_EQ(pixels.palette[pixels.indices[2]], grey);
}

TEST(Palette, has_no_more_colors_than_there_may_be_and_keeps_the_mean_of_areas) {
    const auto original = test::gradient(64, 64);
    for (const std::size_t count : {2U, 16U, 256U}) {
        const IndexedPixels pixels = terminal::in_colors(original, count);
        EXPECT_LE(pixels.palette.size(), count);
        EXPECT_GT(pixels.palette.size(), count / 2);
        ASSERT_EQ(pixels.indices.size(), 64U * 64U);
        double wanted = 0;
        double got = 0;
        for (int y = 0; y < 64; ++y) {
            for (int x = 0; x < 64; ++x) {
                wanted += original.at(x, y).green;
                got += pixels.palette[pixels.indices[static_cast<std::size_t>(y * 64 + x)]].green;
            }
        }
        EXPECT_NEAR(got / 4096, wanted / 4096, 6) << count;
    }
}

TEST(Palette, that_terminals_have_in_common_is_met_nearest) {
    EXPECT_EQ(terminal::nearest_of_256({0, 0, 0}), 16);
    EXPECT_EQ(terminal::nearest_of_256({255, 255, 255}), 231);
    EXPECT_EQ(terminal::nearest_of_256({255, 0, 0}), 196);
    EXPECT_EQ(terminal::nearest_of_256({8, 8, 8}), 232);
    EXPECT_EQ(terminal::nearest_of_256({128, 128, 128}), 244);
    EXPECT_EQ(terminal::nearest_of_256({238, 238, 238}), 255);
    EXPECT_EQ(terminal::nearest_of_256({90, 140, 180}), 16 + 36 + 6 * 2 + 3);
}

} // namespace
