// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "ring/device.hpp"
#include "unit/ring/hostile_bytes.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace ring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

// The answers of ring-api.md 9.3.
constexpr std::string_view k_ordinary = R"json({
  "doorbots":[{"id":31000417,"description":"Front Door","device_id":"a0b1c2d3e4f5","kind":"doorbell_oyster","location_id":"loc-1111-aaaa","owned":true,"alerts":{"connection":"online"},"battery_life":"83","battery_life_2":null,"external_connection":false,"features":{"show_recordings":true,"motions_enabled":true},"settings":{"motion_detection_enabled":true,"enable_vod":1,"lite_24x7":{"enabled":true,"frequency_secs":300,"resolution_p":360,"subscribed":true}},"subscribed":true,"time_zone":"Europe/Berlin","firmware_version":"Up to Date","owner":{"id":40012345,"first_name":"Kim","last_name":"","email":"kim@example.test"}}],
  "authorized_doorbots":[],
  "stickup_cams":[{"id":518000222,"description":"Driveway","device_id":"0011aabbccdd","kind":"floodlight_v2","location_id":"loc-1111-aaaa","owned":true,"alerts":{"connection":"online"},"battery_life":null,"led_status":"off","siren_status":{"seconds_remaining":0},"settings":{"motion_detection_enabled":true,"enable_vod":true},"health":{"connected":true,"ac_power":1,"rssi":-51,"battery_percentage":0,"battery_present":false}}],
  "chimes":[{"id":7001,"description":"Hall chime","kind":"chime_pro_v2","location_id":"loc-1111-aaaa","alerts":{"connection":"online","rssi":"ok"},"do_not_disturb":{"seconds_left":0}}],
  "base_stations":[],"beams_bridges":[],"other":[]
})json";

constexpr std::string_view k_awkward = R"json({
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

constexpr std::string_view k_flat =
    R"json({"devices":[{"id":31000417,"description":"Front Door","kind":"doorbell_oyster","owned":true,"location_id":"loc-1111-aaaa"},{"id":31000418,"description":"Neighbour","kind":"jbox_v1","owned":false},{"id":7001,"kind":"chime_pro_v2","description":"Hall chime"}]})json";

constexpr std::string_view k_locations =
    R"json({"user_locations":[{"location_id":"loc-1111-aaaa","name":"Home \u2014 M\u00fcnchen","owner_id":40012345,"address":{"address1":"1 Sim Street","address2":"","cross_street":"","city":"M\u00fcnchen","state":"BY","timezone":"Europe/Berlin","zip_code":"80331"},"geo_coordinates":{"latitude":"48.1","longitude":"11.5"},"geo_service_verified":"address_only","user_verified":true,"created_at":"2024-01-02T03:04:05Z","updated_at":"2025-01-02T03:04:05Z"}]})json";

std::vector<DeviceId> ids_of(const std::vector<Device>& devices) {
    std::vector<DeviceId> ids;
    for (const Device& device : devices) {
        ids.push_back(device.id);
    }
    return ids;
}

Device device_with_id(std::string_view body, DeviceId id) {
    const std::vector<Device> devices = read_devices(body);
    const auto found = std::find_if(devices.begin(), devices.end(),
                                    [&](const Device& device) { return device.id == id; });
    EXPECT_NE(found, devices.end()) << id;
    return found == devices.end() ? Device{} : *found;
}

/// The only device of an answer in which `members` stand in one list.
Device one(std::string_view members, std::string_view list = "stickup_cams") {
    const std::vector<Device> devices =
        read_devices(fmt::format(R"({{"{}":[{{"id":1,{}}}]}})", list, members));
    EXPECT_EQ(devices.size(), 1U) << members;
    return devices.empty() ? Device{} : devices.front();
}

