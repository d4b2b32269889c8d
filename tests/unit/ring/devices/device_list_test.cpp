// SPDX-License-Identifier: Apache-2.0
#include "unit/ring/devices/device_list_fixture.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace ring {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using test::Account;
using testing::AllOf;
using testing::ElementsAre;
using testing::Ge;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Le;
using testing::UnorderedElementsAre;

TEST_F(DeviceListTest, asks_all_four_routes_with_the_usual_headers) {
    older(200, k_list);
    newer(200, k_newer_list);
    homes();
    fetch();
    EXPECT_THAT(test::targets(account.client.requests()),
                UnorderedElementsAre("GET /clients_api/ring_devices", "GET /device_info/v3/devices",
                                     "GET /devices/v1/locations",
                                     "GET /location_info/v3/locations"));
    for (const http::Request& request : account.client.requests()) {
        EXPECT_EQ(request.headers.get("Accept"), "application/json");
        EXPECT_EQ(request.headers.get("hardware_id"), test::k_hardware_id);
        EXPECT_EQ(request.headers.get("Authorization"), "Bearer sim-a1");
    }
}

TEST_F(DeviceListTest, the_older_entry_wins_and_the_newer_list_adds_the_rest) {
    older(200, k_list);
    newer(200, k_newer_list);
    homes(k_shared_homes);
    const DeviceList list = fetch();
    EXPECT_THAT(ids_of(list.devices), ElementsAre(k_door, k_driveway, k_boat_house, 7101));
    EXPECT_EQ(list.devices[0].name, "Front Door");
    EXPECT_EQ(list.devices[0].battery_percent, 83);
    EXPECT_EQ(list.devices[2].model, "Floodlight Cam");
    EXPECT_EQ(list.devices[2].battery_percent, std::nullopt);
    EXPECT_EQ(list.devices[2].power, PowerSource::wired);
    EXPECT_FALSE(list.devices[2].owned);
    EXPECT_FALSE(list.devices[3].is_camera());
    EXPECT_TRUE(list.is_complete());
    EXPECT_FALSE(list.older_failure);
    EXPECT_FALSE(list.lacks_homes);
}

TEST_F(DeviceListTest, the_cameras_of_a_home_stand_together) {
    older(200, R"({"doorbots":[{"id":1,"location_id":"loc-1"}],)"
               R"("stickup_cams":[{"id":4,"location_id":"loc-1"}]})");
    newer(200, R"({"devices":[{"id":2,"kind":"lpd_v1","owned":false,"location_id":"loc-2"}]})");
    homes();
    EXPECT_THAT(ids_of(fetch().devices), ElementsAre(1, 4, 2));
}

TEST_F(DeviceListTest, the_newer_routes_name_of_a_home_wins_and_the_older_one_completes_them) {
    older(200, k_list);
    newer(200, k_newer_list);
    homes(k_shared_homes, R"({"user_locations":[{"location_id":"loc-1","name":"Home"},)"
                          R"({"location_id":"loc-2","name":"Garage"}]})");
    const DeviceList list = fetch();
    EXPECT_EQ(list.devices[0].location, "Our home");
    EXPECT_EQ(list.devices[1].location, "Garage");
    EXPECT_EQ(list.devices[2].location, "Farm");
}

TEST_F(DeviceListTest, the_newer_list_alone_will_do_when_the_older_one_fails) {
    for (const int status : {302, 400, 403, 404, 405, 406, 410, 422, 501}) {
        older(status);
        newer(200, k_newer_list);
        homes();
        const DeviceList list = fetch();
        EXPECT_THAT(ids_of(list.devices), ElementsAre(k_door, k_boat_house, 7101)) << status;
        EXPECT_EQ(list.devices[0].location, "Home");
        ASSERT_TRUE(list.older_failure) << status;
        EXPECT_THAT(list.older_failure->message(), HasSubstr(std::to_string(status)));
        EXPECT_TRUE(list.is_complete());
    }
    EXPECT_THAT(account.clock.sleeps(), IsEmpty());
}

TEST_F(DeviceListTest, the_newer_list_alone_will_do_whatever_the_older_one_is) {
    newer(200, k_newer_list);
    homes();
    for (const char* body : {k_html_page, "", "[]", R"({"doorbots":[)", "no list"}) {
        always(k_older, 200, body);
        EXPECT_THAT(ids_of(fetch().devices), ElementsAre(k_door, k_boat_house, 7101)) << body;
    }
}

