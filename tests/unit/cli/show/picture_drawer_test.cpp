// SPDX-License-Identifier: Apache-2.0
#include "cli/show/picture_drawer.hpp"
#include "terminal/answers.hpp"
#include "unit/cli/command_fixture.hpp"

#include <cstdlib>
#include <list>

namespace cli {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr auto k_kitty = "\x1BP>|kitty(0.35.2)\x1B\\\x1B_Gi=31;OK\x1B\\\x1B[6;20;10t\x1B[?62;c";
constexpr auto k_wezterm =
    "\x1BP>|WezTerm 20240203\x1B\\\x1B_Gi=31;OK\x1B\\\x1B[6;20;10t\x1B[?65;4;6;18;22c";
constexpr auto k_iterm = "\x1BP>|iTerm2 3.5.0\x1B\\\x1B[6;20;10t\x1B[?62;4c";
constexpr auto k_sixel = "\x1BP>|XTerm(379)\x1B\\\x1B[6;13;6t\x1B[?63;1;2;4;6;9;15;22c";
constexpr auto k_bare = "\x1BP>|XTerm(379)\x1B\\\x1B[6;13;6t\x1B[?64;1;2;6;9;15;22c";

/// `get --show` at a terminal.
struct PictureDrawerTest : CommandTest {
    PictureDrawerTest() {
        platform.console().make_terminal(Stream::output);
        platform.console().take_escapes();
        for (const char* name : {"TERM", "TERM_PROGRAM", "TMUX", "STY", "NO_COLOR", "COLORTERM",
                                 "SSH_CONNECTION", "SSH_TTY"}) {
            m_variables.emplace_back(name, "");
        }
        set("TERM", "xterm-256color");
    }

    /// One of the variables that are restored at the end.
    static void set(const char* name, const char* value) { ::setenv(name, value, 1); }

    /// Which way the picture was drawn.
    std::string way() {
        EXPECT_EQ(run({"get", k_front_door, "--show"}), 0) << errors();
        return way_of(output());
    }

