// SPDX-License-Identifier: Apache-2.0
#include "cli/output/status_block.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cli {
namespace {

/// As much of a terminal as a block needs: ASCII, line ends, and going up and erasing by CSI. In
/// the last column it wraps with the next character, as most terminals do.
class Screen {
public:
    explicit Screen(std::size_t columns) : m_columns(columns) {}

    void write(std::string bytes) {
        // The one character that is not ASCII takes one column as well.
        for (std::size_t at = 0; (at = bytes.find("\u2026", at)) != std::string::npos;) {
            bytes.replace(at, 3, "~");
        }
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            const char c = bytes[i];
            if (c == '\r') {
                m_column = 0;
            } else if (c == '\n') {
                // The terminal's driver adds the carriage return.
                m_column = 0;
                go_down();
            } else if (c == '\x1b') {
                const std::size_t end = bytes.find_first_of("AKJ", i);
                obey(bytes[end], bytes.substr(i + 2, end - i - 2));
                i = end;
            } else {
                put(c);
            }
        }
    }

    /// What stands there, without blanks at the ends of lines and empty lines at the end.
    std::vector<std::string> lines() const {
        std::vector<std::string> result = m_lines;
        for (std::string& line : result) {
            line.erase(line.find_last_not_of(' ') + 1);
        }
        while (!result.empty() && result.back().empty()) {
            result.pop_back();
        }
        return result;
    }

private:
    void go_down() {
        if (++m_row == m_lines.size()) {
            m_lines.emplace_back();
        }
    }

    void put(char c) {
        if (m_column == m_columns) {
            m_column = 0;
            go_down();
        }
        std::string& line = m_lines[m_row];
        line.resize(std::max(line.size(), m_column + 1), ' ');
        line[m_column++] = c;
    }

    void obey(char what, std::string_view number) {
        if (what == 'A') {
            const auto up = static_cast<std::size_t>(std::stoul(std::string(number)));
            ASSERT_LE(up, m_row) << "goes beyond the block";
            m_row -= up;
            return;
        }
        std::string& line = m_lines[m_row];
        line.resize(std::min(line.size(), m_column));
        if (what == 'J') {
            m_lines.resize(m_row + 1);
        }
    }

    std::size_t m_columns;
    std::vector<std::string> m_lines = {""};
    std::size_t m_row = 0;
    std::size_t m_column = 0;
};

using Lines = std::vector<std::string>;

TEST(StatusBlock, shows_its_lines_below_what_was_printed) {
    Screen screen(40);
    StatusBlock block;
    screen.write("$ get\n");
    screen.write(block.draw({"Driveway: waiting", "0 of 1 done"}, 40));
    EXPECT_EQ(screen.lines(), (Lines{"$ get", "Driveway: waiting", "0 of 1 done"}));
}

TEST(StatusBlock, draws_over_its_lines_whether_they_become_more_fewer_or_shorter) {
    Screen screen(40);
    StatusBlock block;
    screen.write("$ get\n");
    for (const Lines& lines : {Lines{"a long line indeed", "2"}, Lines{"short", "2", "3"},
                               Lines{"only one"}, Lines{"1", "2", "3", "4"}}) {
        screen.write(block.draw(lines, 40));
        Lines expected = lines;
        expected.insert(expected.begin(), "$ get");
        EXPECT_EQ(screen.lines(), expected);
    }
}

TEST(StatusBlock, ends_a_line_that_is_cut_with_the_ellipsis_of_the_terminal) {
    StatusBlock block("...");
    EXPECT_THAT(block.draw({"looking at all pictures"}, 20),
                testing::StartsWith("looking at all..."));
}

TEST(StatusBlock, leaves_nothing_behind) {
    Screen screen(40);
    StatusBlock block;
    screen.write("$ get\n");
    screen.write(block.draw({"1", "2", "3"}, 40));
    screen.write(block.draw({}, 40));
    screen.write("picture.jpg\n");
    EXPECT_EQ(screen.lines(), (Lines{"$ get", "picture.jpg"}));
    EXPECT_EQ(block.draw({}, 40), "");
}

TEST(StatusBlock, writes_nothing_when_nothing_has_changed) {
    StatusBlock block;
    block.draw({"1", "2"}, 40);
    EXPECT_EQ(block.draw({"1", "2"}, 40), "");
}

TEST(StatusBlock, never_takes_two_lines_of_a_narrow_window_for_one) {
    for (const std::size_t columns : {1U, 2U, 4U, 20U}) {
        Screen screen(columns);
        StatusBlock block;
        screen.write("$\n");
        screen.write(block.draw({"0123456789012345678901234567890", "second"}, columns));
        screen.write(block.draw({"other 89012345678901234567890", "second"}, columns));
        EXPECT_LE(screen.lines().size(), 3U) << columns;
        screen.write(block.draw({}, columns));
        EXPECT_EQ(screen.lines(), (Lines{"$"})) << columns;
    }
}

TEST(StatusBlock, leaves_room_for_the_sign_of_ctrl_c) {
    Screen screen(20);
    StatusBlock block;
    screen.write("$\n" + block.draw({"0123456789012345678901234567890"}, 20) + "^C");
    screen.write(block.draw({}, 20));
    EXPECT_EQ(screen.lines(), (Lines{"$"}));
}

TEST(StatusBlock, leaves_nothing_behind_in_a_window_that_became_narrower) {
    StatusBlock block;
    const std::string wide = block.draw({"0123456789", "abcdefghij"}, 40);
    // The terminal lays its text out anew.
    Screen screen(6);
    screen.write("$\n" + wide);
    screen.write(block.draw({"new"}, 6));
    EXPECT_EQ(screen.lines(), (Lines{"$", "new"}));
}

} // namespace
} // namespace cli