TEST(DeviceList, ReadsAnOrdinaryAnswer) {
    const std::vector<Device> devices = read_devices(k_ordinary);
    ASSERT_THAT(ids_of(devices), ElementsAre(31000417, 518000222, 7001));

    const Device& door = devices[0];
    EXPECT_EQ(door.name, "Front Door");
    EXPECT_EQ(door.kind, "doorbell_oyster");
    EXPECT_EQ(door.model, "Doorbell 4");
    EXPECT_EQ(door.group, DeviceGroup::doorbells);
    EXPECT_EQ(door.location_id, "loc-1111-aaaa");
    EXPECT_EQ(door.location, "");
    EXPECT_TRUE(door.owned);
    EXPECT_TRUE(door.is_camera());
    EXPECT_EQ(door.state(), DeviceState::online);
    EXPECT_EQ(door.battery_percent, 83);
    EXPECT_EQ(door.power, PowerSource::battery);

    const Device& driveway = devices[1];
    EXPECT_EQ(driveway.name, "Driveway");
    EXPECT_EQ(driveway.model, "Floodlight Cam");
    EXPECT_EQ(driveway.group, DeviceGroup::stickup_cams);
    EXPECT_EQ(driveway.battery_percent, std::nullopt);
    EXPECT_EQ(driveway.power, PowerSource::wired);
    EXPECT_EQ(driveway.state(), DeviceState::online);

    EXPECT_EQ(devices[2].group, DeviceGroup::no_camera);
    EXPECT_EQ(devices[2].model, "Chime Pro");
    EXPECT_FALSE(devices[2].is_camera());
}

TEST(DeviceList, ReadsAnAwkwardAnswer) {
    EXPECT_THAT(ids_of(read_devices(k_awkward)),
                ElementsAre(4294967301, 9007199254740995, 31000418, 31000419, 31000420, 31000500,
                            31000501, 31000502, 1));
}

TEST(DeviceList, KeepsIdsBeyondTheRangeOfFloatingPoint) {
    const Device device = device_with_id(k_awkward, 9007199254740995);
    EXPECT_EQ(device.name, "");
    EXPECT_EQ(device.model, "Doorbell Pro 2");
    EXPECT_EQ(device.power, PowerSource::wired);
    EXPECT_EQ(device.state(), DeviceState::motion_detection_off);
    EXPECT_FALSE(device.connection_known);
}

TEST(DeviceList, ReadsAnOfflineDoorbellOfUnknownKindWithMillivolts) {
    const Device device = device_with_id(k_awkward, 4294967301);
    EXPECT_EQ(device.name, "");
    EXPECT_EQ(device.model, "Unknown model");
    EXPECT_EQ(device.group, DeviceGroup::doorbells);
    EXPECT_EQ(device.state(), DeviceState::offline);
    EXPECT_EQ(device.battery_percent, std::nullopt);
    EXPECT_EQ(device.power, PowerSource::wired) << "power_mode goes before a known battery";
}

TEST(DeviceList, KeepsNamesAsTheyCame) {
    EXPECT_EQ(device_with_id(k_awkward, 31000418).name,
              "Nana\xe2\x80\x99s \"back\" door / gate \\ C:*? \xf0\x9f\x9a\xaa\xf0\x9f\x90\xb6");
    EXPECT_EQ(device_with_id(k_awkward, 31000419).name, "  CON.  ");
    EXPECT_EQ(device_with_id(k_awkward, 31000420).name, "Garage\nside");
}

TEST(DeviceList, ReadsASharedDoorbellWithOneReadableBattery) {
    const Device device = device_with_id(k_awkward, 31000418);
    EXPECT_EQ(device.group, DeviceGroup::shared_doorbells);
    EXPECT_FALSE(device.owned);
    EXPECT_EQ(device.battery_percent, 12);
    EXPECT_EQ(device.power, PowerSource::battery);
    EXPECT_EQ(device.location_id, "loc-not-listed");
    EXPECT_EQ(device.state(), DeviceState::unknown);
}

