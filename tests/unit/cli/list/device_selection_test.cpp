// SPDX-License-Identifier: Apache-2.0
#include "cli/list/device_selection.hpp"
#include "support/account.hpp"
#include "support/error_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace cli {
namespace {

using base::ErrorCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr auto k_list = R"({
  "doorbots":[{"id":31000417,"description":"Front Door","kind":"doorbell_oyster","location_id":"l1"},
              {"id":4294967301,"description":"front gate","kind":"lpd_v4","location_id":"l2"}],
  "stickup_cams":[{"id":518000222,"description":"Driveway","kind":"floodlight_v2","location_id":"l1"},
                  {"id":518000223,"description":null,"kind":"floodlight_v2"},
                  {"id":518000224,"description":"  G\u00c4RTEN ","kind":"floodlight_v2"}],
  "chimes":[{"id":7001,"description":"Hall chime","kind":"chime_pro_v2","location_id":"l1"}]
})";
constexpr auto k_locations = R"({"user_locations":[{"location_id":"l1","name":"Home"},)"
                             R"({"location_id":"l2","name":"Summer House"}]})";

struct DeviceSelection : testing::Test {
    explicit DeviceSelection(const char* list = k_list) {
        account.client.always("GET", "/clients_api/ring_devices",
                              [list](const http::Request&) { return test::response(200, list); });
        account.client.always("GET", "/devices/v1/locations", [this](const http::Request&) {
            return test::response(locations_status, homes);
        });
        account.client.always("GET", "/location_info/v3/locations",
                              [](const http::Request&) { return test::response(404); });
        account.client.always("GET", "/device_info/v3/devices", [this](const http::Request&) {
            return test::response(newer_status, R"({"devices":[]})");
        });
    }

    std::vector<snapshot::CameraFacts> select(const Selection& selection,
                                              bool with_details = false) {
        return select_cameras(selection, with_details, directory, {});
    }

    std::vector<ring::DeviceId> ids(const Selection& selection, bool with_details = false) {
        std::vector<ring::DeviceId> found;
        for (const snapshot::CameraFacts& camera : select(selection, with_details)) {
            found.push_back(camera.id);
        }
        return found;
    }

    std::vector<ring::DeviceId> ids_of(const std::vector<std::string>& devices) {
        return ids({devices, false, {}});
    }

    base::Error error(const Selection& selection, bool with_details = false) {
        const base::Error error = test::error_of([&] { select(selection, with_details); });
        EXPECT_EQ(error.code(), ErrorCode::unknown_device);
        return error;
    }

    int newer_status = 200;
    int locations_status = 200;
    const char* homes = k_locations;
    test::Account account;
    ring::DeviceDirectory directory{account.service()};
};

TEST(ParseDeviceId, is_a_positive_whole_number_of_64_bits) {
    EXPECT_EQ(parse_device_id("31000417"), 31000417);
    EXPECT_EQ(parse_device_id("9007199254740995"), 9007199254740995);
    EXPECT_EQ(parse_device_id("9223372036854775807"), 9223372036854775807);
    for (const char* text :
         {"", "0", "-5", "+5", "5 ", " 5", "5a", "1.0", "0x5", "Door", "9223372036854775808"}) {
        EXPECT_EQ(parse_device_id(text), std::nullopt) << text;
    }
}

TEST_F(DeviceSelection, a_number_is_used_without_asking_for_the_list) {
    const auto cameras = select({{"31000417", "99"}, false, {}});
    ASSERT_EQ(cameras.size(), 2U);
    EXPECT_EQ(cameras[0].id, 31000417);
    EXPECT_FALSE(cameras[0].device);
    EXPECT_EQ(cameras[1].id, 99);
    EXPECT_THAT(account.client.requests(), IsEmpty());
}

TEST_F(DeviceSelection, a_number_gets_its_details_when_they_are_needed_or_there_already) {
    EXPECT_EQ(select({{"31000417"}, false, {}}, true).at(0).device->name, "Front Door");
    EXPECT_EQ(select({{"518000222"}, false, {}}).at(0).device->name, "Driveway");
    EXPECT_FALSE(select({{"99"}, false, {}}).at(0).device);
}

TEST_F(DeviceSelection, a_number_that_is_no_device_is_said_when_details_are_needed) {
    const base::Error unknown = error({{"99"}, false, {}}, true);
    EXPECT_THAT(unknown.message(), HasSubstr("99"));
    EXPECT_THAT(unknown.hint(), HasSubstr("Front Door (31000417)"));
}

TEST_F(DeviceSelection, a_name_is_compared_without_case_and_outer_blanks) {
    for (const char* name : {"Front Door", "FRONT DOOR", "front door", " Front Door "}) {
        EXPECT_THAT(ids_of({name}), ElementsAre(31000417)) << name;
    }
    EXPECT_THAT(ids_of({"g\xC3\xA4rten"}), ElementsAre(518000224));
    // Decomposed.
    EXPECT_THAT(ids_of({"GA\xCC\x88RTEN"}), ElementsAre(518000224));
}

