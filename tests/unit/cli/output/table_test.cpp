// SPDX-License-Identifier: Apache-2.0
#include "cli/output/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(FormatTable, columns_line_up_with_two_blanks_between_and_none_at_the_end) {
    EXPECT_THAT(format_table({{"ID", "NAME", "MODEL"},
                              {"31000417", "Front Door", "Doorbell 4"},
                              {"7", "Gate", "x"}}),
                ElementsAre("ID        NAME        MODEL",      //
                            "31000417  Front Door  Doorbell 4", //
                            "7         Gate        x"));
}

TEST(FormatTable, wide_characters_count_as_the_columns_that_they_take) {
    EXPECT_THAT(format_table({{"\xE7\x8E\x84\xE9\x96\xA2", "1"},
                              {"T\xC3\xBCr", "2"},
                              {"Tu\xCC\x88r", "3"},
                              {"abcd", "4"}}),
                ElementsAre("\xE7\x8E\x84\xE9\x96\xA2  1", //
                            "T\xC3\xBCr   2",              //
                            "Tu\xCC\x88r   3",             //
                            "abcd  4"));
}

TEST(FormatTable, texts_are_made_harmless) {
    EXPECT_THAT(format_table({{"a\x1B[2Jb\nc", "1"}, {"x", "2"}}),
                ElementsAre("a [2Jb c  1", "x         2"));
}

TEST(FormatTable, rows_may_be_of_different_length_and_empty) {
    EXPECT_THAT(format_table({{"a", "b"}, {}, {"long"}, {"", "", "c"}}),
                ElementsAre("a     b", "", "long", "         c"));
    EXPECT_THAT(format_table({}), IsEmpty());
}

TEST(WrapText, breaks_at_blanks_so_that_no_line_is_wider) {
    EXPECT_THAT(wrap_text("the last ten pictures", 8), ElementsAre("the last", "ten", "pictures"));
    EXPECT_THAT(wrap_text("the last", 8), ElementsAre("the last"));
    EXPECT_THAT(wrap_text("", 8), IsEmpty());
}

TEST(WrapText, begins_no_line_with_a_blank) {
    EXPECT_THAT(wrap_text("Garden  2 s old", 6), ElementsAre("Garden", "2 s", "old"));
    EXPECT_THAT(wrap_text("  Garden", 8), ElementsAre("  Garden"));
}

TEST(WrapText, without_a_limit_is_one_line) {
    EXPECT_THAT(wrap_text("the last ten pictures", {}), ElementsAre("the last ten pictures"));
}

TEST(WrapText, a_word_that_is_too_wide_has_a_line_of_its_own) {
    EXPECT_THAT(wrap_text("a /very/long/path b", 5), ElementsAre("a", "/very/long/path", "b"));
}

TEST(WrapText, counts_the_columns_of_wide_characters) {
    EXPECT_THAT(wrap_text("\xE7\x8E\x84\xE9\x96\xA2 ab", 6),
                ElementsAre("\xE7\x8E\x84\xE9\x96\xA2", "ab"));
    EXPECT_THAT(wrap_text("\xE7\x8E\x84\xE9\x96\xA2 a", 6),
                ElementsAre("\xE7\x8E\x84\xE9\x96\xA2 a"));
}

TEST(WrapMessage, fits_the_terminal_and_continues_below_its_beginning) {
    EXPECT_EQ(wrap_message("short", 40, 7), "short");
    EXPECT_EQ(wrap_message("the quick brown fox jumps over the lazy dog", 30, 7),
              "the quick brown fox\n       jumps over the lazy dog");
}

TEST(WrapMessage, begins_further_lines_two_columns_in_where_there_is_little_room) {
    EXPECT_EQ(wrap_message("the quick brown fox jumps over", 40, 20),
              "the quick brown fox\n  jumps over");
}

TEST(WrapMessage, uses_the_whole_width_for_further_lines) {
    EXPECT_EQ(wrap_message("one two three four five six seven eight nine ten", 30, 16),
              "one two three\n  four five six seven eight\n  nine ten");
    EXPECT_EQ(wrap_message("extraordinarily long words", 20, 15),
              "\n  extraordinarily\n  long words");
}

TEST(WrapMessage, moves_a_command_to_the_left_where_it_fits_there_alone) {
    EXPECT_EQ(wrap_message("when you run: ring-snapshot service start", 40, 11),
              "when you\n  run: ring-snapshot service start");
}

TEST(WrapMessage, keeps_a_command_in_one_line) {
    EXPECT_EQ(
        wrap_message("log in again; run: ring-snapshot login --settings \"other.json\"", 40, 2),
        "log in again;\n  run: ring-snapshot login --settings \"other.json\"");
}

TEST(WrapMessage, keeps_a_command_of_ours_in_one_line) {
    EXPECT_EQ(
        wrap_message("Garden's picture is old; for a new one: ring-snapshot get Garden --fresh", 45,
                     0),
        "Garden's picture is old; for a new one:\nring-snapshot get Garden --fresh");
}

/// The texts of the lines, with "*" around what is coloured.
std::vector<std::string> marked_texts(const std::vector<StyledLine>& lines) {
    std::vector<std::string> result;
    for (const StyledLine& line : lines) {
        std::string& text = result.emplace_back();
        for (const StyledText& part : line) {
            text += part.tone == Tone::plain ? part.text : "*" + part.text + "*";
        }
    }
    return result;
}

TEST(WrapStyled, keeps_the_looks_of_each_part) {
    EXPECT_THAT(marked_texts(wrap_styled(
                    {{"a word or two"}, {", "}, {"three more words in red", Tone::bad}}, 2, 24)),
                ElementsAre("  a word or two, *three*", "  *more words in red*"));
    EXPECT_THAT(marked_texts(wrap_styled({{"a word or two"}, {" three"}}, 0, {})),
                ElementsAre("a word or two three"));
}

TEST(FittingLines, are_a_table_where_that_fits_and_else_two_a_row) {
    const std::vector<StyledLine> rows = {
        {{"1"}, {"Door"}, {"2 min ago"}, {"", Tone::bad}, {"83 %"}},
        {{"2"}, {"Garden"}, {"-"}, {"low", Tone::bad}, {}}};
    EXPECT_THAT(marked_texts(fitting_lines(rows, 2, 31)),
                ElementsAre("1  Door    2 min ago       83 %", "2  Garden  -          *low*"));
    EXPECT_THAT(marked_texts(fitting_lines(rows, 2, 30)),
                ElementsAre("1  Door", "  2 min ago, 83 %", "2  Garden", "  -, *low*"));
    EXPECT_THAT(fitting_lines(rows, 2, {}), testing::SizeIs(2));
}

} // namespace
} // namespace cli
