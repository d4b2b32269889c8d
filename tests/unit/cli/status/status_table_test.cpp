// SPDX-License-Identifier: Apache-2.0
#include "cli/status/status_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace cli {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr base::SystemTime k_shown_at{1'790'000'000s};

struct StatusLines : testing::Test {
    StatusLines() {
        cameras.resize(2);
        cameras[0].title = "Front Door";
        cameras[0].report.id = "7";
        cameras[0].report.newest.emplace();
        cameras[0].report.newest->place = {"/pictures", "door.jpg"};
        cameras[0].report.age = 2min;
        cameras[0].report.count = 281;
        cameras[0].report.usual_interval = 5min;
        cameras[0].file = archive::FileState::unchanged;
        cameras[1].title = "camera 8";
        cameras[1].report.id = "8";
    }

    std::vector<std::string> lines(std::optional<std::size_t> columns = {},
                                   bool with_gaps = false) {
        std::vector<std::string> result;
        for (const StyledLine& line : status_lines(cameras, k_shown_at, with_gaps, columns)) {
            std::string text;
            for (const StyledText& part : line) {
                text += part.text;
            }
            result.push_back(text);
        }
        return result;
    }

    std::vector<CameraStatus> cameras;
};

TEST_F(StatusLines, are_a_row_a_camera) {
    EXPECT_THAT(lines(), ElementsAre("CAMERA      NEWEST          LAST DAY                FILE",
                                     "Front Door  2 min ago       281, about every 5 min  "
                                     "/pictures/door.jpg",
                                     "camera 8    no picture yet"));
}

TEST_F(StatusLines, leave_out_the_path_where_it_does_not_fit) {
    EXPECT_THAT(lines(60), ElementsAre("CAMERA      NEWEST          LAST DAY",
                                       "Front Door  2 min ago       281, about every 5 min",
                                       "camera 8    no picture yet"));
}

TEST_F(StatusLines, are_two_a_camera_on_a_very_narrow_terminal) {
    EXPECT_THAT(lines(40), ElementsAre("Front Door", "  2 min ago, 281 in the last day", "camera 8",
                                       "  no picture yet"));
}

TEST_F(StatusLines, tell_gaps_only_where_something_takes_pictures_regularly) {
    cameras[0].report.gaps = {{k_shown_at - 2h, std::nullopt, 2h}};
    EXPECT_EQ(lines(60).size(), 3U);
    const auto shown = lines(60, true);
    ASSERT_EQ(shown.size(), 4U);
    EXPECT_THAT(shown[2], HasSubstr("  gap of 2 h, since "));
}

TEST_F(StatusLines, tell_what_is_wrong_below_the_row) {
    cameras[0].file = archive::FileState::missing;
    cameras[0].report.is_frozen = true;
    const auto shown = lines(50);
    EXPECT_EQ(shown[2], "  the file of the newest picture is gone");
    EXPECT_EQ(shown[3], "  warning: the last ten pictures are the same,");
}

TEST_F(StatusLines, tell_cameras_of_the_same_name_apart) {
    cameras[1].title = "front door";
    EXPECT_THAT(lines()[1], HasSubstr("Front Door (7)"));
    EXPECT_THAT(lines()[2], HasSubstr("front door (8)"));
}

} // namespace
} // namespace cli
