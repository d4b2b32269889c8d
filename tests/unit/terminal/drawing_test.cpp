// SPDX-License-Identifier: Apache-2.0
#include "support/test_picture.hpp"
#include "terminal/drawing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace {

using terminal::draw;
using terminal::fit;
using terminal::Protocol;
using terminal::Screen;
using testing::HasSubstr;
using testing::StartsWith;

std::string drawn(Protocol protocol, const std::string& jpeg = test::make_jpeg(640, 360)) {
    Screen screen;
    screen.protocol = protocol;
    screen.columns = 100;
    screen.lines = 40;
    return draw(screen, jpeg).value_or("(nothing)");
}

TEST(Fit, never_takes_more_than_100_columns_nor_the_last_three_lines) {
    for (int columns = 1; columns <= 300; columns += 7) {
        for (int lines = 1; lines <= 100; lines += 7) {
            Screen screen;
            screen.columns = columns;
            screen.lines = lines;
            const auto size = fit(screen, 1920, 1080);
            EXPECT_GE(size.columns, 1);
            EXPECT_LE(size.columns, std::min(columns, 100));
            EXPECT_GE(size.rows, 1);
            EXPECT_LE(size.rows, std::max(lines - 3, 1));
        }
    }
}

TEST(Fit, keeps_the_proportions_and_does_not_enlarge) {
    Screen screen;
    screen.columns = 200;
    screen.lines = 60;
    // Cells of 8 x 16.
    auto size = fit(screen, 640, 360);
    EXPECT_EQ(size.columns, 80);
    EXPECT_EQ(size.rows, 23);
    size = fit(screen, 16, 12);
    EXPECT_EQ(size.columns, 2);
    EXPECT_EQ(size.rows, 1);
    screen.columns = 40;
    size = fit(screen, 640, 360);
    EXPECT_EQ(size.columns, 40);
    EXPECT_EQ(size.rows, 12);
    screen.lines = 9;
    size = fit(screen, 640, 360);
    EXPECT_EQ(size.rows, 6);
    EXPECT_EQ(size.columns, 22);
}

TEST(Draw, speaks_the_protocol_of_the_screen) {
    EXPECT_THAT(drawn(Protocol::kitty), StartsWith("\x1B_Ga=T,f=24,o=z,q=2,s=640,v=360,c=80,"));
    EXPECT_THAT(drawn(Protocol::iterm), StartsWith("\x1B]1337;File=inline=1;"));
    EXPECT_THAT(drawn(Protocol::sixel), StartsWith("\x1BP0;1;0q\"1;1;640;360"));
    EXPECT_THAT(drawn(Protocol::blocks), StartsWith("\x1B[38;5;"));
    const std::string ascii = drawn(Protocol::ascii);
    EXPECT_TRUE(std::all_of(ascii.begin(), ascii.end(),
                            [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
    EXPECT_EQ(std::count(ascii.begin(), ascii.end(), '\n'), 23);
}

TEST(Draw, leaves_the_cursor_below) {
    for (const auto protocol :
         {Protocol::kitty, Protocol::iterm, Protocol::sixel, Protocol::blocks, Protocol::ascii}) {
        EXPECT_EQ(drawn(protocol).back(), '\n');
    }
}

TEST(Draw, makes_sixels_of_less_than_a_megabyte_of_the_noisiest_picture) {
    Screen screen;
    screen.protocol = Protocol::sixel;
    screen.columns = 300;
    screen.lines = 300;
    screen.cell_width = 20;
    screen.cell_height = 40;
    EXPECT_LT(draw(screen, test::make_jpeg(1920, 1080)).value().size(), 1'000'000U);
}

TEST(Draw, takes_pictures_of_every_kind_and_size) {
    for (const auto kind :
         {test::JpegKind::greyscale, test::JpegKind::progressive, test::JpegKind::rgb}) {
        EXPECT_THAT(drawn(Protocol::kitty, test::make_jpeg(64, 48, 1, kind)),
                    HasSubstr("s=64,v=48"));
    }
    for (const auto protocol :
         {Protocol::kitty, Protocol::sixel, Protocol::blocks, Protocol::ascii}) {
        EXPECT_NE(drawn(protocol, test::make_jpeg(1, 1)), "(nothing)");
        EXPECT_NE(drawn(protocol, test::make_jpeg(3000, 2)), "(nothing)");
    }
}

TEST(Draw, draws_nothing_of_what_is_not_a_whole_picture) {
    for (const auto protocol : {Protocol::kitty, Protocol::iterm}) {
        EXPECT_EQ(drawn(protocol, ""), "(nothing)");
        EXPECT_EQ(drawn(protocol, "<html>"), "(nothing)");
        EXPECT_EQ(drawn(protocol, test::make_jpeg(64, 48).substr(0, 500)), "(nothing)");
    }
}

} // namespace
