// SPDX-License-Identifier: Apache-2.0
#include "cli/get/get_progress.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace cli {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

TEST(ProgressLines, has_a_line_for_each_camera_and_one_for_all) {
    EXPECT_EQ(progress_lines({"Driveway", "Garden"}, 1, 3, true, 12s, 12),
              (Lines{"Driveway: waiting for a fresh picture", "Garden: waiting for a fresh picture",
                     "1 of 3 done, 12 s"}));
}

TEST(ProgressLines, of_one_camera_is_a_single_line) {
    EXPECT_EQ(progress_lines({"Driveway"}, 0, 1, false, 2s, 12),
              (Lines{"Driveway: waiting for its picture, 2 s"}));
}

TEST(ProgressLines, counts_the_cameras_that_have_no_room) {
    EXPECT_EQ(progress_lines({"A", "B", "C", "D"}, 0, 4, true, 1s, 4),
              (Lines{"A: waiting for a fresh picture", "B: waiting for a fresh picture",
                     "and 2 more", "0 of 4 done, 1 s"}));
    EXPECT_EQ(progress_lines({"A", "B", "C"}, 0, 3, true, 1s, 4).size(), 4U);
}

TEST(ProgressLines, takes_never_more_than_its_room) {
    const std::vector<std::string> many(30, "A");
    for (std::size_t most = 1; most < 40; ++most) {
        EXPECT_LE(progress_lines(many, 0, 30, true, 1s, most).size(), most);
    }
}

TEST(ProgressLines, ends_with_the_last_camera) {
    EXPECT_EQ(progress_lines({}, 3, 3, true, 1s, 12), Lines{});
}

} // namespace
} // namespace cli
