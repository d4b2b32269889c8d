// SPDX-License-Identifier: Apache-2.0
#include "unit/ring/devices/device_fixture.hpp"
#include "unit/ring/hostile_bytes.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

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

TEST(DeviceList, SortsUnknownKindsOfUnknownListsByTheirNames) {
    for (const std::string_view kind :
         {"stickup_of_2031", "lpd_v9", "jbox_v2", "new_doorbot", "doorbell_of_2031", "hp_cam_v9",
          "osprey_floodlight_v2", "farm_spotlight", "Cocoa_CAMera_v99"}) {
        const std::string member = fmt::format(R"("kind":"{}")", kind);
        EXPECT_EQ(one(member, "a_new_list").group, DeviceGroup::other_cameras) << kind;
        EXPECT_EQ(one(member, "other").group, DeviceGroup::other_cameras) << kind;
        EXPECT_EQ(one(member, "devices").group, DeviceGroup::other_cameras) << kind;
    }
    EXPECT_EQ(one(R"("kind":"osprey_floodlight")", "a_new_list").group, DeviceGroup::stickup_cams);
    EXPECT_EQ(one(R"("kind":"chime_v4")", "a_new_list").group, DeviceGroup::no_camera);
    EXPECT_EQ(one(R"("kind":"smart_lock")", "a_new_list").group, DeviceGroup::no_camera);
}

TEST(DeviceList, LeavesOutDevicesThatAreDeactivated) {
    EXPECT_THAT(ids_of(read_devices(
                    R"({"devices":[{"id":1,"kind":"lpd_v1","deactivated_at":"2026-05-04T10:20:30Z"},
                        {"id":2,"kind":"lpd_v1","deactivated_at":null},
                        {"id":3,"kind":"lpd_v1","deactivated_at":""},
                        {"id":4,"kind":"lpd_v1","deactivated_at":1790000000},
                        {"id":5,"kind":"lpd_v1","deactivated_at":false}]})")),
                ElementsAre(2, 3, 5));
}

TEST(MergedDevices, AreOrderedByGroupAndTakeTheOlderEntryOfAnId) {
    const std::vector<Device> merged = merge_devices(
        read_devices(R"({"doorbots":[{"id":1,"description":"old"}],"chimes":[{"id":9}]})"),
        read_devices(R"({"devices":[{"id":1,"kind":"lpd_v1","description":"new"},
                        {"id":3,"kind":"hp_cam_v1"},{"id":2,"kind":"lpd_v1","owned":false},
                        {"id":9,"kind":"lpd_v1"}]})"));
    ASSERT_THAT(ids_of(merged), ElementsAre(1, 2, 3, 9));
    EXPECT_EQ(merged[0].name, "old");
    EXPECT_FALSE(merged[3].is_camera());
}

TEST(OrderByHome, PutsTheCamerasOfAHomeTogetherAndWhatTakesNoPicturesLast) {
    std::vector<Device> devices = read_devices(R"({"doorbots":[{"id":1,"location_id":"home"}],
                         "authorized_doorbots":[{"id":2,"location_id":"farm"},{"id":3}],
                         "stickup_cams":[{"id":6,"location_id":"farm"},{"id":4,"location_id":"home"},
                                         {"id":5}],
                         "chimes":[{"id":9,"location_id":"home"},{"id":8,"location_id":"farm"}]})");
    order_by_home(devices);
    EXPECT_THAT(ids_of(devices), ElementsAre(1, 4, 2, 6, 3, 5, 9, 8));
}

TEST(OrderByHome, TellsHomesWithoutAnIdApartByTheirNames) {
    std::vector<Device> devices(3);
    for (std::size_t i = 0; i < devices.size(); ++i) {
        devices[i].id = static_cast<DeviceId>(i) + 1;
        devices[i].group = DeviceGroup::stickup_cams;
        devices[i].location = i == 1 ? "Farm" : "Home";
    }
    order_by_home(devices);
    EXPECT_THAT(ids_of(devices), ElementsAre(1, 3, 2));
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
             Case{"71.5", 71},
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

TEST(DeviceList, ReadsTheRestWhenANameIsDamaged) {
    EXPECT_EQ(one("\"description\":\"a\xff\xc3z\"").name, "a\xef\xbf\xbd\xef\xbf\xbdz");
    EXPECT_EQ(one(R"("description":"cut \ud83d")").name, "cut \xef\xbf\xbd");
    EXPECT_EQ(one(R"("description":"\udc36 \uD83D\u0041")").name, "\xef\xbf\xbd \xef\xbf\xbd"
                                                                  "A");
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

} // namespace
} // namespace ring
