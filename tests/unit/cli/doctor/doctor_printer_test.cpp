// SPDX-License-Identifier: Apache-2.0
#include "base/text/unicode.hpp"
#include "cli/doctor/doctor_printer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cli::doctor {
namespace {

using testing::ElementsAre;

Finding example() {
    Finding finding = k_cameras.caution(
        FindingText::local("battery low; newest picture 3 h old", "battery low"), "charge it soon");
    finding.title = FindingText::local("Garden", "camera 1");
    return finding;
}

TEST(LayoutOfAFinding, is_a_line_and_an_indented_hint) {
    EXPECT_THAT(layout(example(), 0),
                ElementsAre("Garden: battery low; newest picture 3 h old", "  charge it soon"));
}

TEST(LayoutOfAFinding, is_broken_between_words_and_keeps_numbers_with_their_units) {
    EXPECT_THAT(layout(example(), 9 + 37),
                ElementsAre("Garden: battery low; newest picture", "3 h old", "  charge it soon"));
    EXPECT_THAT(layout(example(), 9 + 38),
                ElementsAre("Garden: battery low; newest picture", "3 h old", "  charge it soon"));
}

TEST(LayoutOfAFinding, fits_any_width) {
    for (std::size_t columns = 29; columns < 100; ++columns) {
        for (const std::string& line : layout(example(), columns)) {
            EXPECT_LE(base::display_width(line) + 9, columns);
        }
    }
    EXPECT_FALSE(layout(example(), 1).empty());
}

TEST(LayoutOfAFinding, makes_names_harmless_for_the_terminal) {
    Finding finding = k_cameras.good("online");
    finding.title = FindingText::local("a\x1b[2J\nb");
    const auto lines = layout(finding, 0);
    EXPECT_THAT(lines, ElementsAre("a [2J b: online"));
}

TEST(ReportLine, holds_title_facts_and_code_alone) {
    EXPECT_EQ(report_line(example()), "camera 1: battery low");
    EXPECT_EQ(report_line(k_output.bad(base::Error(base::ErrorCode::cannot_write,
                                                   "cannot write /home/kim/x: permission denied",
                                                   "chmod"))),
              "Pictures: permission denied; cannot_write, exit code 9");
}

TEST(JsonOfAFinding, holds_the_code_of_what_is_not_ok) {
    EXPECT_EQ(to_json(k_login.bad(base::ErrorCode::not_logged_in, "none stored", {})).dump(),
              R"({"check":"login","state":"not_ok","message":"none stored","hint":null,)"
              R"("code":"not_logged_in","exit_code":3})");
    EXPECT_EQ(to_json(k_cameras.skipped("need the device list")).dump(),
              R"({"check":"camera","state":"skipped","message":"need the device list","hint":null,)"
              R"("code":null,"exit_code":null})");
}

} // namespace
} // namespace cli::doctor
