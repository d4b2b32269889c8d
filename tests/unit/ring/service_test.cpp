// SPDX-License-Identifier: Apache-2.0
#include "ring/service.hpp"
#include "support/account.hpp"
#include "support/error_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
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

constexpr DeviceId k_door = 31000417;
constexpr DeviceId k_great = 9007199254740995;

constexpr auto k_list = R"({"doorbots":[{"id":31000417,"description":"Front Door",)"
                        R"("kind":"doorbell_oyster","location_id":"loc-1"}],)"
                        R"("stickup_cams":[{"id":518000222,"description":"Driveway",)"
                        R"("kind":"floodlight_v2","location_id":"loc-2"}]})";
constexpr auto k_locations = R"({"user_locations":[{"location_id":"loc-1","name":"Home"}]})";

struct ServiceTest : testing::Test {
    http::Request only_request() const {
        EXPECT_EQ(account.client.requests().size(), 1U);
        return account.client.requests().back();
    }

    void expect_list(const http::Response& response) {
        account.client.expect("GET", "/clients_api/ring_devices", response);
    }

    void expect_locations(const http::Response& response = test::response(200, k_locations)) {
        account.client.expect("GET", "/devices/v1/locations", response);
    }

    std::vector<Device> devices() { return account.service().devices({}); }

    base::Error devices_error() {
        return test::error_of([this] { devices(); });
    }

    static http::Response with_pause(int status, const char* seconds) {
        http::Response response = test::response(status);
        response.headers.add("Retry-After", seconds);
        return response;
    }

    Account account;
};

TEST_F(ServiceTest, update_all_is_a_put_of_the_id_with_refresh) {
    account.client.expect("PUT", "/clients_api/snapshots/update_all", test::response(204));
    EXPECT_EQ(account.service().request_capture(k_door, {}).status, 204);
    EXPECT_EQ(only_request().url, "https://api.ring.com/clients_api/snapshots/update_all");
    EXPECT_THAT(test::fields(only_request()),
                ElementsAre("User-Agent: android:com.ringapp",
                            "hardware_id: 5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e",
                            "Accept: application/json", "Content-Type: application/json",
                            "Authorization: Bearer sim-a1"));
    EXPECT_EQ(only_request().body, R"({"doorbot_ids":[31000417],"refresh":true})");
}

TEST_F(ServiceTest, timestamps_is_a_post_of_the_ids) {
    account.client.expect("POST", "/clients_api/snapshots/timestamps", test::response(200));
    account.service().capture_times({k_door, 4294967301, k_great}, 3s, {});
    EXPECT_EQ(only_request().url, "https://api.ring.com/clients_api/snapshots/timestamps");
    EXPECT_THAT(test::fields(only_request()),
                ElementsAre("User-Agent: android:com.ringapp",
                            "hardware_id: 5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e",
                            "Accept: application/json", "Content-Type: application/json",
                            "Authorization: Bearer sim-a1"));
    EXPECT_EQ(only_request().body, R"({"doorbot_ids":[31000417,4294967301,9007199254740995]})");
}

TEST_F(ServiceTest, the_stored_picture_is_a_get_of_its_id) {
    account.client.expect("GET", "/clients_api/snapshots/image/", test::response(200));
    account.service().stored_picture(k_great, {});
    EXPECT_EQ(only_request().url,
              "https://api.ring.com/clients_api/snapshots/image/9007199254740995");
    EXPECT_THAT(test::fields(only_request()),
                ElementsAre("User-Agent: android:com.ringapp",
                            "hardware_id: 5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e",
                            "Accept: image/jpeg", "Authorization: Bearer sim-a1"));
    EXPECT_EQ(only_request().body, "");
    EXPECT_FALSE(only_request().accept_compressed);
    EXPECT_EQ(only_request().body_limit, 32U << 20U);
}