    static std::string way_of(const std::string& shown) {
        return shown.find("\x1B_Ga=T") != std::string::npos        ? "kitty"
               : shown.find("\x1B]1337;File") != std::string::npos ? "iterm"
               : shown.find("\x1BP0;1;0q") != std::string::npos    ? "sixel"
               : shown.find("\xE2\x96\x80") == std::string::npos   ? "ascii"
               : shown.find("38;2;") != std::string::npos          ? "blocks in 24 bit"
                                                                   : "blocks";
    }

private:
    std::list<test::ScopedVariable> m_variables;
};

TEST_F(PictureDrawerTest, draws_what_the_terminal_says_that_it_can) {
    for (const auto& [answer, wanted] :
         {std::pair(k_kitty, "kitty"), std::pair(k_wezterm, "iterm"), std::pair(k_iterm, "iterm"),
          std::pair(k_bare, "blocks"), std::pair("", "blocks"), std::pair(k_sixel, "sixel")}) {
        platform.console().answer(answer);
        EXPECT_EQ(way(), wanted);
    }
}

TEST_F(PictureDrawerTest, asks_a_terminal_with_sixels_how_many_colours_they_have) {
    platform.console().answer(k_sixel);
    platform.console().answer("\x1B[?1;0;16S\x1B[?63;4c");
    EXPECT_EQ(way(), "sixel");
    ASSERT_THAT(platform.console().questions(), SizeIs(2));
    EXPECT_EQ(platform.console().questions()[1].text, terminal::question_for_colors());
    EXPECT_THAT(output(), Not(HasSubstr("#16;2;")));
}

TEST_F(PictureDrawerTest, waits_a_second_for_an_answer_and_two_over_ssh) {
    way();
    ASSERT_THAT(platform.console().questions(), SizeIs(1));
    EXPECT_EQ(platform.console().questions()[0].text, terminal::question());
    EXPECT_EQ(platform.console().questions()[0].time_limit, 1s);
    set("SSH_CONNECTION", "192.0.2.7 50000 192.0.2.8 22");
    way();
    EXPECT_EQ(platform.console().questions()[1].time_limit, 2s);
}

TEST_F(PictureDrawerTest, uses_24_bit_where_the_environment_promises_them) {
    for (const char* depth : {"truecolor", "24bit"}) {
        set("COLORTERM", depth);
        EXPECT_EQ(way(), "blocks in 24 bit");
    }
}

TEST_F(PictureDrawerTest, in_a_multiplexer_believes_only_what_that_says_of_itself) {
    set("TMUX", "/tmp/tmux-1000/default,1,0");
    platform.console().answer(k_kitty);
    EXPECT_EQ(way(), "blocks");
    set("TMUX", "");
    for (const char* term : {"screen-256color", "tmux-256color"}) {
        set("TERM", term);
        platform.console().answer(k_kitty);
        EXPECT_EQ(way(), "blocks") << term;
    }
    platform.console().answer(k_wezterm);
    EXPECT_EQ(way(), "sixel");
}

TEST_F(PictureDrawerTest, does_not_ask_where_nothing_would_come_of_it) {
    set("NO_COLOR", "1");
    EXPECT_EQ(way(), "ascii");
    EXPECT_THAT(output(), Not(HasSubstr("\x1B")));
    set("NO_COLOR", "");
    set("TERM", "linux");
    EXPECT_EQ(way(), "blocks");
    set("TERM", "xterm-256color");
    set("TERM_PROGRAM", "Apple_Terminal");
    EXPECT_EQ(way(), "blocks");
    EXPECT_EQ(run({"get", k_front_door, "--show", "--ascii"}), 0);
    EXPECT_EQ(way_of(output()), "ascii");
    platform.console().make_ascii();
    EXPECT_EQ(way(), "ascii");
    EXPECT_THAT(platform.console().questions(), IsEmpty());
}

TEST_F(PictureDrawerTest, draws_as_it_is_told) {
    for (const char* wanted : {"kitty", "iterm", "sixel", "blocks", "ascii"}) {
        EXPECT_EQ(run({"get", k_front_door, "--show-as", wanted}), 0) << errors();
        EXPECT_EQ(way_of(output()), wanted);
    }
    EXPECT_EQ(run({"get", k_front_door, "--show-as", "postcard"}), 2);
}

TEST_F(PictureDrawerTest, draws_below_what_is_said_and_in_the_order_of_the_cameras) {
    platform.console().answer(k_kitty);
    EXPECT_EQ(run({"get", "--all", "--show"}), 0) << errors();
    const std::string shown = output();
    const std::size_t first = shown.find("\x1B_G");
    EXPECT_THAT(shown.substr(0, first), HasSubstr("2 new"));
    EXPECT_THAT(shown.substr(first), HasSubstr(" ago)  32x24\n"));
    const std::size_t front = shown.find("Front Door  2026");
    const std::size_t drive = shown.find("Driveway  2026");
    EXPECT_NE(front, std::string::npos);
    EXPECT_NE(drive, std::string::npos);
    // As the rows above them.
    EXPECT_EQ(front < drive, shown.find("Front Door") < shown.find("Driveway"));
    EXPECT_THAT(platform.console().questions(), SizeIs(1));
}

TEST_F(PictureDrawerTest, without_a_terminal_says_so_and_works_all_the_same) {
    platform.console().unmake_terminal(Stream::output);
    EXPECT_EQ(run({"get", k_front_door, "--show"}), 0);
    EXPECT_THAT(errors(), HasSubstr("no terminal"));
    EXPECT_EQ(run({"get", k_front_door, "--show", "--quiet"}), 0);
    EXPECT_EQ(errors(), "");
}

TEST_F(PictureDrawerTest, draws_on_standard_error_where_output_goes_elsewhere) {
    platform.console().make_terminal(Stream::error);
    EXPECT_EQ(run({"get", k_front_door, "--show-as", "ascii", "--json"}), 0);
    EXPECT_THAT(lines(), SizeIs(1));
    EXPECT_THAT(errors(), HasSubstr("32x24"));
    platform.console().unmake_terminal(Stream::output);
    EXPECT_EQ(run({"get", k_front_door, "--show-as", "ascii", "--out", "-"}), 0);
    EXPECT_THAT(errors(), HasSubstr("32x24"));
    EXPECT_THAT(output(), testing::StartsWith("\xFF\xD8"));
}

TEST(DescribePicture, tells_what_is_known) {
    const test::ScopedZone zone("CET-1");
    const base::SystemTime time{1'795'444'889s};
    EXPECT_EQ(describe_picture("Front Door", time, 3s, true, 640, 360),
              "Front Door  2026-11-23 15:41:29 (3 s ago, fresh)  640x360");
    EXPECT_EQ(describe_picture("Front Door", time, 7min, false, 32, 24),
              "Front Door  2026-11-23 15:41:29 (7 min ago)  32x24");
    EXPECT_EQ(describe_picture("camera 7", {}, {}, false, 16, 12), "camera 7  time unknown  16x12");
}

} // namespace
} // namespace cli
