// SPDX-License-Identifier: Apache-2.0
#include "base/text/ascii.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Ascii, white_space_is_what_protocols_call_so) {
    for (const char c : std::string_view(" \t\n\v\f\r")) {
        EXPECT_TRUE(base::is_space(c)) << static_cast<int>(c);
    }
    for (const char c : std::string_view("\b\x0E\xA0x", 4)) {
        EXPECT_FALSE(base::is_space(c)) << static_cast<int>(c);
    }
    EXPECT_FALSE(base::is_space('\0'));
}

TEST(Ascii, letters_and_digits_are_those_of_ascii_alone) {
    for (const char c : std::string_view("azAZ")) {
        EXPECT_TRUE(base::is_letter(c)) << c;
        EXPECT_FALSE(base::is_digit(c)) << c;
    }
    EXPECT_TRUE(base::is_digit('0') && base::is_digit('9'));
    for (const char c : std::string_view("`{@[/:\xE4\xB2")) {
        EXPECT_FALSE(base::is_letter_or_digit(c)) << c;
    }
}

TEST(Ascii, case_is_ignored_for_ascii_letters_alone) {
    EXPECT_EQ(base::to_lower("AbZ[@\xC4"), "abz[@\xC4");
    EXPECT_TRUE(base::equal_ignoring_case("Content-TYPE", "content-type"));
    EXPECT_FALSE(base::equal_ignoring_case("abc", "abcd"));
    EXPECT_FALSE(base::equal_ignoring_case("\xC3\x84", "\xC3\xA4"));
}

TEST(Ascii, a_part_is_found_in_any_case_and_from_any_place) {
    EXPECT_EQ(base::find_ignoring_case("a Token, a TOKEN", "token"), 2U);
    EXPECT_EQ(base::find_ignoring_case("a Token, a TOKEN", "token", 3), 11U);
    EXPECT_EQ(base::find_ignoring_case("a Token", "token", 3), std::string_view::npos);
    EXPECT_EQ(base::find_ignoring_case("a", "a", 2), std::string_view::npos);
    EXPECT_TRUE(base::contains_ignoring_case("", ""));
}

TEST(Ascii, only_outer_white_space_is_trimmed) {
    EXPECT_EQ(base::trimmed(" \t a b\r\n"), "a b");
    EXPECT_EQ(base::trimmed(" \n "), "");
}

TEST(Ascii, control_characters_are_those_below_the_blank_and_del) {
    EXPECT_TRUE(base::has_control_character("a\x1F"));
    EXPECT_TRUE(base::has_control_character("a\x7F"));
    EXPECT_FALSE(base::has_control_character("a b \xC3\xA4"));
    EXPECT_TRUE(base::is_visible_ascii("!~"));
    EXPECT_FALSE(base::is_visible_ascii("a b"));
    EXPECT_FALSE(base::is_visible_ascii("\xC3\xA4"));
}

} // namespace