TEST(DeviceList, SortsTheListOtherByKind) {
    const Device onvif = device_with_id(k_awkward, 31000500);
    EXPECT_EQ(onvif.group, DeviceGroup::other_cameras);
    EXPECT_EQ(onvif.model, "ONVIF Camera");
    EXPECT_EQ(onvif.power, PowerSource::unknown);
    EXPECT_EQ(device_with_id(k_awkward, 31000501).group, DeviceGroup::no_camera);
    EXPECT_EQ(device_with_id(k_awkward, 31000502).group, DeviceGroup::no_camera);
    EXPECT_EQ(device_with_id(k_awkward, 1).group, DeviceGroup::no_camera) << "of an unknown list";

    const auto group_in_other = [](std::string_view kind) {
        return one(fmt::format(R"("kind":"{}")", kind), "other").group;
    };
    EXPECT_EQ(group_in_other("three_p_cam"), DeviceGroup::other_cameras);
    EXPECT_EQ(group_in_other("stickup_cam_mini"), DeviceGroup::other_cameras);
    EXPECT_EQ(group_in_other("Cocoa_CAMera_v99"), DeviceGroup::other_cameras);
    EXPECT_EQ(group_in_other("doorbell_of_2031"), DeviceGroup::other_cameras);
    EXPECT_EQ(group_in_other("third_party_gdo"), DeviceGroup::no_camera);
    EXPECT_EQ(group_in_other("intercom_handset_video"), DeviceGroup::no_camera);
    EXPECT_EQ(group_in_other(""), DeviceGroup::no_camera);
}

TEST(DeviceList, TakesTheFirstOfSeveralEntriesWithOneId) {
    EXPECT_THAT(ids_of(read_devices(R"({"doorbots":[{"id":5}],"stickup_cams":[{"id":5}]})")),
                ElementsAre(5));
    EXPECT_EQ(device_with_id(R"({"stickup_cams":[{"id":5}],"doorbots":[{"id":"5"}]})", 5).group,
              DeviceGroup::doorbells);
    EXPECT_EQ(device_with_id(R"({"a":[{"id":5}],"chimes":[{"id":5}],"stickup_cams":[{"id":5}]})", 5)
                  .group,
              DeviceGroup::stickup_cams);
}

TEST(DeviceList, KnowsThatSomeKindsAreNoCamerasInAnyList) {
    for (const std::string_view list : {"doorbots", "stickup_cams", "other", "devices", "chimes"}) {
        EXPECT_EQ(one(R"("kind":"chime_v2")", list).group, DeviceGroup::no_camera) << list;
    }
}

TEST(DeviceList, TakesUnknownKindsInCameraListsForCameras) {
    EXPECT_EQ(one(R"("kind":"made_up")", "doorbots").group, DeviceGroup::doorbells);
    EXPECT_EQ(one(R"("kind":null)", "authorized_doorbots").group, DeviceGroup::shared_doorbells);
    EXPECT_EQ(one(R"("kind":7)", "stickup_cams").group, DeviceGroup::stickup_cams);
    EXPECT_EQ(one(R"("owned":false)", "stickup_cams").group, DeviceGroup::stickup_cams);
    EXPECT_FALSE(one(R"("owned":false)", "stickup_cams").owned);
    EXPECT_FALSE(one(R"("owned":true)", "authorized_doorbots").owned);
}

