// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "cli/start/camera_choice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cli {
namespace {

using testing::ElementsAre;
using Ids = std::vector<ring::DeviceId>;

std::vector<ring::Device> five_cameras() {
    std::vector<ring::Device> cameras;
    for (const char* name : {"Front Door", "Driveway", "Garden, rear", "Attic", "7"}) {
        ring::Device& camera = cameras.emplace_back();
        camera.id = 100 + static_cast<ring::DeviceId>(cameras.size());
        camera.name = name;
        camera.group = ring::DeviceGroup::stickup_cams;
    }
    return cameras;
}

Ids ids_of(const char* answer) {
    const CameraChoice choice = parse_camera_choice(answer, five_cameras());
    EXPECT_FALSE(choice.all);
    return choice.ids;
}

TEST(CameraChoice, takes_numbers_of_the_list) {
    EXPECT_EQ(ids_of("2"), Ids{102});
    EXPECT_EQ(ids_of("1, 3"), (Ids{101, 103}));
    EXPECT_EQ(ids_of("3 1 3"), (Ids{103, 101}));
    EXPECT_EQ(ids_of("2-4"), (Ids{102, 103, 104}));
    EXPECT_EQ(ids_of("1 - 2; 4"), (Ids{101, 102, 104}));
}

TEST(CameraChoice, takes_names_and_ids) {
    EXPECT_EQ(ids_of("front door"), Ids{101});
    EXPECT_EQ(ids_of("drive, attic"), (Ids{102, 104}));
    EXPECT_EQ(ids_of("Garden, rear"), Ids{103});
    EXPECT_EQ(ids_of("104"), Ids{104});
    EXPECT_EQ(ids_of("104,1"), (Ids{104, 101}));
}

TEST(CameraChoice, takes_all) {
    for (const char* answer : {"a", "A", "all"}) {
        const CameraChoice choice = parse_camera_choice(answer, five_cameras());
        EXPECT_TRUE(choice.all);
        EXPECT_EQ(choice.ids.size(), 5U);
        EXPECT_THAT(choice.words(), ElementsAre("--all"));
    }
    EXPECT_THAT(parse_camera_choice("1,2", five_cameras()).words(), ElementsAre("101", "102"));
}

TEST(CameraChoice, refuses_what_is_not_there) {
    for (const char* answer : {"0", "6", "999", "1-9", "4-2", "cellar", "1,cellar", "1 -"}) {
        EXPECT_THROW(parse_camera_choice(answer, five_cameras()), base::Error) << answer;
    }
}

TEST(CameraChoice, of_separators_alone_is_empty) {
    EXPECT_EQ(ids_of(", ;"), Ids{});
}

} // namespace
} // namespace cli