TEST_F(DeviceSelection, a_unique_beginning_of_a_name_is_enough) {
    EXPECT_THAT(ids_of({"dri"}), ElementsAre(518000222));
    EXPECT_THAT(ids_of({"Front D"}), ElementsAre(31000417));
    EXPECT_THAT(ids_of({"front g"}), ElementsAre(4294967301));
}

TEST_F(DeviceSelection, the_beginning_of_any_word_is_enough_and_blanks_do_not_count) {
    EXPECT_THAT(ids_of({"door"}), ElementsAre(31000417));
    EXPECT_THAT(ids_of({"GATE"}), ElementsAre(4294967301));
    EXPECT_THAT(ids_of({"frontdoor"}), ElementsAre(31000417));
    EXPECT_THAT(ids_of({"frontg"}), ElementsAre(4294967301));
}

TEST_F(DeviceSelection, an_ambiguous_beginning_lists_the_candidates_one_a_line) {
    const base::Error ambiguous = error({{"front"}, false, {}});
    EXPECT_EQ(ambiguous.message(), "several cameras match 'front'; write more of the name");
    EXPECT_EQ(ambiguous.hint(), "Front Door (31000417)\nfront gate (4294967301)");
}

TEST_F(DeviceSelection, the_first_word_of_a_name_goes_not_before_the_others) {
    EXPECT_EQ(error({{"d"}, false, {}}).hint(), "Front Door (31000417)\nDriveway (518000222)");
    EXPECT_EQ(error({{"G"}, false, {}}).hint(),
              "front gate (4294967301)\n  G\xC3\x84RTEN  (518000224)");
}

TEST_F(DeviceSelection, an_unknown_name_that_is_like_one_is_answered_by_that_one) {
    EXPECT_EQ(error({{"Drivway"}, false, {}}).hint(), "did you mean Driveway?");
    EXPECT_EQ(error({{"gaet"}, false, {}}).hint(), "did you mean front gate?");
}

TEST_F(DeviceSelection, an_unknown_name_lists_what_there_is) {
    for (const char* name : {"Back Yard", "", "   ", "hop"}) {
        const base::Error unknown = error({{name}, false, {}});
        EXPECT_THAT(unknown.hint(), HasSubstr("Driveway (518000222)")) << name;
        EXPECT_THAT(unknown.hint(), Not(HasSubstr("chime"))) << name;
    }
}

TEST_F(DeviceSelection, a_chime_takes_no_pictures) {
    EXPECT_EQ(error({{"hall"}, false, {}}).message(), "Hall chime (7001) takes no pictures");
    EXPECT_EQ(error({{"chime"}, false, {}}).message(), "Hall chime (7001) takes no pictures");
    EXPECT_EQ(error({{"7001"}, false, {}}, true).message(), "Hall chime (7001) takes no pictures");
}

TEST_F(DeviceSelection, what_is_not_found_may_stand_in_the_list_that_did_not_come) {
    newer_status = 403;
    for (const Selection& selection :
         {Selection{{"Boat House"}, false, {}}, Selection{{}, false, "Farm"}}) {
        const base::Error missing = test::error_of([&] { select(selection); });
        EXPECT_EQ(missing.code(), ErrorCode::service_unavailable);
        EXPECT_THAT(missing.message(), HasSubstr("list of shared cameras is unavailable"));
    }
    EXPECT_THAT(ids_of({"Driveway"}), ElementsAre(518000222));
    EXPECT_THAT(ids({{"99"}, false, {}}, true), ElementsAre(99));
}

TEST_F(DeviceSelection, a_home_is_not_unknown_while_the_names_of_homes_are_missing) {
    locations_status = 503;
    const base::Error missing = test::error_of([&] { select({{}, false, "Home"}); });
    EXPECT_EQ(missing.code(), ErrorCode::service_unavailable);
    EXPECT_EQ(missing.message(), "Ring's list of locations is unavailable");
}

TEST_F(DeviceSelection, is_in_the_order_given_and_each_once) {
    EXPECT_THAT(ids_of({"Driveway", "31000417", "drive", "518000222", "Front Door"}),
                ElementsAre(518000222, 31000417));
}

TEST_F(DeviceSelection, of_all_is_every_camera_and_nothing_else) {
    EXPECT_THAT(ids({{}, true, {}}),
                ElementsAre(31000417, 518000222, 4294967301, 518000223, 518000224));
}

TEST_F(DeviceSelection, of_a_home_is_its_cameras) {
    for (const char* name : {"Home", "HOME", " home ", "l1"}) {
        EXPECT_THAT(ids({{}, false, name}), ElementsAre(31000417, 518000222)) << name;
    }
    for (const char* name : {"summer house", "summ", "house", "SummerH"}) {
        EXPECT_THAT(ids({{}, false, name}), ElementsAre(4294967301)) << name;
    }
    EXPECT_EQ(error({{}, false, "Hme"}).hint(), "did you mean Home?");
    const base::Error unknown = error({{}, false, "Office"});
    EXPECT_EQ(unknown.message(), "no camera at a location 'Office'");
    EXPECT_EQ(unknown.hint(), "the locations are: Home, Summer House");
}

