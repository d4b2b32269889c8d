// SPDX-License-Identifier: Apache-2.0
#include "terminal/answers.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using terminal::Answers;
using terminal::read_answers;

constexpr auto k_kitty = "\x1BP>|kitty(0.35.2)\x1B\\\x1B_Gi=31;OK\x1B\\\x1B[6;20;10t\x1B[?62;c";
constexpr auto k_xterm =
    "\x1BP>|XTerm(379)\x1B\\\x1B[6;13;6t\x1B[?64;1;2;6;9;15;16;17;18;21;22;28c";
constexpr auto k_foot =
    "\x1BP>|foot(1.13.1)\x1B\\\x1B_Gi=31;ENOTSUPP\x1B\\\x1B[6;15;8t\x1B[?62;4;22c";

TEST(Answers, of_kitty) {
    const Answers answers = read_answers(k_kitty);
    EXPECT_EQ(answers.name, "kitty(0.35.2)");
    EXPECT_TRUE(answers.has_kitty);
    EXPECT_FALSE(answers.has_sixel);
    EXPECT_EQ(answers.cell_width, 10);
    EXPECT_EQ(answers.cell_height, 20);
    EXPECT_TRUE(answers.is_complete);
}

TEST(Answers, of_xterm_without_and_with_sixels) {
    EXPECT_FALSE(read_answers(k_xterm).has_sixel);
    EXPECT_FALSE(read_answers(k_xterm).has_kitty);
    EXPECT_TRUE(read_answers("\x1B[?63;1;2;4;6;9;15;22c").has_sixel);
    // The first number is the kind of terminal.
    EXPECT_FALSE(read_answers("\x1B[?4;6c").has_sixel);
}

TEST(Answers, that_refuse_a_picture_do_not_take_it) {
    EXPECT_FALSE(read_answers(k_foot).has_kitty);
    EXPECT_TRUE(read_answers(k_foot).has_sixel);
}

TEST(Answers, may_end_with_a_bell_and_have_keys_between_them) {
    const Answers answers =
        read_answers("ls\r\x1BP>|iTerm2 3.5.0\x07y\x1B[6;18;9tq\x1B[A\x1B[?1;2c");
    EXPECT_EQ(answers.name, "iTerm2 3.5.0");
    EXPECT_EQ(answers.cell_width, 9);
    EXPECT_TRUE(answers.is_complete);
}

TEST(Answers, are_complete_only_with_the_last_one) {
    for (const std::string whole : {k_kitty, k_xterm, k_foot}) {
        for (std::size_t size = 0; size < whole.size(); ++size) {
            EXPECT_FALSE(read_answers(whole.substr(0, size)).is_complete) << size;
        }
    }
}

TEST(Answers, of_how_many_colors_there_are) {
    EXPECT_EQ(read_answers("\x1B[?1;0;16S\x1B[?63;4c").colors, 16);
    // An error.
    EXPECT_EQ(read_answers("\x1B[?1;3;0S\x1B[?63;4c").colors, 0);
}

TEST(Answers, that_are_no_answers_say_nothing) {
    for (const char* bytes :
         {"", "\x1B", "\x1B[", "\x1B[?", "\x1BP>|", "\x1B_G", "\x1B[99999999999;1t", "\x1B[6;1t",
          "\x1B[\x01", "q", "\x1B]0;title\x07"}) {
        const Answers answers = read_answers(bytes);
        EXPECT_FALSE(answers.is_complete) << bytes;
        EXPECT_EQ(answers.name, "") << bytes;
        EXPECT_EQ(answers.cell_width, 0) << bytes;
    }
    EXPECT_EQ(read_answers("\x1BP>|a\x01\x9B"
                           "b\x1B\\")
                  .name,
              "a \xEF\xBF\xBD"
              "b");
}

} // namespace
