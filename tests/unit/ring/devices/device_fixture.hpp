// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "ring/devices/device.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace ring {

// Answers as docs/ring-service.md 5.2 and 5.3 have them.
inline constexpr std::string_view k_ordinary = R"json({
  "doorbots":[{"id":31000417,"description":"Front Door","device_id":"a0b1c2d3e4f5","kind":"doorbell_oyster","location_id":"loc-1111-aaaa","owned":true,"alerts":{"connection":"online"},"battery_life":"83","battery_life_2":null,"external_connection":false,"features":{"show_recordings":true,"motions_enabled":true},"settings":{"motion_detection_enabled":true,"enable_vod":1,"lite_24x7":{"enabled":true,"frequency_secs":300,"resolution_p":360,"subscribed":true}},"subscribed":true,"time_zone":"Europe/Berlin","firmware_version":"Up to Date","owner":{"id":40012345,"first_name":"Kim","last_name":"","email":"kim@example.test"}}],
  "authorized_doorbots":[],
  "stickup_cams":[{"id":518000222,"description":"Driveway","device_id":"0011aabbccdd","kind":"floodlight_v2","location_id":"loc-1111-aaaa","owned":true,"alerts":{"connection":"online"},"battery_life":null,"led_status":"off","siren_status":{"seconds_remaining":0},"settings":{"motion_detection_enabled":true,"enable_vod":true},"health":{"connected":true,"ac_power":1,"rssi":-51,"battery_percentage":0,"battery_present":false}}],
  "chimes":[{"id":7001,"description":"Hall chime","kind":"chime_pro_v2","location_id":"loc-1111-aaaa","alerts":{"connection":"online","rssi":"ok"},"do_not_disturb":{"seconds_left":0}}],
  "base_stations":[],"beams_bridges":[],"other":[]
})json";

inline constexpr std::string_view k_awkward = R"json({
  "doorbots":[
    {"id":4294967301,"description":null,"kind":"cocoa_doorbell_v9","alerts":{"connection":"offline","battery":"low"},"battery_life":4003,"settings":{"motion_zones":[1,1,1,1,1],"power_mode":"wired"}},
    {"id":9007199254740995,"description":"","kind":"lpd_v4","alerts":{},"settings":{"motion_detection_enabled":false,"live_view_disabled":true}}
  ],
  "authorized_doorbots":[
    {"id":31000418,"description":"Nana\u2019s \"back\" door / gate \\ C:*? \ud83d\udeaa\ud83d\udc36","kind":"jbox_v1","owned":false,"location_id":"loc-not-listed","battery_life":"n/a","battery_life_2":"12.5","owner":{"id":"**REDACTED**","email":""}}
  ],
  "stickup_cams":[
    {"id":31000419,"description":"  CON.  ","kind":"stickup_cam_mini","alerts":{"connection":"online"},"led_status":{"seconds_remaining":0},"settings":{"enable_vod":0}},
    {"id":31000420,"description":"Gar\u0061ge\nside","kind":"stickup_cam_lunar","battery_voltage_2":4102.5,"settings":{"lite_24x7":{"enabled":false,"subscribed":false,"frequency_secs":3600}}},
    {"id":31000420,"description":"Garage duplicate","kind":"stickup_cam_lunar"}
  ],
  "other":[
    {"id":31000500,"description":"Car port ONVIF","kind":"onvif_camera","owned":true,"alerts":{"connection":"online"},"settings":{"enable_vod":true},"metadata":{"third_party_manufacturer":"Acme","third_party_model":"X1"}},
    {"id":31000501,"description":"Ingress","kind":"intercom_handset_audio","battery_life":"52","alerts":{"connection":"online"}},
    {"id":31000502,"description":"??","kind":"made_up_kind_2031"}
  ],
  "a_new_list":[{"id":1}]
})json";

inline constexpr std::string_view k_flat =
    R"json({"devices":[{"id":31000417,"description":"Front Door","kind":"doorbell_oyster","owned":true,"location_id":"loc-1111-aaaa"},{"id":31000418,"description":"Neighbour","kind":"jbox_v1","owned":false},{"id":7001,"kind":"chime_pro_v2","description":"Hall chime"}]})json";

inline constexpr std::string_view k_locations =
    R"json({"user_locations":[{"location_id":"loc-1111-aaaa","name":"Home \u2014 M\u00fcnchen","owner_id":40012345,"address":{"address1":"1 Sim Street","address2":"","cross_street":"","city":"M\u00fcnchen","state":"BY","timezone":"Europe/Berlin","zip_code":"80331"},"geo_coordinates":{"latitude":"48.1","longitude":"11.5"},"geo_service_verified":"address_only","user_verified":true,"created_at":"2024-01-02T03:04:05Z","updated_at":"2025-01-02T03:04:05Z"}]})json";

inline std::vector<DeviceId> ids_of(const std::vector<Device>& devices) {
    std::vector<DeviceId> ids;
    for (const Device& device : devices) {
        ids.push_back(device.id);
    }
    return ids;
}

inline Device device_with_id(std::string_view body, DeviceId id) {
    const std::vector<Device> devices = read_devices(body);
    const auto found = std::find_if(devices.begin(), devices.end(),
                                    [&](const Device& device) { return device.id == id; });
    EXPECT_NE(found, devices.end()) << id;
    return found == devices.end() ? Device{} : *found;
}

/// The only device of an answer in which `members` stand in one list.
inline Device one(std::string_view members, std::string_view list = "stickup_cams") {
    const std::vector<Device> devices =
        read_devices(fmt::format(R"({{"{}":[{{"id":1,{}}}]}})", list, members));
    EXPECT_EQ(devices.size(), 1U) << members;
    return devices.empty() ? Device{} : devices.front();
}

} // namespace ring
