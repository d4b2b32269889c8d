// SPDX-License-Identifier: Apache-2.0
#include "http/redirects.hpp"
#include "ring/api/footage_service.hpp"
#include "support/account.hpp"
#include "support/error_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace ring {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr auto k_timeline_route = "/evm/v2/timeline/devices/31000417";
constexpr auto k_older_route = "/recordings/public/footages/31000417";
constexpr base::SystemTime k_from{1'790'000'000s};

std::string timeline_with(int number, const std::string& key = "null") {
    const std::string ms = std::to_string(1'790'000'000'000 + number * 3'600'000LL);
    return R"({"supplemental_data":{"footages":[{"url":"https://media.test/f)" +
           std::to_string(number) + R"(.mp4?sig=s3cret","snapshots":[)" + ms +
           R"(]}]},"pagination_key":)" + key + "}";
}

constexpr auto k_no_footage = R"({"items":[],"supplemental_data":{"footages":[]}})";

struct FootageServiceTest : testing::Test {
    FootageAnswer ask() { return service.footages(k_from, k_from + 3h, {}); }

    Footage footage() {
        return {k_from, k_from, {k_from}, base::Secret("https://media.test/a/f.mp4?sig=s3cret")};
    }

    test::Account account;
    http::RedirectingClient films{account.client};
    FootageService service{account.session(), films, account.clock, 31000417};
};

TEST_F(FootageServiceTest, the_timeline_is_asked_for_whole_seconds_in_utc) {
    account.client.expect("GET", k_timeline_route, test::response(200, timeline_with(0)));
    const FootageAnswer answer = service.footages(k_from + 1ms, k_from + 3h - 1ms, {});
    EXPECT_THAT(answer.footages, SizeIs(1));
    EXPECT_TRUE(answer.answered);
    ASSERT_THAT(account.client.requests(), SizeIs(1));
    const http::Request request = account.client.requests()[0];
    EXPECT_EQ(request.url, "https://api.ring.com/evm/v2/timeline/devices/31000417?start_time="
                           "2026-09-21T14%3A13%3A20Z&end_time=2026-09-21T17%3A13%3A20Z&order=asc");
    EXPECT_THAT(test::fields(request),
                ElementsAre("User-Agent: android:com.ringapp",
                            "hardware_id: 5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e",
                            "Accept: application/json", "Authorization: Bearer sim-a1"));
}

TEST_F(FootageServiceTest, pages_are_asked_for_until_the_last_and_each_footage_counts_once) {
    account.client.expect("GET", k_timeline_route,
                          test::response(200, timeline_with(1, "\"a/=\"")));
    account.client.expect("GET", k_timeline_route, test::response(200, timeline_with(0, "\"b\"")));
    account.client.expect("GET", k_timeline_route, test::response(200, timeline_with(1)));
    const FootageAnswer answer = ask();
    ASSERT_THAT(answer.footages, SizeIs(2));
    EXPECT_EQ(answer.footages[0].start, k_from);
    EXPECT_THAT(account.client.requests()[1].url, HasSubstr("&pagination_key=a%2F%3D"));
}

TEST_F(FootageServiceTest, a_key_that_comes_back_ends_the_pages) {
    account.client.expect("GET", k_timeline_route, test::response(200, timeline_with(0, "\"a\"")));
    account.client.expect("GET", k_timeline_route, test::response(200, timeline_with(1, "\"a\"")));
    EXPECT_THAT(ask().footages, SizeIs(2));
}

TEST_F(FootageServiceTest, the_older_route_answers_where_the_timeline_does_not) {
    account.client.expect("GET", k_timeline_route, test::response(403));
    const std::string older = R"({"data":[{"start_ms":1790000000000,"url":"https://x/1"}]})";
    account.client.expect("GET", k_older_route, test::response(200, older));
    EXPECT_THAT(ask().footages, SizeIs(1));
    EXPECT_EQ(account.client.requests_to(k_older_route)[0].url,
              "https://api.ring.com/recordings/public/footages/31000417?start_at_ms=1790000000000"
              "&end_at_ms=1790010800000&kinds=online_periodical&kinds=offline_periodical");
    // And is the first one from then on.
    account.client.expect("GET", k_older_route, test::response(200, older));
    EXPECT_THAT(ask().footages, SizeIs(1));
}

TEST_F(FootageServiceTest,
       the_older_route_is_asked_where_the_timeline_has_nothing_until_it_refuses) {
    account.client.expect("GET", k_timeline_route, test::response(200, k_no_footage));
    account.client.expect("GET", k_older_route,
                          test::response(200, R"({"data":[{"start_ms":)"
                                              R"(1790000000000,"url":"u"}]})"));
    EXPECT_THAT(ask().footages, SizeIs(1));
    account.client.expect("GET", k_timeline_route, test::response(200, k_no_footage));
    account.client.expect("GET", k_older_route, test::response(403));
    EXPECT_THAT(ask().footages, IsEmpty());
    account.client.expect("GET", k_timeline_route, test::response(200, k_no_footage));
    EXPECT_THAT(ask().footages, IsEmpty());
}

TEST_F(FootageServiceTest, a_refusal_by_both_says_what_is_needed) {
    account.client.expect("GET", k_timeline_route, test::response(403));
    account.client.expect("GET", k_older_route, test::response(403));
    const base::Error error = test::error_of([&] { ask(); });
    EXPECT_EQ(error.code(), ErrorCode::no_snapshot);
    EXPECT_EQ(error.message(), "Ring does not give its earlier pictures (HTTP 403)");
    EXPECT_THAT(error.hint(), HasSubstr("Ring subscription"));
    EXPECT_THAT(error.hint(), HasSubstr("Snapshot Capture"));
}

TEST_F(FootageServiceTest, an_outage_is_tried_again_and_told_as_one) {
    account.client.expect("GET", k_timeline_route, test::response(503));
    account.client.expect("GET", k_timeline_route,
                          test::response(200, "<html></html>", "text/html"));
    account.client.expect("GET", k_timeline_route, test::response(200, timeline_with(0)));
    EXPECT_THAT(ask().footages, SizeIs(1));
    account.client.always("GET", "/", [](const http::Request&) { return test::response(500); });
    const base::Error error = test::error_of([&] { ask(); });
    EXPECT_EQ(error.code(), ErrorCode::service_unavailable);
    EXPECT_EQ(error.message(), "Ring's timeline is unavailable (HTTP 500)");
}

TEST_F(FootageServiceTest, a_short_pause_is_waited_out_and_a_long_one_ends_the_run) {
    http::Response busy = test::response(429);
    busy.headers.add("Retry-After", "20");
    account.client.expect("GET", k_timeline_route, busy);
    account.client.expect("GET", k_timeline_route, test::response(200, timeline_with(0)));
    const auto before = account.clock.steady_now();
    EXPECT_THAT(ask().footages, SizeIs(1));
    EXPECT_GE(account.clock.steady_now() - before, 20s);

    busy.headers.set("Retry-After", "300");
    account.client.expect("GET", k_timeline_route, busy);
    EXPECT_EQ(test::error_of([&] { ask(); }).code(), ErrorCode::slow_down);
    EXPECT_EQ(test::error_of([&] { account.session().throw_if_rate_limited(); }).code(),
              ErrorCode::slow_down);
}

TEST_F(FootageServiceTest, a_film_is_fetched_without_token_and_hardware_id) {
    account.client.expect("GET", "/a/f.mp4", test::response(200, "film", "video/mp4"));
    EXPECT_EQ(service.film(footage(), {}), "film");
    const http::Request request = account.client.requests()[0];
    EXPECT_EQ(request.url, "https://media.test/a/f.mp4?sig=s3cret");
    EXPECT_THAT(test::fields(request),
                ElementsAre("User-Agent: android:com.ringapp", "Accept: */*"));
    EXPECT_TRUE(request.has_secret_path);
    EXPECT_TRUE(request.accept_compressed);
}

TEST_F(FootageServiceTest, an_address_that_has_expired_is_not_an_error) {
    for (const int status : {400, 401, 403, 404, 410}) {
        account.client.expect("GET", "/a/f.mp4", test::response(status));
        EXPECT_EQ(service.film(footage(), {}), std::nullopt) << status;
    }
}

TEST_F(FootageServiceTest, a_film_that_does_not_come_names_its_host_alone) {
    account.client.expect("GET", "/a/f.mp4", test::response(500));
    account.client.expect("GET", "/a/f.mp4", test::response(200, "<html></html>", "text/html"));
    account.client.expect("GET", "/a/f.mp4", test::response(503));
    const base::Error error = test::error_of([&] { service.film(footage(), {}); });
    EXPECT_EQ(error.code(), ErrorCode::service_unavailable);
    EXPECT_EQ(error.message(), "media.test does not give the film of earlier pictures (HTTP 503)");
    EXPECT_THAT(error.hint(), Not(HasSubstr("s3cret")));
}

TEST_F(FootageServiceTest, an_address_that_is_not_secure_is_not_used) {
    for (const char* const url :
         {"http://media.test/f.mp4", "http://127.0.0.1/f.mp4", "file:///etc/passwd", "f.mp4"}) {
        Footage unsafe = footage();
        unsafe.url = base::Secret(url);
        EXPECT_EQ(test::error_of([&] { service.film(unsafe, {}); }).code(),
                  ErrorCode::service_unavailable)
            << url;
    }
    EXPECT_THAT(account.client.requests(), IsEmpty());
}

} // namespace
} // namespace ring
