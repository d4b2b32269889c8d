// SPDX-License-Identifier: Apache-2.0
#include "cli/get/picture_rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cli {
namespace {

using Mark = PictureRow::Mark;
using testing::Each;
using testing::ElementsAre;
using testing::Le;

std::vector<PictureRow> some_rows() {
    return {{.mark = Mark::good,
             .name = "Front Door",
             .age = "2 min ago",
             .size = "640×360",
             .note = "new"},
            {.mark = Mark::same, .name = "玄関", .age = "15 min ago", .note = "already saved"},
            {.mark = Mark::attention,
             .name = "Garden",
             .age = "yesterday 09:29",
             .is_old = true,
             .size = "640×360",
             .note = "new, but 1 day old"}};
}

PictureRow failed_row() {
    return {.mark = Mark::failed,
            .name = "Cabin",
            .note = "no picture: the camera is offline",
            .hint = "check its power and its Wi-Fi; the Ring app shows when it is back"};
}

std::vector<std::string> shown(const std::vector<PictureRow>& rows, std::size_t columns) {
    std::vector<std::string> lines;
    for (const StyledLine& line : lay_out(rows, columns, k_symbols)) {
        std::string& text = lines.emplace_back();
        for (const StyledText& part : line) {
            text += part.text;
        }
    }
    return lines;
}

std::vector<std::size_t> widths(const std::vector<PictureRow>& rows, std::size_t columns) {
    std::vector<std::size_t> found;
    for (const StyledLine& line : lay_out(rows, columns, k_symbols)) {
        found.push_back(width_of(line));
    }
    return found;
}

TEST(PictureRows, line_up_by_the_columns_that_names_take) {
    EXPECT_THAT(shown(some_rows(), 100),
                ElementsAre("✓ Front Door  2 min ago        640×360  new",
                            "= 玄関        15 min ago                already saved",
                            "! Garden      yesterday 09:29  640×360  new, but 1 day old"));
}

TEST(PictureRows, leave_out_the_sizes_in_a_narrower_window) {
    EXPECT_THAT(shown(some_rows(), 50),
                ElementsAre("✓ Front Door  2 min ago        new",
                            "= 玄関        15 min ago       already saved",
                            "! Garden      yesterday 09:29  new, but 1 day old"));
}

TEST(PictureRows, take_two_lines_in_a_narrow_window) {
    EXPECT_THAT(shown(some_rows(), 40), ElementsAre("✓ Front Door", "  2 min ago  new", "= 玄関",
                                                    "  15 min ago  already saved", "! Garden",
                                                    "  yesterday 09:29  new, but 1 day old"));
    EXPECT_THAT(shown(some_rows(), 20), ElementsAre("✓ Front Door", "  2 min ago  new", "= 玄関",
                                                    "  15 min ago", "  already saved", "! Garden",
                                                    "  yesterday 09:29", "  new, but 1 day old"));
}

TEST(PictureRows, tell_why_a_camera_failed_where_the_others_have_their_age) {
    auto rows = some_rows();
    rows.push_back(failed_row());
    EXPECT_EQ(shown(rows, 100)[3], "✗ Cabin       no picture: the camera is offline");
    EXPECT_EQ(shown(rows, 100)[4],
              "  check its power and its Wi-Fi; the Ring app shows when it is back");
}

TEST(PictureRows, fit_into_every_window_that_holds_their_words) {
    auto rows = some_rows();
    rows.push_back(failed_row());
    for (std::size_t columns = 24; columns < 120; ++columns) {
        EXPECT_THAT(widths(rows, columns), Each(Le(columns))) << columns;
    }
}

TEST(PictureRows, keep_the_lines_of_a_hint_apart) {
    PictureRow row = failed_row();
    row.hint = "the cameras are:\nFront Door (1)";
    EXPECT_THAT(shown({row}, 80), ElementsAre("✗ Cabin  no picture: the camera is offline",
                                              "  the cameras are:", "  Front Door (1)"));
}

TEST(PictureRows, have_a_tone_for_what_matters) {
    auto rows = some_rows();
    rows.push_back(failed_row());
    const auto lines = lay_out(rows, 100, k_symbols);
    const auto tones_of = [&](std::size_t row, const std::string& text) {
        for (const StyledText& part : lines[row]) {
            if (part.text == text) {
                return part.tone;
            }
        }
        ADD_FAILURE() << text;
        return Tone::plain;
    };
    EXPECT_EQ(tones_of(0, "Front Door"), Tone::heading);
    EXPECT_EQ(tones_of(0, "2 min ago"), Tone::dim);
    EXPECT_EQ(tones_of(2, "yesterday 09:29"), Tone::warning);
    EXPECT_EQ(tones_of(3, "✗"), Tone::bad);
}

} // namespace
} // namespace cli