TEST_F(ServiceTest, the_next_picture_is_a_get_with_what_is_asked_for) {
    const std::vector<std::pair<NextQuery, const char*>> table = {
        {{}, "31000417?after-ms=0&max-wait-ms=0"},
        {{.after = {}, .max_wait = 2s, .force = false}, "31000417?after-ms=0&max-wait-ms=2000"},
        {{.after = {}, .max_wait = 10s, .force = true},
         "31000417?after-ms=0&max-wait-ms=10000&extras=force"},
        {{.after = base::SystemTime(1790000012345ms), .max_wait = 1234ms, .force = false},
         "31000417?after-ms=1790000012345&max-wait-ms=1234"},
    };
    for (const auto& [query, target] : table) {
        account.client.expect("GET", "/snapshots/next/", test::response(404));
        account.service().next_picture(k_door, query, {});
        const http::Request request = account.client.requests().back();
        EXPECT_EQ(request.url, std::string("https://app-snaps.ring.com/snapshots/next/") + target);
        EXPECT_THAT(test::fields(request),
                    ElementsAre("User-Agent: android:com.ringapp",
                                "hardware_id: 5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e",
                                "Accept: image/jpeg", "Authorization: Bearer sim-a1"));
        EXPECT_EQ(request.time_limit, query.max_wait + 5s);
        EXPECT_EQ(request.body_limit, 32U << 20U);
        EXPECT_FALSE(request.accept_compressed);
    }
}

TEST_F(ServiceTest, snapshot_calls_return_the_answer_whatever_its_status) {
    for (const int status : {200, 204, 302, 403, 404, 405, 422, 429, 500, 504}) {
        account.client.expect("PUT", "/clients_api", test::response(status));
        account.client.expect("POST", "/clients_api", test::response(status));
        account.client.expect("GET", "/clients_api", test::response(status));
        account.client.expect("GET", "/snapshots", test::response(status));
        EXPECT_EQ(account.service().request_capture(k_door, {}).status, status);
        EXPECT_EQ(account.service().capture_times({k_door}, 3s, {}).status, status);
        EXPECT_EQ(account.service().stored_picture(k_door, {}).status, status);
        EXPECT_EQ(account.service().next_picture(k_door, {}, {}).status, status);
    }
    EXPECT_THAT(account.clock.sleeps(), IsEmpty());
}

TEST_F(ServiceTest, a_picture_larger_than_any_is_cut_off) {
    account.client.expect("GET", "/snapshots",
                          test::response(200, std::string((32U << 20U) + 1, 'x')));
    EXPECT_THROW(account.service().next_picture(k_door, {}, {}), http::TransportError);
}

TEST_F(ServiceTest, devices_carry_the_names_of_their_locations) {
    expect_list(test::response(200, k_list));
    expect_locations();
    const auto list = devices();
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].id, k_door);
    EXPECT_EQ(list[0].location, "Home");
    // A shared user may lack a location.
    EXPECT_EQ(list[1].id, 518000222);
    EXPECT_EQ(list[1].location, "");
    EXPECT_THAT(test::targets(account.client.requests()),
                UnorderedElementsAre("GET /clients_api/ring_devices", "GET /devices/v1/locations"));
    for (const http::Request& request : account.client.requests()) {
        EXPECT_EQ(request.headers.get("Accept"), "application/json");
        EXPECT_EQ(request.headers.get("hardware_id"), test::k_hardware_id);
        EXPECT_EQ(request.headers.get("Authorization"), "Bearer sim-a1");
    }
}

TEST_F(ServiceTest, the_successor_of_the_locations_is_asked_when_the_usual_one_is_gone) {
    expect_list(test::response(200, k_list));
    expect_locations(test::response(404));
    account.client.expect("GET", "/location_info/v3/locations", test::response(200, k_locations));
    EXPECT_EQ(devices().at(0).location, "Home");
}

TEST_F(ServiceTest, without_location_names_there_are_still_devices) {
    for (const auto& answer : {test::response(200, "<html></html>"),
                               test::response(200, R"({"user_locations":null})")}) {
        expect_list(test::response(200, k_list));
        expect_locations(answer);
        EXPECT_EQ(devices().at(0).location, "");
    }
    expect_list(test::response(200, k_list));
    account.client.expect("GET", "/devices/v1/locations",
                          [](const http::Request&) -> http::Response {
                              throw http::TransportError(http::Fault::timed_out, "no answer");
                          });
    EXPECT_EQ(devices().size(), 2U);
}

TEST_F(ServiceTest, the_successor_of_the_device_list_is_asked_when_the_usual_one_is_gone) {
    for (const int status : {404, 410}) {
        expect_list(test::response(status));
        expect_locations();
        account.client.expect(
            "GET", "/device_info/v3/devices",
            test::response(200, R"({"devices":[{"id":31000417,"kind":"doorbell_oyster",)"
                                R"("location_id":"loc-1"}]})"));
        const auto list = devices();
        ASSERT_EQ(list.size(), 1U);
        EXPECT_EQ(list[0].location, "Home");
    }
    expect_list(test::response(404));
    expect_locations();
    account.client.expect("GET", "/device_info/v3/devices", test::response(403));
    const base::Error error = devices_error();
    EXPECT_EQ(error.code(), ErrorCode::service_unavailable);
    EXPECT_THAT(error.message(), HasSubstr("404"));
}

