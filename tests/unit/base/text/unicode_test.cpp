// SPDX-License-Identifier: Apache-2.0
#include "base/text/unicode.hpp"

#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using namespace std::string_literals;

const std::string k_replacement = "\uFFFD";

TEST(ValidUtf8, LeavesValidTextAlone) {
    for (const std::string& text :
         {""s, "Front Door"s, "Gärten\n\t"s, "玄関"s, "🐶 \0 x"s, "\U0010FFFF\uE000"s}) {
        EXPECT_EQ(base::valid_utf8(text), text);
    }
}

TEST(ValidUtf8, ReplacesEachByteThatBelongsToNoCharacter) {
    const std::vector<std::pair<std::string, std::size_t>> table = {
        {"\xFF", 1},             // no such byte
        {"\x80", 1},             // continuation without beginning
        {"\xC3", 1},             // cut off
        {"\xE2\x82", 2},         // cut off later
        {"\xC0\xAF", 2},         // overlong '/'
        {"\xE0\x80\xAF", 3},     // overlong again
        {"\xED\xA0\x80", 3},     // surrogate
        {"\xF4\x90\x80\x80", 4}, // beyond the last code point
        {"\xF8\x88\x80\x80\x80", 5},
    };
    for (const auto& [bytes, count] : table) {
        std::string expected = "a";
        for (std::size_t i = 0; i < count; ++i) {
            expected += k_replacement;
        }
        EXPECT_EQ(base::valid_utf8("a" + bytes), expected);
        EXPECT_EQ(base::valid_utf8("a" + bytes + "b"), expected + "b");
    }
}

TEST(Printable, TurnsControlCharactersIntoBlanks) {
    const std::vector<std::pair<std::string, std::string>> table = {
        {"Front\nDoor", "Front Door"}, {"\x1B[31mred\x07", " [31mred "},
        {"a\0b\x7F"s, "a b "},         {"a\u0085b\u009B2J", "a b 2J"},
        {"a\u2028b\u2029c", "a b c"},  {"abc\u202Egpj.exe\u2069", "abc gpj.exe "},
        {"\x9B", k_replacement},       {"Gärten 🐶", "Gärten 🐶"},
    };
    for (const auto& [text, expected] : table) {
        EXPECT_EQ(base::printable(text), expected);
    }
}

TEST(DisplayWidth, CountsTerminalColumns) {
    const std::vector<std::pair<std::string, std::size_t>> table = {
        {"", 0},  {"Front Door", 10}, {"Gärten", 6}, {"Ga\u0308rten", 6}, {"玄関", 4},
        {"🐶", 2}, {"ＡＢ", 4},        {"\u200B", 0}, {"한국", 4},         {"\u1112\u1161\u11AB", 2},
        {"…", 1}, {"\xFF", 1},        {"\u0378", 1},
    };
    for (const auto& [text, expected] : table) {
        EXPECT_EQ(base::display_width(text), expected) << text;
    }
}

TEST(FitToWidth, LeavesTextThatFits) {
    EXPECT_EQ(base::fit_to_width("Front Door", 10), "Front Door");
    EXPECT_EQ(base::fit_to_width("玄関", 4), "玄関");
    EXPECT_EQ(base::fit_to_width("", 0), "");
}

TEST(FitToWidth, CutsOnACharacterBorderAndSaysSo) {
    const std::vector<std::tuple<std::string, std::size_t, std::string>> table = {
        {"Front Door", 9, "Front Do…"}, {"Front Door", 1, "…"},
        {"Front Door", 0, ""},          {"玄関の外", 5, "玄関…"},
        {"玄関の外", 4, "玄…"},         {"a\u0308bcd", 2, "a\u0308…"},
        {"abcd\u0301e", 4, "abc…"},     {"ab👨‍👩‍👧cd", 6, "ab…"},
    };
    for (const auto& [text, columns, expected] : table) {
        const std::string fitted = base::fit_to_width(text, columns);
        EXPECT_EQ(fitted, expected);
        EXPECT_LE(base::display_width(fitted), columns);
    }
}

TEST(FitToWidth, EndsWhatIsCutWithAnotherSignWhereThatIsWanted) {
    EXPECT_EQ(base::fit_to_width("Front Door", 9, "..."), "Front ...");
    EXPECT_EQ(base::fit_to_width("Front Door", 2, "..."), "..");
    EXPECT_EQ(base::fit_to_width("Front Door", 10, "..."), "Front Door");
}

TEST(FoldCase, MakesTextsEqualThatDifferInCaseOrComposition) {
    const std::vector<std::pair<std::string, std::string>> table = {
        {"Front Door", "fRONT dOOR"},
        {"GÄRTEN", "gärten"},
        {"Gärten", "Ga\u0308rten"},
        {"Straße", "STRASSE"},
        {"ΣΊΣΥΦΟΣ", "σίσυφος"},
        {"ДВЕРЬ", "дверь"},
        {"\u212B", "å"},
        {"Ǆ", "ǆ"},
    };
    for (const auto& [one, other] : table) {
        EXPECT_EQ(base::fold_case(one), base::fold_case(other)) << one;
    }
}

TEST(FoldCase, KeepsDifferentTextsApart) {
    EXPECT_NE(base::fold_case("Garten"), base::fold_case("Gärten"));
    EXPECT_NE(base::fold_case("Front"), base::fold_case("Front "));
    EXPECT_EQ(base::fold_case(""), "");
}

TEST(FoldCase, AcceptsAnyBytes) {
    EXPECT_EQ(base::fold_case("A\xFF\0B"s), "a\uFFFD\0b"s);
}

TEST(Utf8, a_text_is_cut_on_a_character_border) {
    EXPECT_EQ(base::utf8_prefix("ab", 2), "ab");
    EXPECT_EQ(base::utf8_prefix("a\xC3\xA4", 2), "a");
    EXPECT_EQ(base::utf8_prefix("a\xC3\xA4z", 3), "a\xC3\xA4");
    EXPECT_EQ(base::utf8_prefix("\xF0\x9F\x98\x80", 3), "");
}

TEST(Utf8, a_character_is_appended_by_its_number) {
    const auto encoded = [](std::uint32_t code) {
        std::string text;
        base::append_utf8(text, code);
        return text;
    };
    EXPECT_EQ(encoded(0x41), "A");
    EXPECT_EQ(encoded(0xE4), "\xC3\xA4");
    EXPECT_EQ(encoded(0x20AC), "\xE2\x82\xAC");
    EXPECT_EQ(encoded(0x1F600), "\xF0\x9F\x98\x80");
    EXPECT_EQ(encoded(0xFFFF), "\xEF\xBF\xBF");
    EXPECT_EQ(encoded(0), std::string(1, '\0'));
    for (const std::uint32_t invalid : {0xD800U, 0xDFFFU, 0x110000U, 0xFFFFFFFFU}) {
        EXPECT_EQ(encoded(invalid), "\xEF\xBF\xBD") << invalid;
    }
}

} // namespace