TEST_F(DeviceListTest, the_newer_list_alone_will_do_when_the_older_one_is_down) {
    newer(200, k_newer_list);
    homes();
    for (int i = 0; i < 3; ++i) {
        older(500, k_html_page);
    }
    EXPECT_TRUE(fetch().older_failure);
    older(with_pause(503, "120"));
    EXPECT_TRUE(fetch().older_failure) << "the pause does not cost this list";
    account.clock.advance(120s);
    account.client.always("GET", k_older, [](const http::Request&) -> http::Response {
        throw http::TransportError(http::Fault::broken, "no answer");
    });
    EXPECT_EQ(fetch().older_failure->message(), "no answer");
}

TEST_F(DeviceListTest, the_older_list_alone_will_do_whatever_the_newer_one_says) {
    homes();
    for (const int status : {400, 401, 403, 404, 406, 429, 500, 503}) {
        Account other;
        other.client.expect("GET", k_older, test::response(200, k_list));
        for (const char* path : {k_newer, k_newer_homes, k_older_homes}) {
            other.client.always(
                "GET", path, [status](const http::Request&) { return with_pause(status, "90"); });
        }
        const DeviceList list = fetch_device_list(other.session(), other.clock, {});
        EXPECT_THAT(ids_of(list.devices), ElementsAre(k_door, k_driveway)) << status;
        EXPECT_FALSE(list.is_complete()) << status;
        EXPECT_TRUE(list.lacks_homes) << status;
        EXPECT_NO_THROW(other.session().throw_if_rate_limited()) << "nothing is remembered of it";
        EXPECT_THAT(other.client.requests_to("/oauth"), IsEmpty()) << "no token is spent for it";
    }
}

TEST_F(DeviceListTest, a_page_in_place_of_the_newer_list_is_no_obstacle) {
    older(200, k_list);
    newer(200, k_html_page);
    homes();
    EXPECT_THAT(ids_of(fetch().devices), ElementsAre(k_door, k_driveway));
}

TEST_F(DeviceListTest, a_token_that_ended_is_renewed_once_for_all_of_them) {
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    for (const auto& [path, body] : {std::pair(k_older, k_list),
                                     {k_newer, k_newer_list},
                                     {k_older_homes, k_homes},
                                     {k_newer_homes, k_shared_homes}}) {
        account.client.always("GET", path, [body = body](const http::Request& request) {
            const bool good = request.headers.get("Authorization") == "Bearer sim-a2";
            return test::response(good ? 200 : 401, body);
        });
    }
    const DeviceList list = fetch();
    EXPECT_THAT(ids_of(list.devices), ElementsAre(k_door, k_driveway, k_boat_house, 7101));
    EXPECT_EQ(list.devices[2].location, "Farm");
}

TEST_F(DeviceListTest, a_newer_list_that_is_needed_renews_the_token_itself) {
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    older(403);
    homes();
    account.client.always("GET", k_newer, [](const http::Request& request) {
        const bool good = request.headers.get("Authorization") == "Bearer sim-a2";
        return test::response(good ? 200 : 401, k_newer_list);
    });
    EXPECT_THAT(ids_of(fetch().devices), ElementsAre(k_door, k_boat_house, 7101));
}

TEST_F(DeviceListTest, a_401_of_the_older_list_that_stays_ends_the_run) {
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    always(k_older, 401);
    newer(200, k_newer_list);
    homes();
    EXPECT_EQ(error().code(), ErrorCode::service_unavailable);
}

TEST_F(DeviceListTest, neither_list_is_the_older_ones_failure) {
    older(403);
    newer(404);
    homes();
    const base::Error unavailable = error();
    EXPECT_EQ(unavailable.code(), ErrorCode::service_unavailable);
    EXPECT_EQ(unavailable.message(), "Ring's camera list is unavailable (HTTP 403)");
}

TEST_F(DeviceListTest, passing_faults_are_tried_three_times_in_all) {
    newer(404);
    homes();
    older(503);
    account.client.expect("GET", k_older, [](const http::Request&) -> http::Response {
        throw http::TransportError(http::Fault::broken, "no answer");
    });
    older(200, k_list);
    EXPECT_EQ(fetch().devices.size(), 2U);
    EXPECT_THAT(account.clock.sleeps(),
                ElementsAre(AllOf(Ge(500ms), Le(1s)), AllOf(Ge(1s), Le(2s))));
    older(200, k_html_page);
    older(200, k_list);
    EXPECT_EQ(fetch().devices.size(), 2U);
    for (int i = 0; i < 3; ++i) {
        older(500, k_html_page);
    }
    EXPECT_EQ(error().code(), ErrorCode::service_unavailable);
}

