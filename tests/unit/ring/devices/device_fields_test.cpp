// SPDX-License-Identifier: Apache-2.0
#include "ring/devices/device_kinds.hpp"
#include "unit/ring/devices/device_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace ring {
namespace {

TEST(DeviceList, TellsWhatABatteryHas) {
    constexpr auto B = PowerSource::battery;
    constexpr auto U = PowerSource::unknown;

    struct Case {
        std::string_view members;
        std::optional<int> percent;
        PowerSource power;
    };

    for (const auto& [members, percent, power] : {
             Case{R"("battery_life":"71")", 71, B},
             Case{R"("battery_life":100)", 100, B},
             Case{R"("battery_life":0)", 0, B},
             Case{R"("battery_life":"0")", 0, B},
             Case{R"("battery_life":99.9)", 99, B},
             Case{R"("battery_life":"12.5")", 12, B},
             Case{R"("battery_life":100.5)", {}, B},
             Case{R"("battery_life":101)", {}, B},
             Case{R"("battery_life":4081)", {}, B},
             Case{R"("battery_life":"4003")", {}, B},
             Case{R"("battery_life":10000)", {}, U},
             Case{R"("battery_life":-1)", {}, U},
             Case{R"("battery_life":18446744073709551615)", {}, U},
             Case{R"("battery_life":"n/a")", {}, U},
             Case{R"("battery_life":null)", {}, U},
             Case{R"("battery_life":[50])", {}, U},
             Case{R"("battery_life":80,"battery_life_2":"60")", 60, B},
             Case{R"("battery_life":20,"battery_life_2":60)", 20, B},
             Case{R"("battery_life":4081,"battery_life_2":60)", 60, B},
             Case{R"("battery_life":null,"battery_life_2":60)", 60, B},
             Case{R"("battery_voltage":4102.5)", {}, U},
             // A health record says what it knows better.
             Case{R"("battery_life":80,"health":{"battery_percentage":80})", 80, B},
             Case{R"("battery_life":80,"health":{"battery_present":true})", 80, B},
             Case{R"("battery_life":80,"health":{"second_battery_percentage":"9"})", 80, B},
             Case{R"("battery_life":80,"health":{"rssi":-51})", {}, U},
             Case{R"("battery_life":80,"health":{"battery_percentage":0,"battery_present":false})",
                  {},
                  U},
             Case{R"("battery_life":80,"health":null)", 80, B},
             Case{R"("battery_life":80,"health":"good")", 80, B},
             Case{R"("health":{"battery_percentage":55,"battery_present":true})", 55, B},
             Case{R"("health":{"battery_percentage":"55","second_battery_percentage":40})", 40, B},
             Case{R"("health":{"battery_percentage":55,"battery_present":false})", {}, U},
             Case{R"("battery_life":"n/a","health":{"battery_percentage":55})", 55, B},
         }) {
        const Device device = one(members);
        EXPECT_EQ(device.battery_percent, percent) << members;
        EXPECT_EQ(device.power, power) << members;
    }
}

TEST(DeviceList, TellsWhatADeviceLivesOn) {
    constexpr auto B = PowerSource::battery;
    constexpr auto W = PowerSource::wired;
    constexpr auto U = PowerSource::unknown;

    struct Case {
        std::string_view members;
        PowerSource power;
    };

    for (const auto& [members, power] : {
             Case{R"("kind":"stickup_cam_lunar")", B},
             Case{R"("kind":"stickup_cam_elite")", W},
             Case{R"("kind":"cocoa_spotlight")", U},
             Case{R"("kind":"cocoa_spotlight","battery_life":50)", B},
             Case{R"("kind":"stickup_cam_elite","battery_life":50)", B},
             Case{R"("kind":"hp_cam_v1","health":{"battery_percentage":55})", W},
             Case{R"("kind":"stickup_cam_lunar","settings":{"power_mode":"wired"})", W},
             Case{R"("battery_life":50,"settings":{"power_mode":"wired"})", W},
             Case{R"("kind":"stickup_cam_elite","settings":{"power_mode":"battery"})", B},
             Case{R"("kind":"stickup_cam_elite","settings":{"power_mode":"solar"})", W},
             Case{R"("kind":"stickup_cam_elite","settings":{"power_mode":1})", W},
             Case{R"("kind":"stickup_cam_elite","settings":[])", W},
             // Mains power and no battery, whatever the kind can do.
             Case{R"("kind":"cocoa_camera_v2","health":{"ac_power":1,"battery_present":false})", W},
             Case{R"("kind":"stickup_cam_lunar","health":{"ac_power":"1","battery_present":false})",
                  W},
             Case{R"("kind":"cocoa_camera_v2","health":{"ac_power":1,"battery_present":true})", U},
             Case{R"("kind":"cocoa_camera_v2","health":{"ac_power":1})", U},
             Case{R"("kind":"cocoa_camera_v2","health":{"ac_power":0,"battery_present":false})", U},
         }) {
        EXPECT_EQ(one(members).power, power) << members;
    }
}

TEST(DeviceList, TellsTheStateOfADevice) {
    struct Case {
        std::string_view members;
        DeviceState state;
    };

    for (
        const auto& [members, state] : {
            Case{R"("alerts":{"connection":"online"})", DeviceState::online},
            Case{R"("alerts":{"connection":"offline"})", DeviceState::offline},
            Case{R"("alerts":{"connection":"lost"})", DeviceState::online},
            Case{R"("alerts":{"connection":""})", DeviceState::unknown},
            Case{R"("alerts":{"connection":null})", DeviceState::unknown},
            Case{R"("alerts":null)", DeviceState::unknown},
            Case{R"("alerts":"offline")", DeviceState::unknown},
            Case{R"("settings":{"motion_detection_enabled":false})",
                 DeviceState::motion_detection_off},
            Case{R"("settings":{"motion_detection_enabled":0})", DeviceState::unknown},
            Case{R"("settings":{"motion_detection_enabled":"false"})", DeviceState::unknown},
            Case{R"("settings":{"motion_detection_enabled":null})", DeviceState::unknown},
            Case{
                R"("alerts":{"connection":"online"},"settings":{"motion_detection_enabled":false})",
                DeviceState::motion_detection_off},
            Case{
                R"("alerts":{"connection":"offline"},"settings":{"motion_detection_enabled":false})",
                DeviceState::offline},
        }) {
        EXPECT_EQ(one(members).state(), state) << members;
    }
}

TEST(DeviceKinds, HaveTheNamesAndThePowerOfTheTable) {
    constexpr auto B = PowerSource::battery;
    constexpr auto W = PowerSource::wired;
    constexpr auto V = PowerSource::unknown;

    struct Case {
        std::string_view kind;
        std::string_view model;
        PowerSource power;
    };

    for (const auto& [kind, model, power] : {
             Case{"doorbot", "Doorbell", B},
             Case{"doorbell_v5", "Doorbell 2", B},
             Case{"doorbell_scallop", "Doorbell 3 Plus", B},
             Case{"doorbell_portal", "Door View Cam", B},
             Case{"doorbell_graham_cracker", "Doorbell Wired", W},
             Case{"df_doorbell_clownfish", "Battery Doorbell", B},
             Case{"cocoa_doorbell_v3", "Battery Doorbell Pro", V},
             Case{"cocoa_doorbell_v4", "Unknown model", V},
             Case{"stickup_cam_mini_v3", "Indoor Cam Plus", W},
             Case{"doorbell_tahoe", "Wired Doorbell (2026)", W},
             Case{"doorbell_sunray", "Battery Doorbell (2nd Gen)", B},
             Case{"cocoa_doorbell_v4w", "Wired Doorbell Plus (2nd Gen)", W},
             Case{"cocoa_doorbell_v5", "Wired Doorbell Pro (3rd Gen)", W},
             Case{"cocoa_doorbell_v6", "Battery Doorbell Pro 4K", B},
             Case{"cocoa_camera_v2", "Outdoor Cam Plus", V},
             Case{"cocoa_camera_v3", "Outdoor Cam Pro", V},
             Case{"cocoa_floodlight_v2", "Floodlight Cam Pro (2nd Gen)", W},
             Case{"cocoa_spotlight_v2", "Spotlight Cam Pro 4K", W},
             Case{"stickup_cam_medusa", "Stick Up Cam Pro", V},
             Case{"hexa_camera_2_v1", "Elite 140", W},
             Case{"hexa_camera_6_v1", "Elite 360", W},
             Case{"osprey_floodlight", "Floodlight Cam", W},
             Case{"chime_v4", "Chime (2nd Gen)", V},
             Case{"lpd_v3", "Doorbell Pro", W},
             Case{"stickup_cam_wired", "Stick Up Cam Wired", W},
             Case{"stickup_cam_mini_ptz_v1", "Pan-Tilt Indoor Cam", W},
             Case{"stickup_cam_v4", "Spotlight Cam", B},
             Case{"floodlight_pro", "Floodlight Pro", W},
             Case{"onvif_camera", "ONVIF Camera", V},
             Case{"made_up_kind_2031", "Unknown model", V},
             Case{"", "Unknown model", V},
             Case{"base_station_v1", "Base Station", V},
             Case{"intercom_handset_audio", "Intercom", V},
         }) {
        EXPECT_EQ(find_kind(kind).model, model) << kind;
        EXPECT_EQ(find_kind(kind).usual_power, power) << kind;
    }
}

TEST(DeviceKinds, AreKnownToBeNoCameras) {
    for (const std::string_view kind :
         {"chime", "chime_v2", "chime_pro", "chime_pro_v2", "base_station_v1", "beams_bridge_v1",
          "intercom_handset_audio", "intercom_handset_video", "third_party_gdo"}) {
        EXPECT_TRUE(find_kind(kind).is_known) << kind;
        EXPECT_EQ(find_kind(kind).group, DeviceGroup::no_camera) << kind;
    }
    for (const std::string_view kind :
         {"doorbot", "onvif_camera", "three_p_cam", "camera_of_2031"}) {
        EXPECT_NE(find_kind(kind).group, DeviceGroup::no_camera) << kind;
    }
    for (const std::string_view kind : {"", "made_up_kind_2031", "chimera"}) {
        EXPECT_FALSE(find_kind(kind).is_known) << kind;
    }
}

TEST(DeviceNames, AreThoseOfTheJsonOutput) {
    EXPECT_EQ(name_of(DeviceGroup::doorbells), "doorbells");
    EXPECT_EQ(name_of(DeviceGroup::shared_doorbells), "shared_doorbells");
    EXPECT_EQ(name_of(DeviceGroup::stickup_cams), "stickup_cams");
    EXPECT_EQ(name_of(DeviceGroup::other_cameras), "other");
    EXPECT_EQ(name_of(DeviceGroup::no_camera), "none");
    EXPECT_EQ(name_of(PowerSource::battery), "battery");
    EXPECT_EQ(name_of(PowerSource::wired), "wired");
    EXPECT_EQ(name_of(PowerSource::unknown), "unknown");
    EXPECT_EQ(name_of(DeviceState::online), "online");
    EXPECT_EQ(name_of(DeviceState::offline), "offline");
    EXPECT_EQ(name_of(DeviceState::motion_detection_off), "motion_detection_off");
    EXPECT_EQ(name_of(DeviceState::unknown), "unknown");
}

} // namespace
} // namespace ring
