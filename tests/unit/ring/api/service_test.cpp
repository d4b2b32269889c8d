// SPDX-License-Identifier: Apache-2.0
#include "ring/api/service.hpp"
#include "support/account.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace ring {
namespace {

using namespace std::chrono_literals;
using test::Account;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr DeviceId k_door = 31000417;
constexpr DeviceId k_great = 9007199254740995;

struct ServiceTest : testing::Test {
    http::Request only_request() const {
        EXPECT_EQ(account.client.requests().size(), 1U);
        return account.client.requests().back();
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
    EXPECT_TRUE(only_request().accept_compressed);
    EXPECT_EQ(only_request().body_limit, 32U << 20U);
}

TEST_F(ServiceTest, the_next_picture_is_a_get_with_what_is_asked_for) {
    const std::vector<std::pair<NextQuery, const char*>> table = {
        {{}, "31000417?after-ms=0&max-wait-ms=0"},
        {{.after = {}, .max_wait = 2s, .force = false}, "31000417?after-ms=0&max-wait-ms=2000"},
        {{.after = {}, .max_wait = -3ms, .force = false}, "31000417?after-ms=0&max-wait-ms=0"},
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
        EXPECT_EQ(request.time_limit, std::max(query.max_wait, 0ms) + 5s);
        EXPECT_EQ(request.body_limit, 32U << 20U);
        EXPECT_TRUE(request.accept_compressed);
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

} // namespace
} // namespace ring