TEST_F(DeviceSelection, an_empty_location_is_not_the_one_of_cameras_without_any) {
    error({{}, false, ""});
}

TEST_F(DeviceSelection, of_nothing_lists_the_cameras_when_there_are_several) {
    const base::Error which = error({});
    EXPECT_THAT(which.message(), HasSubstr("which camera?"));
    EXPECT_THAT(which.hint(), HasSubstr("Front Door (31000417)"));
}

TEST_F(DeviceSelection, shows_names_without_control_characters) {
    const base::Error unknown = error({{"x\x1B[2J"}, false, {}});
    EXPECT_THAT(unknown.message(), Not(HasSubstr("\x1B")));
}

struct TwoHomes : DeviceSelection {
    TwoHomes()
        : DeviceSelection(
              R"({"doorbots":[{"id":5,"description":"Door","location_id":"l1"},
                              {"id":6,"description":"Doorbell","location_id":"l2"}],
                  "chimes":[{"id":7001,"description":"Chime"},
                            {"id":7002,"description":"Door b","location_id":"l1"}]})") {}
};

TEST_F(TwoHomes, whose_names_both_begin_so_are_listed_one_a_line) {
    homes = R"({"user_locations":[{"location_id":"l1","name":"Home"},)"
            R"({"location_id":"l2","name":"Home in the hills"}]})";
    EXPECT_THAT(ids({{}, false, "home"}), ElementsAre(5));
    const base::Error ambiguous = error({{}, false, "ho"});
    EXPECT_EQ(ambiguous.message(), "several locations match 'ho'; write more of the name");
    EXPECT_EQ(ambiguous.hint(), "Home\nHome in the hills");
}

TEST_F(TwoHomes, a_whole_name_goes_before_the_beginning_of_another) {
    EXPECT_THAT(ids_of({"door"}), ElementsAre(5));
    // Of a chime too: its owner means that, and not the doorbell.
    EXPECT_EQ(error({{"door b"}, false, {}}).message(), "Door b (7002) takes no pictures");
    EXPECT_THAT(ids_of({"doorb"}), ElementsAre(6));
}

struct OneCamera : DeviceSelection {
    OneCamera()
        : DeviceSelection(R"({"doorbots":[{"id":5,"description":"Door"}],
                             "chimes":[{"id":7001,"description":"Chime"}]})") {}
};

TEST_F(OneCamera, is_taken_when_nothing_was_selected) {
    const auto cameras = select({});
    ASSERT_EQ(cameras.size(), 1U);
    EXPECT_EQ(cameras[0].id, 5);
    EXPECT_EQ(cameras[0].device->name, "Door");
}

struct NoCamera : DeviceSelection {
    NoCamera() : DeviceSelection(R"({"chimes":[{"id":7001,"description":"Chime"}]})") {}
};

TEST_F(NoCamera, is_said_with_what_to_do) {
    for (const Selection& selection :
         {Selection{}, Selection{{}, true, {}}, Selection{{"door"}, false, {}},
          Selection{{}, false, "Home"}}) {
        const base::Error none = error(selection);
        EXPECT_EQ(none.message(), "no camera is shared with or owned by this account");
        EXPECT_THAT(none.hint(), HasSubstr("ask the owner to share it again"));
    }
}

TEST_F(NoCamera, is_not_said_while_the_list_of_shared_ones_is_missing) {
    newer_status = 403;
    EXPECT_EQ(test::error_of([&] {
                  select({{}, true, {}});
              }).code(),
              ErrorCode::service_unavailable);
}

TEST(FindCamera, lists_twenty_cameras_at_most) {
    std::vector<ring::Device> devices(30);
    for (std::size_t i = 0; i < devices.size(); ++i) {
        devices[i].id = static_cast<ring::DeviceId>(i + 1);
        devices[i].name = "Cam " + std::to_string(i + 1);
        devices[i].group = ring::DeviceGroup::stickup_cams;
    }
    EXPECT_EQ(find_camera("cam 30", devices).id, 30);
    // A whole name goes before the beginning of others.
    EXPECT_EQ(find_camera("cam 1", devices).id, 1);
    const base::Error error = test::error_of([&] { find_camera("door", devices); });
    EXPECT_THAT(error.hint(), HasSubstr("Cam 20 (20) and more (run: ring-snapshot list)"));
    EXPECT_THAT(error.hint(), Not(HasSubstr("Cam 21")));
}

TEST(FindCamera, of_two_with_the_same_name_is_none) {
    std::vector<ring::Device> devices(2);
    devices[0].name = devices[1].name = "Door";
    devices[0].group = devices[1].group = ring::DeviceGroup::doorbells;
    EXPECT_EQ(test::error_of([&] { find_camera("Door", devices); }).code(),
              ErrorCode::unknown_device);
}

} // namespace
} // namespace cli
