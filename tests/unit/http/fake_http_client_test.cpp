// SPDX-License-Identifier: Apache-2.0
#include "support/fake_http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <memory>

namespace {

using namespace std::chrono_literals;
using test::FakeHttpClient;
using test::ManualClock;

http::Request request(std::string method, std::string url) {
    http::Request made;
    made.method = std::move(method);
    made.url = std::move(url);
    return made;
}

TEST(FakeHttpClient, answers_a_route_in_the_order_of_its_expectations) {
    ManualClock clock;
    FakeHttpClient client(clock);
    client.expect("GET", "/a", test::response(200, "1"));
    client.expect("GET", "/b", test::response(200, "2"));
    client.expect("GET", "/a", test::response(200, "3"));
    client.expect("POST", "/a", test::response(200, "4"));
    EXPECT_EQ(client.send(request("POST", "https://x.com/a"), {}).body, "4");
    EXPECT_EQ(client.send(request("GET", "https://x.com/a/more?y"), {}).body, "1");
    EXPECT_EQ(client.send(request("GET", "https://x.com/a"), {}).body, "3");
    EXPECT_EQ(client.send(request("GET", "https://x.com/b"), {}).body, "2");
}

TEST(FakeHttpClient, compares_path_and_query_and_nothing_before) {
    ManualClock clock;
    FakeHttpClient client(clock);
    client.expect("GET", "/a?b=1", test::response(200, "with query"));
    client.expect("GET", "/", test::response(200, "root"));
    EXPECT_EQ(client.send(request("GET", "https://x.com/a?b=1&c=2#d"), {}).body, "with query");
    EXPECT_EQ(client.send(request("GET", "https://x.com"), {}).body, "root");
    EXPECT_EQ(client.requests_to("/a").size(), 1u);
    EXPECT_EQ(client.requests_to("/a?b=2").size(), 0u);
    EXPECT_EQ(client.requests().size(), 2u);
}

TEST(FakeHttpClient, what_stands_for_ever_may_be_used_often_or_never) {
    ManualClock clock;
    FakeHttpClient client(clock);
    client.always("GET", "/a", [](const http::Request&) { return test::response(204); });
    client.always("GET", "/never", [](const http::Request&) { return test::response(204); });
    EXPECT_EQ(client.send(request("GET", "https://x.com/a"), {}).status, 204);
    EXPECT_EQ(client.send(request("GET", "https://x.com/a"), {}).status, 204);
}

TEST(FakeHttpClient, an_unexpected_request_fails_the_test_and_the_caller) {
    ManualClock clock;
    FakeHttpClient client(clock);
    EXPECT_NONFATAL_FAILURE(
        EXPECT_THROW(client.send(request("GET", "https://x.com/a"), {}), http::TransportError),
        "nobody expected: GET https://x.com/a");
}

TEST(FakeHttpClient, an_unused_expectation_fails_the_test) {
    EXPECT_NONFATAL_FAILURE(
        {
            ManualClock clock;
            FakeHttpClient client(clock);
            client.expect("GET", "/a", test::response(200));
        },
        "expected but never sent: GET /a");
}

TEST(FakeHttpClient, answers_carry_the_date_and_times_of_its_clock) {
    ManualClock clock;
    FakeHttpClient client(clock);
    client.always("GET", "/", [&](const http::Request&) {
        clock.advance(2s);
        return test::response(200);
    });
    const auto begin = clock.steady_now();
    const auto response = client.send(request("GET", "https://x.com/"), {});
    EXPECT_EQ(response.headers.get("Date"), "Mon, 21 Sep 2026 14:13:22 GMT");
    EXPECT_EQ(response.headers.get("Content-Type"), "application/json");
    EXPECT_EQ(response.sent, begin);
    EXPECT_EQ(response.received, begin + 2s);
}

TEST(FakeHttpClient, an_answer_may_bring_its_own_date) {
    ManualClock clock;
    FakeHttpClient client(clock);
    auto dated = test::response(200);
    dated.headers.add("date", "yesterday");
    client.expect("GET", "/", dated);
    EXPECT_THAT(client.send(request("GET", "https://x.com/"), {}).headers.get_all("Date"),
                testing::ElementsAre("yesterday"));
}

TEST(FakeHttpClient, an_exception_of_an_answer_reaches_the_caller) {
    ManualClock clock;
    FakeHttpClient client(clock);
    client.expect("GET", "/", [](const http::Request&) -> http::Response {
        throw http::TransportError(http::Fault::tls, "no");
    });
    EXPECT_THROW(client.send(request("GET", "https://x.com/"), {}), http::TransportError);
}

} // namespace
