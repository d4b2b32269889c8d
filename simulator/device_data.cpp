// SPDX-License-Identifier: Apache-2.0
#include "simulator/device_data.hpp"

namespace simulator {

const std::string_view k_ordinary_devices = R"json({
"doorbots":[
 {"id":31000417,"description":"Front Door","device_id":"a0b1c2d3e4f5","kind":"doorbell_oyster",
  "location_id":"11111111-aaaa-4aaa-8aaa-111111111111",
  "owned":true,"alerts":{"connection":"online"},"battery_life":"83",
  "battery_life_2":null,"external_connection":false,
  "features":{"show_recordings":true,"motions_enabled":true},
  "settings":{"motion_detection_enabled":true,"enable_vod":1,
   "sheila_settings":{"local_storage_enabled":false},
   "lite_24x7":{"enabled":true,"frequency_secs":300,"resolution_p":360,"subscribed":true}},
  "subscribed":true,"time_zone":"Europe/Berlin","firmware_version":"Up to Date",
  "owner":{"id":40012345,"first_name":"Kim","last_name":"","email":"kim@example.test"}}],
"authorized_doorbots":[
 {"id":31000418,"description":"Neighbour","device_id":"a0b1c2d3e4f6","kind":"jbox_v1",
  "location_id":"33333333-cccc-4ccc-8ccc-333333333333",
  "owned":false,"alerts":{"connection":"online"},"battery_life":null,
  "features":{"show_recordings":true,"motions_enabled":true},
  "settings":{"motion_detection_enabled":true,"enable_vod":1,
   "sheila_settings":{"local_storage_enabled":false}},
  "subscribed":true,"time_zone":"Europe/Berlin","firmware_version":"Up to Date",
  "owner":{"id":40099999,"first_name":"Alex","last_name":"","email":"alex@example.test"}}],
"stickup_cams":[
 {"id":518000222,"description":"Driveway","device_id":"0011aabbccdd","kind":"floodlight_v2",
  "location_id":"11111111-aaaa-4aaa-8aaa-111111111111",
  "owned":true,"alerts":{"connection":"online"},"battery_life":null,
  "led_status":"off","siren_status":{"seconds_remaining":0},
  "settings":{"motion_detection_enabled":true,"enable_vod":true,
   "sheila_settings":{"local_storage_enabled":false}},
  "time_zone":"Europe/Berlin","firmware_version":"Up to Date",
  "health":{"connected":true,"ac_power":1,"rssi":-51,"battery_percentage":0,"battery_present":false}},
 {"id":518000301,"description":"Living Room","device_id":"0011aabbcc01","kind":"stickup_cam_mini",
  "location_id":"11111111-aaaa-4aaa-8aaa-111111111111",
  "owned":true,"alerts":{"connection":"online"},"battery_life":null,
  "led_status":"off","night_mode_status":"true",
  "settings":{"motion_detection_enabled":true,"enable_vod":1,
   "sheila_settings":{"local_storage_enabled":false},
   "lite_24x7":{"enabled":true,"frequency_secs":180,"resolution_p":360,"subscribed":true}},
  "time_zone":"Europe/Berlin","firmware_version":"Up to Date"},
 {"id":518000302,"description":"Garden","device_id":"0011aabbcc02","kind":"stickup_cam_lunar",
  "location_id":"11111111-aaaa-4aaa-8aaa-111111111111",
  "owned":true,"alerts":{"connection":"online"},"battery_life":"57",
  "external_connection":false,
  "settings":{"motion_detection_enabled":true,"enable_vod":1,
   "sheila_settings":{"local_storage_enabled":false},
   "lite_24x7":{"enabled":true,"frequency_secs":840,"resolution_p":360,"subscribed":true}},
  "time_zone":"Europe/Berlin","firmware_version":"Up to Date"},
 {"id":518000303,"description":"Cabin","device_id":"0011aabbcc03","kind":"cocoa_camera",
  "location_id":"22222222-bbbb-4bbb-8bbb-222222222222",
  "owned":true,"alerts":{"connection":"online"},"battery_life":100,
  "external_connection":true,
  "settings":{"motion_detection_enabled":true,"enable_vod":1,"power_mode":"battery",
   "sheila_settings":{"local_storage_enabled":false}},
  "time_zone":"Europe/Oslo","firmware_version":"Up to Date"}],
"chimes":[
 {"id":7001,"description":"Hall chime","device_id":"0011aabbcc07","kind":"chime_pro_v2",
  "location_id":"11111111-aaaa-4aaa-8aaa-111111111111","owned":true,
  "alerts":{"connection":"online","rssi":"ok"},"do_not_disturb":{"seconds_left":0},
  "settings":{"volume":2,"ding_audio_id":null,"ding_audio_user_id":null,"motion_audio_id":null,
   "motion_audio_user_id":null},
  "time_zone":"Europe/Berlin","firmware_version":"Up to Date"}],
"base_stations":[],
"beams_bridges":[],
"other":[]
})json";

const std::string_view k_awkward_devices = R"json({
"doorbots":[
 {"id":4294967301,"description":null,"kind":"cocoa_doorbell_v9",
  "alerts":{"connection":"offline","battery":"low"},"battery_life":4003,
  "settings":{"motion_zones":[1,1,1,1,1],"power_mode":"wired"}},
 {"id":9007199254740995,"description":"","kind":"lpd_v4","alerts":{},
  "settings":{"motion_detection_enabled":false,"live_view_disabled":true}}],
