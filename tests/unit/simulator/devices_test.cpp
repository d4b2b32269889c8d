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

TEST_F(DevicesTest, DevicesHaveWhatOtherClientsReadWithoutACheck) {
    Options many;
    many.cameras = 2;
    devices(DeviceMode::mixed);
    auto all = body_of(get("/device_info/v3/devices", bearer()))["devices"];
    restart(many);
    const auto made_up = body_of(get("/device_info/v3/devices", bearer()))["devices"];
    all.insert(all.end(), made_up.begin(), made_up.end());
    ASSERT_EQ(all.size(), 13U);
    for (const auto& device : all) {
        for (const auto* name : {"device_id", "time_zone", "firmware_version"}) {
            EXPECT_TRUE(device.contains(name) && device[name].is_string()) << name << device;
        }
        EXPECT_TRUE(device["owned"].is_boolean()) << device;
        const auto home = device["location_id"].get<std::string>();
        EXPECT_TRUE(home.size() == 36 && home[8] == '-' && home[14] == '4') << home;
        const auto kind = device["kind"].get<std::string>();
        if (kind.starts_with("base_station")) {
            continue;
        }
        if (kind.starts_with("chime")) {
            for (const auto* name : {"volume", "ding_audio_id", "ding_audio_user_id",
                                     "motion_audio_id", "motion_audio_user_id"}) {
                EXPECT_TRUE(device["settings"].contains(name)) << name;
            }
            continue;
        }
        EXPECT_EQ(device["settings"]["sheila_settings"]["local_storage_enabled"], false) << device;
    }
}

TEST_F(DevicesTest, SwitchingALampIsSeenInTheList) {
    const auto led = [&] {
        return body_of(get("/clients_api/ring_devices", bearer()))["stickup_cams"][0]["led_status"];
    };
    EXPECT_EQ(led(), "off");
    const std::string lamp = "/clients_api/doorbots/518000222/floodlight_light_";
    EXPECT_EQ(send_json("PUT", lamp + "on", Json::object(), bearer()).status, 204);
    EXPECT_EQ(led(), "on");
    EXPECT_EQ(send_json("PUT", lamp + "off", Json::object(), bearer()).status, 204);
    EXPECT_EQ(led(), "off");
    const auto door = "/clients_api/doorbots/31000417/floodlight_light_on";
    EXPECT_EQ(send_json("PUT", door, Json::object(), bearer()).status, 204);
    EXPECT_FALSE(
        body_of(get("/clients_api/ring_devices", bearer()))["doorbots"][0].contains("led_status"));
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
        EXPECT_EQ(list[0]["location_id"], "11111111-aaaa-4aaa-8aaa-111111111111");
        EXPECT_EQ(list[0]["name"], "Home — München");
    }
}

TEST_F(DevicesTest, TheNewListSaysNothingOfBatteries) {
    const auto list = body_of(get("/device_info/v3/devices", bearer()))["devices"];
    ASSERT_FALSE(list.empty());
    for (const auto& device : list) {
        EXPECT_FALSE(device.contains("battery_life")) << device;
        EXPECT_FALSE(device.contains("health")) << device;
        EXPECT_TRUE(device.contains("deactivated_at")) << device;
        EXPECT_TRUE(device.contains("schema_id")) << device;
    }
}

TEST_F(DevicesTest, InASharedAccountOnlyTheNewerRoutesListAnything) {
    const auto older = body_of(devices(DeviceMode::shared));
    for (const auto* name : {"doorbots", "authorized_doorbots", "stickup_cams", "chimes"}) {
        EXPECT_EQ(older[name], Json::array()) << name;
    }
    EXPECT_EQ(body_of(get("/devices/v1/locations", bearer()))["user_locations"], Json::array());
    const auto newer = body_of(get("/device_info/v3/devices", bearer()))["devices"];
    ASSERT_EQ(newer.size(), 7U);
    for (const auto& device : newer) {
        EXPECT_EQ(device["owned"], false) << device;
    }
    const auto homes = body_of(get("/location_info/v3/locations", bearer()))["user_locations"];
    ASSERT_EQ(homes.size(), 2U);
    EXPECT_EQ(homes[0]["is_owner"], false);
}

TEST_F(DevicesTest, InAMixedAccountTheNewerRoutesListMore) {
    const auto older = devices(DeviceMode::mixed);
    EXPECT_EQ(older.body.find("Boat House"), std::string::npos);
    EXPECT_NE(older.body.find("Front Door"), std::string::npos);
    const auto newer = get("/device_info/v3/devices", bearer()).body;
    for (const auto* text : {"Front Door", "Boat House", "osprey_floodlight", "base_station_v1",
                             R"("deactivated_at":"2026-05-04T10:20:30Z")"}) {
        EXPECT_NE(newer.find(text), std::string::npos) << text;
    }
    EXPECT_EQ(body_of(get("/devices/v1/locations", bearer()))["user_locations"].size(), 2U);
    const auto homes = body_of(get("/location_info/v3/locations", bearer()))["user_locations"];
    ASSERT_EQ(homes.size(), 3U);
    EXPECT_EQ(homes[0]["is_owner"], true);
    EXPECT_EQ(homes[2]["is_owner"], false);
}

TEST_F(DevicesTest, TheOlderInterfaceDoesNotServeCamerasOfNewerShares) {
    devices(DeviceMode::mixed);
    constexpr auto k_boat_house = 518000401;
    EXPECT_EQ(get("/snapshots/next/518000401?max-wait-ms=0", bearer()).status, 200);
    EXPECT_EQ(get("/clients_api/snapshots/image/518000401", bearer()).status, 404);
    EXPECT_EQ(get("/clients_api/doorbots/518000401/health", bearer()).status, 404);
    EXPECT_EQ(get("/clients_api/doorbots/31000417/health", bearer()).status, 200);
    const auto times =
        body_of(send_json("POST", "/clients_api/snapshots/timestamps",
                          {{"doorbot_ids", {k_boat_house, k_front_door}}}, bearer()));
    ASSERT_EQ(times["timestamps"].size(), 1U);
    EXPECT_EQ(times["timestamps"][0]["doorbot_id"], k_front_door);
    EXPECT_FALSE(world().cameras.has(518000402)) << "deactivated";
}

TEST_F(DevicesTest, MadeUpCamerasCanBeShared) {
    Options options;
    options.devices = DeviceMode::shared;
    options.cameras = 3;
    restart(options);
    EXPECT_EQ(body_of(get("/device_info/v3/devices", bearer()))["devices"].size(), 3U);
    EXPECT_EQ(get("/snapshots/next/600000001?max-wait-ms=0", bearer()).status, 200);
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
