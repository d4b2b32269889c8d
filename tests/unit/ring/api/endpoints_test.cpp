// SPDX-License-Identifier: Apache-2.0
#include "ring/api/endpoints.hpp"
#include "support/account.hpp"
#include "support/error_of.hpp"
#include "support/scoped_variable.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace ring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Endpoints, are_the_three_hosts_of_ring) {
    const Endpoints endpoints;
    EXPECT_EQ(endpoints.oauth("/oauth/token"), "https://oauth.ring.com/oauth/token");
    EXPECT_EQ(endpoints.api("/clients_api/session"), "https://api.ring.com/clients_api/session");
    EXPECT_EQ(endpoints.app_snaps("/snapshots/next/1"),
              "https://app-snaps.ring.com/snapshots/next/1");
}

TEST(Endpoints, one_server_stands_in_for_all_with_the_paths_unchanged) {
    const std::vector<std::pair<const char*, const char*>> table = {
        {"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
        {"http://127.0.0.1:8080/", "http://127.0.0.1:8080"},
        {"http://127.8.9.10:1", "http://127.8.9.10:1"},
        {"http://localhost:8080", "http://localhost:8080"},
        {"http://[::1]:8080", "http://[::1]:8080"},
        {"https://ring.test", "https://ring.test"},
        {"https://ring.test:8443/", "https://ring.test:8443"},
        {"HTTPS://Ring.Test:443", "https://ring.test"},
    };
    for (const auto& [server, origin] : table) {
        const Endpoints endpoints{std::string(server)};
        EXPECT_EQ(endpoints.oauth("/a"), std::string(origin) + "/a") << server;
        EXPECT_EQ(endpoints.api("/b?c=d"), std::string(origin) + "/b?c=d") << server;
        EXPECT_EQ(endpoints.app_snaps("/e"), std::string(origin) + "/e") << server;
    }
}

TEST(Endpoints, plain_http_is_for_loopback_addresses_only) {
    for (const char* server :
         {"http://example.com", "http://192.168.1.2:8080", "http://127.0.0.1.example.com",
          "http://localhost.example.com", "http://0.0.0.0:1", "http://[::2]:1",
          "http://127.0.0.1@example.com", "http://example.com@127.0.0.1"}) {
        const base::Error error = test::error_of([&] { Endpoints{std::string(server)}; });
        EXPECT_EQ(error.code(), base::ErrorCode::usage) << server;
        EXPECT_THAT(error.message(), HasSubstr("RING_SNAPSHOT_SERVER")) << server;
    }
}

TEST(Endpoints, what_is_no_address_of_a_server_is_refused) {
    for (const char* server :
         {"", " ", "127.0.0.1:8080", "localhost", "ftp://127.0.0.1", "file:///etc/passwd",
          "http://127.0.0.1:8080/path", "https://", "http://127.0.0.1:99999"}) {
        EXPECT_EQ(test::error_of([&] { Endpoints{std::string(server)}; }).code(),
                  base::ErrorCode::usage)
            << server;
    }
}

TEST(Endpoints, come_from_the_environment) {
    {
        const test::ScopedVariable variable("RING_SNAPSHOT_SERVER", "http://127.0.0.1:8080");
        EXPECT_EQ(Endpoints::from_environment().api("/a"), "http://127.0.0.1:8080/a");
    }
    {
        const test::ScopedVariable variable("RING_SNAPSHOT_SERVER", "http://example.com");
        EXPECT_THROW(Endpoints::from_environment(), base::Error);
    }
    for (const char* none : {static_cast<const char*>(nullptr), ""}) {
        const test::ScopedVariable variable("RING_SNAPSHOT_SERVER", none);
        EXPECT_EQ(Endpoints::from_environment().api("/"), "https://api.ring.com/");
    }
}

TEST(Endpoints, a_url_of_a_ring_host_leads_to_the_server_that_stands_in) {
    const Endpoints endpoints("http://127.0.0.1:8080");
    const std::vector<std::pair<const char*, const char*>> table = {
        {"https://oauth.ring.com/oauth/v2/signin?a=b#c",
         "http://127.0.0.1:8080/oauth/v2/signin?a=b#c"},
        {"https://oauth.ring.com", "http://127.0.0.1:8080/"},
        {"https://api.ring.com/x", "http://127.0.0.1:8080/x"},
        {"https://app-snaps.ring.com:443/x", "http://127.0.0.1:8080/x"},
        {"https://ring.com/signin/callback?code=1", "https://ring.com/signin/callback?code=1"},
        {"https://oauth.ring.com.example.com/x", "https://oauth.ring.com.example.com/x"},
        {"http://oauth.ring.com/x", "http://oauth.ring.com/x"},
        {"http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"},
    };
    for (const auto& [url, expected] : table) {
        EXPECT_EQ(endpoints.redirected(url), expected);
        EXPECT_EQ(Endpoints().redirected(url), url);
    }
}

TEST(MakeRequest, carries_user_agent_and_hardware_id_and_nothing_else) {
    const http::Request request = make_request("GET", "https://api.ring.com/x", {"my-id"});
    EXPECT_EQ(request.method, "GET");
    EXPECT_EQ(request.url, "https://api.ring.com/x");
    EXPECT_THAT(test::fields(request),
                ElementsAre("User-Agent: android:com.ringapp", "hardware_id: my-id"));
    EXPECT_EQ(request.body, "");
    EXPECT_EQ(request.body_limit, std::size_t{2} << 20U);
    EXPECT_LE(request.time_limit, std::chrono::seconds(20));
}

TEST(SetBody, says_what_the_body_is_and_replaces_the_one_before) {
    http::Request request = make_request("POST", "https://api.ring.com/x", {"my-id"});
    set_json_body(request, "{}");
    EXPECT_THAT(request.headers.get_all("Content-Type"), ElementsAre("application/json"));
    EXPECT_EQ(request.body, "{}");
    set_form_body(request, "a=b");
    EXPECT_THAT(request.headers.get_all("Content-Type"),
                ElementsAre("application/x-www-form-urlencoded"));
    EXPECT_EQ(request.body, "a=b");
}

} // namespace
} // namespace ring