TEST_F(DeviceListTest, the_last_try_after_a_fault_of_http_2_goes_by_http_1) {
    newer(404);
    homes();
    for (int i = 0; i < 2; ++i) {
        account.client.expect("GET", k_older, [](const http::Request&) -> http::Response {
            throw http::TransportError(http::Fault::broken, "the stream was reset", {}, {}, true);
        });
    }
    older(200, k_list);
    fetch();
    std::vector<http::Version> versions;
    for (const http::Request& request : account.client.requests_to(k_older)) {
        versions.push_back(request.version);
    }
    EXPECT_THAT(versions,
                ElementsAre(http::Version::any, http::Version::any, http::Version::http1));
}

TEST_F(DeviceListTest, what_will_not_pass_is_tried_once) {
    newer(404);
    homes();
    for (const int status : {302, 400, 403, 405, 406, 422}) {
        older(status);
        EXPECT_EQ(error().code(), ErrorCode::service_unavailable) << status;
    }
    account.client.expect("GET", k_older, [](const http::Request&) -> http::Response {
        throw http::TransportError(http::Fault::tls, "no trust");
    });
    EXPECT_EQ(error().code(), ErrorCode::service_unavailable);
    EXPECT_THAT(account.clock.sleeps(), IsEmpty());
}

TEST_F(DeviceListTest, a_short_pause_that_ring_asks_for_is_waited_out) {
    newer(404);
    homes();
    older(with_pause(429, "5"));
    older(with_pause(503, "30"));
    older(200, k_list);
    EXPECT_EQ(fetch().devices.size(), 2U);
    EXPECT_THAT(account.clock.sleeps(), ElementsAre(5s, 30s));
}

TEST_F(DeviceListTest, a_long_pause_of_the_older_list_ends_the_run_and_is_remembered) {
    newer(200, k_newer_list);
    homes();
    older(with_pause(429, "31"));
    EXPECT_THAT(error().hint(), HasSubstr("31 s"));
    account.clock.advance(30s);
    const base::Error still = error();
    EXPECT_EQ(still.code(), ErrorCode::slow_down);
    EXPECT_EQ(still.hint(), "wait 1 s before the next try");
    EXPECT_EQ(account.client.requests_to(k_older).size(), 1U);
    account.clock.advance(1s);
    older(200, "{}");
    EXPECT_NO_THROW(fetch());
}

TEST_F(DeviceListTest, a_long_pause_of_either_ends_the_run_when_no_list_comes) {
    homes();
    older(with_pause(503, "31"));
    newer(404);
    EXPECT_EQ(error().code(), ErrorCode::slow_down);
    account.clock.advance(31s);
    Account other;
    other.client.expect("GET", k_older, test::response(403));
    for (const char* path : {k_newer, k_newer_homes, k_older_homes}) {
        other.client.always("GET", path,
                            [](const http::Request&) { return with_pause(429, "60"); });
    }
    const base::Error refused =
        test::error_of([&] { fetch_device_list(other.session(), other.clock, {}); });
    EXPECT_EQ(refused.code(), ErrorCode::slow_down);
    EXPECT_THROW(other.session().throw_if_rate_limited(), base::Error);
}

TEST_F(DeviceListTest, a_long_pause_of_an_older_list_that_is_out_of_order_closes_nothing) {
    newer(200, k_newer_list);
    homes();
    older(with_pause(503, "31"));
    EXPECT_FALSE(fetch().devices.empty());
    EXPECT_NO_THROW(account.session().throw_if_rate_limited());
}

TEST_F(DeviceListTest, a_limit_of_the_older_list_that_stays_ends_the_run) {
    newer(200, k_newer_list);
    homes();
    always(k_older, 429);
    EXPECT_EQ(error().code(), ErrorCode::slow_down);
}

TEST_F(DeviceListTest, without_names_of_homes_there_are_still_devices) {
    newer(404);
    for (const char* answer : {k_html_page, k_no_homes}) {
        older(200, k_list);
        Account other;
        always(k_newer_homes, 200, answer);
        always(k_older_homes, 200, answer);
        EXPECT_EQ(fetch().devices.at(0).location, "");
    }
}

} // namespace
} // namespace ring
