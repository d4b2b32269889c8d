// SPDX-License-Identifier: Apache-2.0
#include "unit/ring/devices/device_list_fixture.hpp"

#include <gmock/gmock.h>

namespace ring {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using testing::ElementsAre;
using testing::IsEmpty;

// What hangs is waited for in real time: here as briefly as can be.

TEST_F(DeviceListTest, a_definite_failure_does_not_wait_for_what_is_slow) {
    older(with_pause(429, "60"));
    account.client.hang("GET", k_newer);
    account.client.hang("GET", k_newer_homes);
    account.client.hang("GET", k_older_homes);
    EXPECT_EQ(test::error_of([this] {
                  fetch({},
                        {.for_newer = 1h, .for_decisive = 1h, .for_older = 1h, .for_homes = 1h});
              }).code(),
              ErrorCode::slow_down);
}

TEST_F(DeviceListTest, no_list_at_all_does_not_wait_for_the_names_of_homes) {
    older(403);
    newer(404);
    account.client.hang("GET", k_newer_homes);
    account.client.hang("GET", k_older_homes);
    EXPECT_EQ(test::error_of([this] {
                  fetch({},
                        {.for_newer = 1h, .for_decisive = 1h, .for_older = 1h, .for_homes = 1h});
              }).code(),
              ErrorCode::service_unavailable);
}

TEST_F(DeviceListTest, slow_newer_routes_hold_up_what_the_older_ones_gave_for_a_while_only) {
    older(200, k_list);
    account.client.hang("GET", k_newer);
    account.client.hang("GET", k_newer_homes);
    always(k_older_homes, 200, k_homes);
    const DeviceList list =
        fetch({}, {.for_newer = 5ms, .for_decisive = 1h, .for_older = 1h, .for_homes = 200ms});
    EXPECT_THAT(ids_of(list.devices), ElementsAre(k_door, k_driveway));
    EXPECT_EQ(list.devices[0].location, "Home");
    ASSERT_TRUE(list.newer_failure);
    EXPECT_EQ(list.newer_failure->message(), "no answer in time");
}

TEST_F(DeviceListTest, a_slow_newer_list_is_waited_for_where_the_older_one_has_no_camera) {
    older(200, k_nothing);
    account.client.hang("GET", k_newer);
    homes();
    const DeviceList list =
        fetch({}, {.for_newer = 1h, .for_decisive = 5ms, .for_older = 1h, .for_homes = 1h});
    EXPECT_THAT(list.devices, IsEmpty());
    EXPECT_FALSE(list.is_complete());
}

TEST_F(DeviceListTest, a_slow_older_list_holds_up_what_the_newer_one_gave_for_a_while_only) {
    account.client.hang("GET", k_older);
    newer(200, k_newer_list);
    homes(k_shared_homes);
    const DeviceList list =
        fetch({}, {.for_newer = 1h, .for_decisive = 1h, .for_older = 5ms, .for_homes = 1h});
    EXPECT_THAT(ids_of(list.devices), ElementsAre(k_door, k_boat_house, 7101));
    EXPECT_TRUE(list.older_failure);
    EXPECT_TRUE(list.is_complete());
}

TEST_F(DeviceListTest, names_that_all_homes_have_are_not_waited_for_any_longer) {
    older(200, k_list);
    newer(404);
    account.client.hang("GET", k_older_homes);
    always(k_newer_homes, 200,
           R"({"user_locations":[{"location_id":"loc-1","name":"Home"},)"
           R"({"location_id":"loc-2","name":"Garage"}]})");
    const DeviceList list =
        fetch({}, {.for_newer = 1h, .for_decisive = 1h, .for_older = 1h, .for_homes = 1h});
    EXPECT_EQ(list.devices[1].location, "Garage");
}

TEST_F(DeviceListTest, a_stop_ends_it_whatever_hangs) {
    std::stop_source stop;
    for (const char* path : {k_newer, k_newer_homes, k_older_homes}) {
        account.client.hang("GET", path);
    }
    account.client.always("GET", k_older, [&](const http::Request&) -> http::Response {
        stop.request_stop();
        throw http::TransportError(http::Fault::broken, "no answer");
    });
    EXPECT_EQ(test::error_of([&] { fetch(stop.get_token()); }).code(), ErrorCode::interrupted);
}

} // namespace
} // namespace ring
