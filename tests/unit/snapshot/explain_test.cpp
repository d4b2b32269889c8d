// SPDX-License-Identifier: Apache-2.0
#include "snapshot/explain.hpp"
#include "snapshot/picture_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace snapshot {
namespace {

using base::Error;
using base::ErrorCode;
using testing::HasSubstr;
using testing::Not;

constexpr ring::DeviceId k_id = 31000417;

ring::Device door() {
    ring::Device device;
    device.id = k_id;
    device.name = "Front Door";
    device.group = ring::DeviceGroup::doorbells;
    device.connection_known = true;
    return device;
}

ring::DeviceList list_of(std::vector<ring::Device> devices) {
    ring::DeviceList list;
    list.devices = std::move(devices);
    return list;
}

Error explained(const Error& error, ring::DeviceId id, const std::vector<ring::Device>& devices) {
    const ring::DeviceList list = list_of(devices);
    return explain(error, id, &list);
}

const Error k_none(ErrorCode::no_snapshot, "Ring has none (status 404)", k_no_picture_hint);
const Error k_outage(ErrorCode::service_unavailable, "Ring is out of order (status 503)", "later");

TEST(CameraTitle, is_its_printable_name_or_its_id) {
    const std::vector<std::pair<std::string, std::string>> table = {
        {"Front Door", "Front Door"},
        {"", "camera 31000417"},
        {"   ", "camera 31000417"},
        {"\t\x1B", "camera 31000417"},
        {"Gar\x1B[2Jage\nside", "Gar [2Jage side"},
        {"T\xC3\xBCr \xF0\x9F\x9A\xAA", "T\xC3\xBCr \xF0\x9F\x9A\xAA"},
    };
    for (const auto& [name, title] : table) {
        ring::Device device = door();
        device.name = name;
        EXPECT_EQ(camera_title(k_id, &device), title);
    }
    EXPECT_EQ(camera_title(9007199254740995, nullptr), "camera 9007199254740995");
}

TEST(ListCameras, names_cameras_only_and_twenty_at_most) {
    std::vector<ring::Device> devices(30, door());
    for (std::size_t i = 0; i < devices.size(); ++i) {
        devices[i].id = static_cast<ring::DeviceId>(i + 1);
    }
    devices[1].group = ring::DeviceGroup::no_camera;
    const std::string list = list_cameras(devices);
    EXPECT_THAT(list, testing::StartsWith("the cameras are: Front Door (1), Front Door (3), "));
    EXPECT_THAT(list, testing::EndsWith("Front Door (21) and more (run: ring-snapshot list)"));
    EXPECT_EQ(list_cameras({}), k_no_cameras);
    EXPECT_EQ(list_cameras({devices[1]}), k_no_cameras);
}

TEST(IsExplainable, holds_when_there_was_no_picture_or_no_answer) {
    for (const ErrorCode code :
         {ErrorCode::unexpected, ErrorCode::usage, ErrorCode::not_logged_in, ErrorCode::two_factor,
          ErrorCode::slow_down, ErrorCode::unknown_device, ErrorCode::cannot_write,
          ErrorCode::interrupted}) {
        EXPECT_FALSE(is_explainable(Error(code, "x")));
    }
    EXPECT_TRUE(is_explainable(k_none));
    EXPECT_TRUE(is_explainable(k_outage));
}

TEST(FindDevice, is_the_entry_of_the_id) {
    std::vector<ring::Device> devices = {door(), door()};
    devices[0].id = 1;
    EXPECT_EQ(find_device(devices, k_id), &devices[1]);
    EXPECT_EQ(find_device(devices, 99), nullptr);
    EXPECT_EQ(find_device({}, 99), nullptr);
}

TEST(Explain, names_a_device_that_the_account_does_not_have) {
    const Error error = explained(k_none, 99, {door()});
    EXPECT_EQ(error.code(), ErrorCode::unknown_device);
    EXPECT_EQ(error.message(), "there is no camera 99 in this account");
    EXPECT_EQ(error.hint(), "the cameras are: Front Door (31000417)");
}

TEST(Explain, names_no_device_that_may_stand_in_a_list_that_did_not_come) {
    ring::DeviceList list = list_of({door()});
    list.newer_failure = Error(ErrorCode::service_unavailable, "no answer in time");
    EXPECT_EQ(unknown_camera(99, list), std::nullopt);
    const Error error = explain(k_none, 99, &list);
    EXPECT_EQ(error.code(), ErrorCode::no_snapshot);
    EXPECT_EQ(error.message(), "no picture of camera 99: Ring has none (status 404)");
}

TEST(Explain, says_of_an_account_without_cameras_what_to_do) {
    const Error error = explained(k_none, 99, {});
    EXPECT_EQ(error.code(), ErrorCode::unknown_device);
    EXPECT_THAT(error.hint(), testing::StartsWith(k_no_cameras));
    EXPECT_THAT(error.hint(), HasSubstr("ask the owner to share it again"));
}

TEST(NoCameras, is_a_matter_of_the_service_where_a_list_did_not_come) {
    ring::DeviceList list;
    EXPECT_EQ(no_cameras(list).code(), ErrorCode::unknown_device);
    EXPECT_EQ(no_cameras(list).message(), k_no_cameras);
    EXPECT_EQ(no_cameras(list).hint(), k_no_cameras_hint);
    list.newer_failure = Error(ErrorCode::service_unavailable, "no answer in time");
    EXPECT_EQ(no_cameras(list).code(), ErrorCode::service_unavailable);
}

TEST(Explain, names_a_device_that_takes_no_pictures) {
    ring::Device chime = door();
    chime.name = "Hall chime";
    chime.group = ring::DeviceGroup::no_camera;
    const Error error = explained(k_none, k_id, {chime});
    EXPECT_EQ(error.code(), ErrorCode::unknown_device);
    EXPECT_EQ(error.message(), "Hall chime (31000417) takes no pictures");
}

TEST(Explain, what_the_list_explains_is_no_snapshot_even_when_ring_did_not_answer) {
    ring::Device offline = door();
    offline.offline = true;
    ring::Device motion_off = door();
    motion_off.motion_detection = false;
    ring::Device both = offline;
    both.motion_detection = false;
    for (const Error& before : {k_none, k_outage}) {
        const std::vector<std::pair<ring::Device, const char*>> table = {
            {offline, "no picture of Front Door: the camera is offline"},
            {motion_off, "no picture of Front Door: its motion detection is switched off"},
            {both, "no picture of Front Door: the camera is offline"},
        };
        for (const auto& [device, message] : table) {
            const Error error = explained(before, k_id, {device});
            EXPECT_EQ(error.code(), ErrorCode::no_snapshot);
            EXPECT_THAT(error.message(), testing::StartsWith(message));
            EXPECT_FALSE(error.hint().empty());
        }
    }
}

TEST(Explain, says_that_a_battery_camera_takes_none_while_it_is_recording) {
    ring::Device battery = door();
    battery.power = ring::PowerSource::battery;
    const Error none = explained(k_none, k_id, {battery});
    EXPECT_EQ(none.code(), ErrorCode::no_snapshot);
    EXPECT_EQ(none.message(), "no picture of Front Door: Ring has none (status 404)");
    EXPECT_EQ(none.hint(), std::string(k_no_picture_hint) +
                               "; a battery camera takes none while it is recording");
    EXPECT_THAT(explained(k_outage, k_id, {battery}).hint(), Not(HasSubstr("battery")));
    const Error other(ErrorCode::no_snapshot, "too old", "take a new one with --fresh");
    EXPECT_EQ(explained(other, k_id, {battery}).hint(), other.hint());
    battery.power = ring::PowerSource::wired;
    EXPECT_EQ(explained(k_none, k_id, {battery}).hint(), k_none.hint());
}

TEST(Explain, names_the_camera_where_the_list_explains_nothing) {
    const Error known = explained(k_outage, k_id, {door()});
    EXPECT_EQ(known.code(), ErrorCode::service_unavailable);
    EXPECT_EQ(known.message(), "no picture of Front Door: Ring is out of order (status 503)");
    EXPECT_EQ(known.hint(), "later");
    // The list could not be fetched.
    EXPECT_EQ(explain(k_none, k_id, nullptr).message(),
              "no picture of camera 31000417: Ring has none (status 404)");
    // One colon is enough.
    const Error refused(ErrorCode::service_unavailable, "cannot connect to x: refused");
    EXPECT_EQ(explain(refused, k_id, nullptr).message(),
              "no picture of camera 31000417: cannot connect to x (refused)");
    EXPECT_EQ(explain(k_none, k_id, nullptr).code(), ErrorCode::no_snapshot);
}

TEST(Explain, leaves_other_errors_their_code) {
    ring::Device offline = door();
    offline.offline = true;
    const Error error = explained(Error(ErrorCode::slow_down, "x", "y"), k_id, {offline});
    EXPECT_EQ(error.code(), ErrorCode::slow_down);
    EXPECT_EQ(error.hint(), "y");
}

} // namespace
} // namespace snapshot
