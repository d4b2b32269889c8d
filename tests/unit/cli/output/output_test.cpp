// SPDX-License-Identifier: Apache-2.0
#include "cli/output/output.hpp"
#include "support/fake_platform.hpp"
#include "support/scoped_variable.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cli {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

struct OutputTest : testing::Test {
    OutputTest() {
        console.make_terminal(Stream::output);
        console.make_terminal(Stream::error);
        console.take_escapes();
    }

    test::ScopedVariable no_color{"NO_COLOR", nullptr};
    test::ScopedVariable journal{"JOURNAL_STREAM", nullptr};
    test::FakeConsole console;
};

TEST_F(OutputTest, colours_the_parts_of_a_line_and_links_what_has_an_address) {
    Output output({}, console);
    output.result(StyledLine{{"a", Tone::heading}, {" "}, {"b", Tone::plain, "file:///x"}});
    EXPECT_EQ(console.output(), "\x1b[1ma\x1b[0m \x1b]8;;file:///x\x1b\\b\x1b]8;;\x1b\\\n");
}

TEST_F(OutputTest, prints_neither_colours_nor_links_without_colours) {
    Output output({.color = ColorChoice::never}, console);
    output.result(StyledLine{{"a", Tone::heading}, {"b", Tone::plain, "file:///x"}});
    EXPECT_EQ(console.output(), "ab\n");
}

TEST_F(OutputTest, makes_addresses_and_texts_harmless) {
    Output output({}, console);
    output.result(StyledLine{{"a\x1b[2J", Tone::plain, "x\x1b\\y"}});
    EXPECT_EQ(console.output(), "\x1b]8;;x \\y\x1b\\a [2J\x1b]8;;\x1b\\\n");
}

TEST_F(OutputTest, shows_no_status_while_another_program_writes_and_all_of_it_afterwards) {
    Output output({}, console);
    output.status({"one"});
    console.clear();
    {
        const auto outer = output.pause_status();
        EXPECT_EQ(console.errors(), "\r\x1b[J");
        console.clear();
        const auto inner = output.pause_status();
        output.status({"two"});
        output.message("a message");
        EXPECT_EQ(console.errors(), "a message\n");
        console.clear();
    }
    // A whole line of blanks leads out of a line that the other program has not ended.
    EXPECT_EQ(console.errors(), std::string(80, ' ') + "\rtwo\x1b[K\x1b[J");
}

TEST_F(OutputTest, has_nothing_to_show_again_where_there_was_no_status) {
    Output output({}, console);
    { const auto pause = output.pause_status(); }
    EXPECT_EQ(console.errors(), "");
}

TEST_F(OutputTest, says_with_quiet_what_is_lost_and_not_what_is_good_to_know) {
    Output output({.quiet = true}, console);
    output.warning("a warning", "a hint");
    output.notice("a notice");
    EXPECT_EQ(console.errors(), "");
    output.loss("a loss", "its hint");
    EXPECT_THAT(console.errors(), AllOf(HasSubstr("a loss"), HasSubstr("its hint")));
}

TEST(FileLink, names_the_file_of_this_machine) {
    const StyledText link = file_link("~/a b.jpg", "/home/kim/a b#%.jpg");
    EXPECT_EQ(link.text, "~/a b.jpg");
    EXPECT_THAT(link.address,
                AllOf(testing::StartsWith("file://"), EndsWith("/home/kim/a%20b%23%25.jpg")));
    EXPECT_EQ(file_link("x", "C:\\Ring\\a b.jpg").address, "file:///C:/Ring/a%20b.jpg");
}

} // namespace
} // namespace cli
