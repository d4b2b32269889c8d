// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ring/devices/device_list.hpp"
#include "support/account.hpp"
#include "support/error_of.hpp"
#include "unit/ring/devices/device_fixture.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace ring {

inline constexpr DeviceId k_door = 31000417;
inline constexpr DeviceId k_driveway = 518000222;
inline constexpr DeviceId k_boat_house = 518000401;

inline constexpr auto k_older = "/clients_api/ring_devices";
inline constexpr auto k_newer = "/device_info/v3/devices";
inline constexpr auto k_older_homes = "/devices/v1/locations";
inline constexpr auto k_newer_homes = "/location_info/v3/locations";

inline constexpr auto k_list =
    R"({"doorbots":[{"id":31000417,"description":"Front Door",)"
    R"("kind":"doorbell_oyster","location_id":"loc-1","battery_life":83}],)"
    R"("stickup_cams":[{"id":518000222,"description":"Driveway",)"
    R"("kind":"floodlight_v2","location_id":"loc-2"}]})";
inline constexpr auto k_newer_list =
    R"({"devices":[{"id":31000417,"description":"Older name","kind":"doorbell_oyster",)"
    R"("location_id":"loc-1","deactivated_at":null},)"
    R"({"id":518000401,"description":"Boat House","kind":"osprey_floodlight",)"
    R"("location_id":"loc-3","owned":false},)"
    R"({"id":518000402,"kind":"stickup_cam_lunar","deactivated_at":"2026-05-04T10:20:30Z"},)"
    R"({"id":7101,"kind":"base_station_v1","owned":false}]})";
inline constexpr auto k_homes = R"({"user_locations":[{"location_id":"loc-1","name":"Home"}]})";
inline constexpr auto k_shared_homes =
    R"({"user_locations":[{"location_id":"loc-1","name":"Our home"},)"
    R"({"location_id":"loc-3","name":"Farm"}]})";
inline constexpr auto k_no_homes = R"({"user_locations":null})";
inline constexpr auto k_nothing = R"({"doorbots":[],"stickup_cams":[]})";
inline constexpr auto k_html_page = "<!DOCTYPE html><html></html>";

struct DeviceListTest : testing::Test {
    void older(const http::Response& response) { account.client.expect("GET", k_older, response); }

    void older(int status, const char* body = "") { older(test::response(status, body)); }

    void newer(int status, const char* body = "") { always(k_newer, status, body); }

    void homes(const char* newer = k_no_homes, const char* older = k_homes) {
        always(k_newer_homes, 200, newer);
        always(k_older_homes, 200, older);
    }

    void always(const char* path, int status, const std::string& body = "") {
        account.client.always("GET", path, [status, body](const http::Request&) {
            return test::response(status, body);
        });
    }

    DeviceList fetch(std::stop_token stop = {}, const ListTimeouts& timeouts = {}) {
        return fetch_device_list(account.session(), account.clock, std::move(stop), timeouts);
    }

    base::Error error() {
        return test::error_of([this] { fetch(); });
    }

    static http::Response with_pause(int status, const char* seconds) {
        http::Response response = test::response(status);
        response.headers.add("Retry-After", seconds);
        return response;
    }

    test::Account account;
};

} // namespace ring