TEST(DeviceList, ReadsTheFlatListOfTheNewerRoute) {
    const std::vector<Device> devices = read_devices(k_flat);
    ASSERT_THAT(ids_of(devices), ElementsAre(31000417, 31000418, 7001));
    EXPECT_EQ(devices[0].group, DeviceGroup::doorbells);
    EXPECT_EQ(devices[1].group, DeviceGroup::shared_doorbells);
    EXPECT_FALSE(devices[1].owned);
    EXPECT_EQ(devices[2].group, DeviceGroup::no_camera);

    const auto group_of = [](std::string_view members) { return one(members, "devices").group; };
    EXPECT_EQ(group_of(R"("kind":"lpd_v1","owned":null)"), DeviceGroup::doorbells);
    EXPECT_EQ(group_of(R"("kind":"lpd_v1","owned":"false")"), DeviceGroup::doorbells);
    EXPECT_EQ(group_of(R"("kind":"hp_cam_v1","owned":false)"), DeviceGroup::stickup_cams);
    EXPECT_EQ(group_of(R"("kind":"onvif_camera")"), DeviceGroup::other_cameras);
    EXPECT_EQ(group_of(R"("kind":"three_p_cam")"), DeviceGroup::other_cameras);
    EXPECT_EQ(group_of(R"("kind":"cocoa_camera_v77")"), DeviceGroup::other_cameras);
    EXPECT_EQ(group_of(R"("kind":"made_up_kind_2031")"), DeviceGroup::no_camera);
}

TEST(DeviceList, OrdersByGroupAndThenAsListed) {
    constexpr std::string_view k_body = R"({"devices":[
        {"id":1,"kind":"chime"},{"id":2,"kind":"onvif_camera"},{"id":3,"kind":"hp_cam_v1"},
        {"id":4,"kind":"lpd_v1","owned":false},{"id":5,"kind":"lpd_v1"},{"id":6,"kind":"hp_cam_v1"},
        {"id":7,"kind":"lpd_v2"}]})";
    EXPECT_THAT(ids_of(read_devices(k_body)), ElementsAre(5, 7, 4, 3, 6, 2, 1));
}

TEST(DeviceList, IsEmptyForNewAccountsAndForMissingOrChangedLists) {
    for (const std::string_view body :
         {R"({"doorbots":[],"authorized_doorbots":[],"stickup_cams":[],"chimes":[],)"
          R"("base_stations":[],"beams_bridges":[],"other":[]})",
          "{}", R"({"doorbots":null,"stickup_cams":[null]})",
          R"({"doorbots":{"id":1},"stickup_cams":"none","other":[1,"2",[3],true]})",
          R"({"something":[1,[{"id":3}],null]})", "\xef\xbb\xbf{}"}) {
        EXPECT_THAT(read_devices(body), IsEmpty()) << body;
    }
}

TEST(DeviceList, ReadsIdsFromNumbersAndTexts) {
    struct Case {
        std::string_view id;
        std::optional<DeviceId> expected;
    };

    for (const auto& [id, expected] : {
             Case{"71", 71},
             Case{"\"71\"", 71},
             Case{"\" 71 \"", 71},
             Case{"71.0", 71},
             Case{"9223372036854775807", 9223372036854775807},
             Case{"\"9223372036854775807\"", 9223372036854775807},
             Case{"9223372036854775808", {}},
             Case{"18446744073709551615", {}},
             Case{"99999999999999999999999", {}},
             Case{"1e300", {}},
             Case{"71.5", {}},
             Case{"0", {}},
             Case{"-5", {}},
             Case{"\"\"", {}},
             Case{"\"7x\"", {}},
             Case{"\"[7]\"", {}},
             Case{"\"\\\"7\\\"\"", {}},
             Case{"null", {}},
             Case{"true", {}},
             Case{"[71]", {}},
         }) {
        const auto devices =
            read_devices(fmt::format(R"({{"doorbots":[{{"id":{}}},{{"id":1}}]}})", id));
        ASSERT_EQ(devices.size(), expected ? 2U : 1U) << id;
        EXPECT_EQ(devices.front().id, expected.value_or(1)) << id;
    }
}

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

TEST(DeviceList, ReadsTheRestWhenANameIsDamaged) {
    EXPECT_EQ(one("\"description\":\"a\xff\xc3z\"").name, "a\xef\xbf\xbd\xef\xbf\xbdz");
    EXPECT_EQ(one(R"("description":"cut \ud83d")").name, "cut \xef\xbf\xbd");
    EXPECT_EQ(one(R"("description":"\udc36 \ud83d\u0041 \ud83d\udc36")").name,
              "\xef\xbf\xbd \xef\xbf\xbd"
              "A \xf0\x9f\x90\xb6");
    EXPECT_EQ(one("\"description\":\"two\nlines\\\\\\\"\"").name, "two lines\\\"");
    EXPECT_EQ(one(R"("description":17,"location_id":{})").name, "");
}