TEST_F(ServiceTest, passing_faults_of_the_device_list_are_tried_three_times_in_all) {
    expect_list(test::response(503));
    account.client.expect("GET", "/clients_api/ring_devices",
                          [](const http::Request&) -> http::Response {
                              throw http::TransportError(http::Fault::broken, "no answer");
                          });
    expect_list(test::response(200, k_list));
    expect_locations();
    EXPECT_EQ(devices().size(), 2U);
    EXPECT_THAT(account.clock.sleeps(),
                ElementsAre(AllOf(Ge(500ms), Le(1s)), AllOf(Ge(1s), Le(2s))));

    for (int i = 0; i < 3; ++i) {
        expect_list(test::response(500, "<html></html>", "text/html"));
    }
    expect_locations();
    EXPECT_EQ(devices_error().code(), ErrorCode::service_unavailable);
}

TEST_F(ServiceTest, a_web_page_in_place_of_the_device_list_is_tried_again) {
    expect_list(test::response(200, "<!DOCTYPE html><html></html>", "text/html"));
    expect_list(test::response(200, k_list));
    expect_locations();
    EXPECT_EQ(devices().size(), 2U);
    for (int i = 0; i < 3; ++i) {
        expect_list(test::response(200, "<!DOCTYPE html><html></html>", "text/html"));
    }
    expect_locations();
    EXPECT_EQ(devices_error().code(), ErrorCode::service_unavailable);
}

TEST_F(ServiceTest, what_will_not_pass_is_tried_once) {
    for (const int status : {302, 400, 403, 405, 406, 422}) {
        expect_list(test::response(status));
        expect_locations();
        EXPECT_EQ(devices_error().code(), ErrorCode::service_unavailable) << status;
    }
    account.client.expect("GET", "/clients_api/ring_devices",
                          [](const http::Request&) -> http::Response {
                              throw http::TransportError(http::Fault::tls, "no trust");
                          });
    expect_locations();
    EXPECT_EQ(devices_error().code(), ErrorCode::service_unavailable);
    EXPECT_THAT(account.clock.sleeps(), IsEmpty());
}

TEST_F(ServiceTest, a_short_pause_that_ring_asks_for_is_waited_out) {
    expect_list(with_pause(429, "5"));
    expect_list(with_pause(503, "30"));
    expect_list(test::response(200, k_list));
    expect_locations();
    EXPECT_EQ(devices().size(), 2U);
    EXPECT_THAT(account.clock.sleeps(), ElementsAre(5s, 30s));
}

TEST_F(ServiceTest, a_long_pause_ends_the_run) {
    for (const int status : {429, 503}) {
        expect_list(with_pause(status, "31"));
        expect_locations();
        const base::Error error = devices_error();
        EXPECT_EQ(error.code(), ErrorCode::slow_down) << status;
        EXPECT_THAT(error.hint(), HasSubstr("31 s"));
        account.clock.advance(31s);
    }
    EXPECT_THAT(account.clock.sleeps(), IsEmpty());
}

TEST_F(ServiceTest, nothing_is_sent_until_a_long_pause_is_over) {
    expect_list(with_pause(429, "31"));
    expect_locations();
    devices_error();
    account.clock.advance(30s);
    EXPECT_EQ(devices_error().hint(), "wait 1 s before the next try");
    account.clock.advance(1s);
    expect_list(test::response(200, "{}"));
    expect_locations();
    EXPECT_THAT(account.service().devices({}), IsEmpty());
}

TEST_F(ServiceTest, a_limit_that_stays_ends_the_run) {
    for (int i = 0; i < 3; ++i) {
        expect_list(test::response(429));
    }
    expect_locations();
    EXPECT_EQ(devices_error().code(), ErrorCode::slow_down);
}

TEST_F(ServiceTest, a_stop_while_waiting_ends_it) {
    std::stop_source stop;
    account.client.always("GET", "/devices/v1/locations",
                          [](const http::Request&) { return test::response(200, k_locations); });
    account.client.always("GET", "/clients_api/ring_devices",
                          [&](const http::Request&) -> http::Response {
                              stop.request_stop();
                              throw http::TransportError(http::Fault::broken, "no answer");
                          });
    EXPECT_EQ(test::error_of([&] { account.service().devices(stop.get_token()); }).code(),
              ErrorCode::interrupted);
}

} // namespace
} // namespace ring
