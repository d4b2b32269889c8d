// SPDX-License-Identifier: Apache-2.0
#include "cli/list/list_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace cli {
namespace {

using namespace std::chrono_literals;
using ring::Device;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr base::SystemTime k_listed_at{1'790'000'000s};

Device camera(ring::DeviceId id, const std::string& name, const std::string& home = "Home") {
    Device device;
    device.id = id;
    device.name = name;
    device.model = "Stick Up Cam Battery";
    device.group = ring::DeviceGroup::stickup_cams;
    device.location = home;
    device.location_id = "id of " + home;
    device.connection_known = true;
    device.power = ring::PowerSource::wired;
    return device;
}

std::vector<std::string> texts(const std::vector<StyledLine>& lines) {
    std::vector<std::string> result;
    for (const StyledLine& line : lines) {
        std::string text;
        for (const StyledText& part : line) {
            text += part.text;
        }
        result.push_back(text);
    }
    return result;
}

Tone tone_of(const std::vector<StyledLine>& lines, const std::string& text) {
    for (const StyledLine& line : lines) {
        for (const StyledText& part : line) {
            if (part.text == text) {
                return part.tone;
            }
        }
    }
    ADD_FAILURE() << "no " << text;
    return Tone::plain;
}

struct ListLines : testing::Test {
    ListLines() {
        devices[0].power = ring::PowerSource::battery;
        devices[0].battery_percent = 83;
        devices[1].offline = true;
        newest["7"] = k_listed_at - 2min;
    }

    std::vector<StyledLine> lines(std::optional<std::size_t> columns = {}) {
        ring::order_by_home(devices);
        return list_lines(devices, newest, k_listed_at, columns);
    }

    std::vector<Device> devices = {camera(7, "Front Door"), camera(31000418, "Garden")};
    NewestCaptures newest;
};

TEST_F(ListLines, are_a_table) {
    EXPECT_THAT(
        texts(lines()),
        ElementsAre("NAME        POWER  STATE    NEWEST     MODEL                 ID",
                    "Front Door  83 %   online   2 min ago  Stick Up Cam Battery  7",
                    "Garden      wired  offline  -          Stick Up Cam Battery  31000418"));
}

TEST_F(ListLines, leave_out_model_and_id_on_a_narrow_terminal) {
    for (const std::size_t columns : {50U, 69U}) {
        EXPECT_THAT(texts(lines(columns)), ElementsAre("NAME        POWER  STATE    NEWEST",
                                                       "Front Door  83 %   online   2 min ago",
                                                       "Garden      wired  offline  -"));
    }
    EXPECT_EQ(texts(lines(80)).front(),
              "NAME        POWER  STATE    NEWEST     MODEL                 ID");
}

TEST_F(ListLines, leave_out_what_does_not_fit) {
    devices[0].model = std::string(40, 'm');
    EXPECT_EQ(texts(lines(72)).front(), "NAME        POWER  STATE    NEWEST     ID");
    devices[0].name = std::string(40, 'n');
    EXPECT_THAT(texts(lines(60)).front(), std::string(40, 'n'));
}

TEST_F(ListLines, are_two_a_camera_on_a_very_narrow_terminal) {
    for (const std::size_t columns : {40U, 49U}) {
        EXPECT_THAT(texts(lines(columns)), ElementsAre("Front Door", "  83 %, online, 2 min ago",
                                                       "Garden", "  wired, offline"));
    }
}

TEST_F(ListLines, are_grouped_by_home_only_when_there_are_several) {
    devices.push_back(camera(3, "Boat", "Harbour"));
    devices.push_back(camera(4, "Cellar"));
    devices.push_back(camera(5, "Gate", ""));
    devices.back().location_id.clear();
    devices.back().owned = false;
    const auto shown = texts(lines(60));
    EXPECT_THAT(shown, ElementsAre(HasSubstr("NAME"), "", "Home", HasSubstr("Front Door"),
                                   HasSubstr("Garden"), HasSubstr("Cellar"), "", "Harbour",
                                   HasSubstr("Boat"), "", "No known home (shared with you)",
                                   HasSubstr("Gate")));
}

TEST_F(ListLines, tell_two_homes_of_the_same_name_apart) {
    devices[1].location_id = "another one";
    EXPECT_EQ(std::ranges::count(texts(lines()), "Home"), 2);
}

TEST_F(ListLines, put_what_takes_no_pictures_last) {
    Device chime = camera(7001, "Hall chime");
    chime.group = ring::DeviceGroup::no_camera;
    devices.insert(devices.begin(), chime);
    EXPECT_THAT(texts(lines(60)),
                ElementsAre(HasSubstr("NAME"), HasSubstr("Front Door"), HasSubstr("Garden"), "",
                            "Devices that take no pictures", HasSubstr("Hall chime")));
}

TEST_F(ListLines, have_colours_for_what_needs_attention) {
    devices[0].battery_percent = 19;
    auto shown = lines();
    EXPECT_EQ(tone_of(shown, "Front Door"), Tone::heading);
    EXPECT_EQ(tone_of(shown, "19 %"), Tone::warning);
    EXPECT_EQ(tone_of(shown, "offline"), Tone::bad);
    EXPECT_EQ(tone_of(shown, "online"), Tone::plain);
    EXPECT_EQ(tone_of(shown, "7"), Tone::dim);
    devices[0].battery_percent = 20;
    shown = lines(40);
    EXPECT_EQ(tone_of(shown, "20 %"), Tone::plain);
    EXPECT_EQ(tone_of(shown, "offline"), Tone::bad);
}

TEST_F(ListLines, line_up_for_wide_characters) {
    devices[0].name = "門鈴カメラ";
    const auto shown = texts(lines());
    EXPECT_EQ(shown[1], "門鈴カメラ  83 %   online   2 min ago  Stick Up Cam Battery  7");
}

} // namespace
} // namespace cli
