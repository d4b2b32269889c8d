// SPDX-License-Identifier: Apache-2.0
#include "service_fixture.hpp"

namespace simulator {
namespace {

class DevicesTest : public ServiceTest {
protected:
    Reply devices(DeviceMode mode) {
        Options options;
        options.devices = mode;
        restart(options);
        return get("/clients_api/ring_devices", bearer());
    }
};

TEST_F(DevicesTest, TheOrdinaryListHasTheCamerasOfTheDocument) {
    const auto list = body_of(devices(DeviceMode::ordinary));
    const auto& door = list["doorbots"][0];
    EXPECT_EQ(door["id"], k_front_door);
    EXPECT_EQ(door["description"], "Front Door");
    EXPECT_EQ(door["kind"], "doorbell_oyster");
    EXPECT_EQ(door["battery_life"], "83");
    const auto& driveway = list["stickup_cams"][0];
    EXPECT_EQ(driveway["id"], k_driveway);
    EXPECT_EQ(driveway["description"], "Driveway");
    EXPECT_EQ(driveway["health"]["battery_present"], false);
    EXPECT_EQ(list["authorized_doorbots"][0]["owned"], false);
    for (const auto* name : {"doorbots", "authorized_doorbots", "stickup_cams", "chimes",
                             "base_stations", "beams_bridges", "other"}) {
        EXPECT_TRUE(list[name].is_array()) << name;
    }
}

TEST_F(DevicesTest, TheAwkwardListKeepsLargeIdsAndOddNames) {
    const auto list = body_of(devices(DeviceMode::awkward));
    EXPECT_EQ(list["doorbots"][0]["id"], 4'294'967'301);
    EXPECT_TRUE(list["doorbots"][0]["description"].is_null());
    EXPECT_EQ(list["doorbots"][1]["id"], 9'007'199'254'740'995);
    EXPECT_EQ(list["authorized_doorbots"][0]["description"],
              "Nana’s \"back\" door / gate \\ C:*? 🚪🐶");
    EXPECT_EQ(list["stickup_cams"][1]["description"], "Garage\nside");
    EXPECT_FALSE(list.contains("chimes"));
    EXPECT_EQ(get("/clients_api/snapshots/image/9007199254740995", bearer()).status, 200);
    EXPECT_EQ(get("/clients_api/snapshots/image/31000501", bearer()).status, 404) << "an intercom";
}

TEST_F(DevicesTest, OddAnswersAreOdd) {
    EXPECT_EQ(devices(DeviceMode::braces).body, "{}");
    EXPECT_EQ(devices(DeviceMode::nulls).body, R"({"doorbots":null,"stickup_cams":[null]})");
    EXPECT_EQ(devices(DeviceMode::html).content_type, "text/html");
    EXPECT_EQ(devices(DeviceMode::truncated).status, 200);
    EXPECT_FALSE(parse_json(devices(DeviceMode::truncated).body));
    EXPECT_EQ(devices(DeviceMode::v3_only).status, 404);
    EXPECT_EQ(body_of(devices(DeviceMode::empty))["doorbots"], Json::array());
}

TEST_F(DevicesTest, CamerasBehindAnOddListStillTakePictures) {
    devices(DeviceMode::html);
    EXPECT_EQ(get("/clients_api/snapshots/image/31000417", bearer()).status, 200);
    devices(DeviceMode::empty);
    EXPECT_EQ(get("/clients_api/snapshots/image/31000417", bearer()).status, 404);
}

TEST_F(DevicesTest, TheNewListIsFlat) {
    const auto list = body_of(get("/device_info/v3/devices", bearer()))["devices"];
    ASSERT_TRUE(list.is_array());
    EXPECT_EQ(list[0]["id"], k_front_door);
    EXPECT_EQ(list[1]["owned"], false);
    EXPECT_EQ(list.back()["kind"], "chime_pro_v2");
}

TEST_F(DevicesTest, ThereAreTwoLocationsOnBothRoutes) {
    for (const auto* path : {"/devices/v1/locations", "/location_info/v3/locations"}) {
        const auto list = body_of(get(path, bearer()))["user_locations"];
        ASSERT_EQ(list.size(), 2U) << path;
        EXPECT_EQ(list[0]["location_id"], "loc-1111-aaaa");
        EXPECT_EQ(list[0]["name"], "Home — München");
    }
}

TEST_F(DevicesTest, AChangeOfStateIsSeenInTheList) {
    control("POST", "state",
            {{"camera", k_driveway}, {"online", false}, {"motion_detection", false}});
    const auto driveway = body_of(get("/clients_api/ring_devices", bearer()))["stickup_cams"][0];
    EXPECT_EQ(driveway["alerts"]["connection"], "offline");
    EXPECT_EQ(driveway["settings"]["motion_detection_enabled"], false);
}

TEST_F(DevicesTest, MadeUpCamerasAreOfBothKinds) {
    Options options;
    options.cameras = 150;
    restart(options);
    const auto list = body_of(get("/clients_api/ring_devices", bearer()))["stickup_cams"];
    ASSERT_EQ(list.size(), 150U);
    EXPECT_EQ(list[6]["description"], "Camera 007");
    EXPECT_TRUE(is_battery_device(list[6]));
    EXPECT_FALSE(is_battery_device(list[7]));
}

TEST(BatteryRuleTest, FollowsTheNewestKnownRule) {
    EXPECT_TRUE(is_battery_device({{"battery_life", "83"}}));
    EXPECT_TRUE(is_battery_device({{"battery_life", 4003}}));
    EXPECT_FALSE(
        is_battery_device({{"battery_life", 4003}, {"settings", {{"power_mode", "wired"}}}}));
    EXPECT_FALSE(is_battery_device({{"battery_life", nullptr}}));
    EXPECT_FALSE(is_battery_device({{"battery_life", "n/a"}}));
    EXPECT_FALSE(is_battery_device(Json::object()));
}

} // namespace
} // namespace simulator
