// SPDX-License-Identifier: Apache-2.0
#include "cli/table.hpp"

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

} // namespace
} // namespace cli