TEST(DeviceList, RefusesWhatIsNoJsonObject) {
    for (const std::string_view body :
         {"", "  ", "null", "[]", "7", "\"x\"", "{", R"({"doorbots":[)", "no snapshot",
          "<html><body>Bad gateway</body></html>", "{}{}", "{\"a\":1,}"}) {
        try {
            read_devices(body);
            ADD_FAILURE() << body;
        } catch (const base::Error& error) {
            EXPECT_EQ(error.code(), base::ErrorCode::service_unavailable) << body;
            EXPECT_THAT(error.message(), HasSubstr("the device list")) << body;
            EXPECT_NE(error.hint(), "") << body;
        }
    }
}

TEST(DeviceList, SurvivesNestingBombs) {
    constexpr std::size_t k_depth = 1'000'000;
    for (const std::string& bomb :
         {test::repeated("[", k_depth), test::repeated("{\"a\":", k_depth),
          "{\"doorbots\":" + test::repeated("[", k_depth) + test::repeated("]", k_depth) + "}"}) {
        EXPECT_THROW(read_devices(bomb), base::Error);
        EXPECT_THAT(read_locations(bomb), IsEmpty());
    }
    const std::string brackets_in_a_name = test::repeated("[{\\\"", 1000);
    EXPECT_EQ(one("\"description\":\"" + brackets_in_a_name + "\"").name,
              test::repeated("[{\"", 1000));
}

TEST(DeviceList, EndsInDevicesOrInOneKindOfErrorWhateverTheBytes) {
    for (const std::string_view example : {k_ordinary, k_awkward, k_flat}) {
        test::for_each_damage(example, [](std::string_view body) {
            try {
                for (const Device& device : read_devices(body)) {
                    ASSERT_GT(device.id, 0);
                }
            } catch (const base::Error& error) {
                ASSERT_EQ(error.code(), base::ErrorCode::service_unavailable);
            }
        });
    }
}

TEST(Locations, AreNamedById) {
    EXPECT_THAT(read_locations(k_locations),
                ElementsAre(Pair("loc-1111-aaaa", "Home \xe2\x80\x94 M\xc3\xbcnchen")));
}

TEST(Locations, AreANicety) {
    for (const std::string_view body :
         {R"({"user_locations":null})", "{}", "", "<html>", "[]", R"({"user_locations":{}})",
          R"({"user_locations":[null,1,{"location_id":1,"name":"x"},{"location_id":"a"},)"
          R"({"name":"b"},{"location_id":"c","name":""}]})"}) {
        EXPECT_THAT(read_locations(body), IsEmpty()) << body;
    }
    test::for_each_damage(k_locations, [](std::string_view body) { read_locations(body); });
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
             Case{"cocoa_doorbell_v5", "Unknown model", V},
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
        EXPECT_EQ(model_name(kind), model) << kind;
        EXPECT_EQ(usual_power(kind), power) << kind;
    }
}

TEST(DeviceKinds, AreKnownToBeNoCameras) {
    for (const std::string_view kind :
         {"chime", "chime_v2", "chime_pro", "chime_pro_v2", "base_station_v1", "beams_bridge_v1",
          "intercom_handset_audio", "intercom_handset_video", "third_party_gdo"}) {
        EXPECT_TRUE(is_known_non_camera(kind)) << kind;
    }
    for (const std::string_view kind :
         {"", "doorbot", "onvif_camera", "three_p_cam", "made_up_kind_2031", "chimera"}) {
        EXPECT_FALSE(is_known_non_camera(kind)) << kind;
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