"authorized_doorbots":[
 {"id":31000418,"description":"Nana\u2019s \"back\" door / gate \\ C:*? \ud83d\udeaa\ud83d\udc36",
  "kind":"jbox_v1","owned":false,"location_id":"loc-not-listed","battery_life":"n/a",
  "battery_life_2":"12.5","owner":{"id":"**REDACTED**","email":""}}],
"stickup_cams":[
 {"id":31000419,"description":"  CON.  ","kind":"stickup_cam_mini","alerts":{"connection":"online"},
  "led_status":{"seconds_remaining":0},"settings":{"enable_vod":0}},
 {"id":31000420,"description":"Gar\u0061ge\nside","kind":"stickup_cam_lunar","battery_voltage_2":4102.5,
  "settings":{"lite_24x7":{"enabled":false,"subscribed":false,"frequency_secs":3600}}},
 {"id":31000420,"description":"Garage duplicate","kind":"stickup_cam_lunar"}],
"other":[
 {"id":31000500,"description":"Car port ONVIF","kind":"onvif_camera","owned":true,
  "alerts":{"connection":"online"},"settings":{"enable_vod":true},
  "metadata":{"third_party_manufacturer":"Acme","third_party_model":"X1"}},
 {"id":31000501,"description":"Ingress","kind":"intercom_handset_audio","battery_life":"52",
  "alerts":{"connection":"online"}},
 {"id":31000502,"description":"??","kind":"made_up_kind_2031"}],
"a_new_list":[{"id":1}]
})json";

const std::string_view k_no_devices =
    R"json({"doorbots":[],"authorized_doorbots":[],"stickup_cams":[],"chimes":[],)json"
    R"json("base_stations":[],"beams_bridges":[],"other":[]})json";

const std::string_view k_newer_only_devices = R"json([
 {"id":518000401,"description":"Boat House","device_id":"0011aabbcc04","kind":"stickup_cam_mini_v3",
  "location_id":"44444444-dddd-4ddd-8ddd-444444444444",
  "owned":false,"alerts":{"connection":"online"},
  "shared_at":"2026-07-01T08:00:00Z","features":{"show_recordings":true},
  "settings":{"motion_detection_enabled":true,
   "sheila_settings":{"local_storage_enabled":false}},
  "time_zone":"Europe/Berlin","firmware_version":"Up to Date",
  "owner":{"id":40088888,"first_name":"Nana","last_name":"","email":"nana@example.test"}},
 {"id":518000402,"description":"Old Porch","device_id":"0011aabbcc05","kind":"stickup_cam_lunar",
  "location_id":"44444444-dddd-4ddd-8ddd-444444444444",
  "owned":false,"alerts":{"connection":"offline"},
  "deactivated_at":"2026-05-04T10:20:30Z","settings":{"motion_detection_enabled":true,
   "sheila_settings":{"local_storage_enabled":false}},
  "time_zone":"Europe/Berlin","firmware_version":"Up to Date"},
 {"id":518000403,"description":"Farm Yard","device_id":"0011aabbcc06","kind":"osprey_floodlight",
  "location_id":"44444444-dddd-4ddd-8ddd-444444444444",
  "owned":false,"alerts":{"connection":"online"},
  "shared_at":"2026-07-01T08:00:00Z","settings":{"motion_detection_enabled":true,
   "sheila_settings":{"local_storage_enabled":false}},
  "time_zone":"Europe/Berlin","firmware_version":"Up to Date"},
 {"id":7101,"description":"Farm alarm","device_id":"0011aabbcc08","kind":"base_station_v1",
  "location_id":"44444444-dddd-4ddd-8ddd-444444444444","owned":false,
  "alerts":{"connection":"online"},"settings":null,
  "time_zone":"Europe/Berlin","firmware_version":"Up to Date"}
])json";

const std::string_view k_shared_location = R"json({
 "location_id":"44444444-dddd-4ddd-8ddd-444444444444",
  
 "name":"Nana's farm","owner_id":40088888,
 "address":{"address1":"3 Sim Lane","address2":"","cross_street":"","city":"Rosenheim",
  "state":"BY","timezone":"Europe/Berlin","zip_code":"83022"},
 "geo_coordinates":{"latitude":"47.9","longitude":"12.1"},"geo_service_verified":"address_only",
 "user_verified":true,"created_at":"2023-01-02T03:04:05Z","updated_at":"2026-07-01T08:00:00Z"})json";

const std::string_view k_locations = R"json({"user_locations":[
 {"location_id":"11111111-aaaa-4aaa-8aaa-111111111111",
  "name":"Home \u2014 M\u00fcnchen","owner_id":40012345,
  "address":{"address1":"1 Sim Street","address2":"","cross_street":"","city":"M\u00fcnchen",
   "state":"BY","timezone":"Europe/Berlin","zip_code":"80331"},
  "geo_coordinates":{"latitude":"48.1","longitude":"11.5"},"geo_service_verified":"address_only",
  "user_verified":true,"created_at":"2024-01-02T03:04:05Z","updated_at":"2025-01-02T03:04:05Z"},
 {"location_id":"22222222-bbbb-4bbb-8bbb-222222222222",
  "name":"Cabin by the lake","owner_id":40012345,
  "address":{"address1":"2 Sim Track","address2":"","cross_street":"","city":"Voss",
   "state":"","timezone":"Europe/Oslo","zip_code":"5700"},
  "geo_coordinates":{"latitude":"60.6","longitude":"6.4"},"geo_service_verified":"address_only",
  "user_verified":true,"created_at":"2024-06-02T03:04:05Z","updated_at":"2025-06-02T03:04:05Z"}]})json";

} // namespace simulator
