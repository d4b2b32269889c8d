// SPDX-License-Identifier: Apache-2.0
#include "unit/ring/login/session_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <string>
#include <thread>
#include <vector>

namespace ring {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using test::Account;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;

constexpr auto k_no_session = R"({"error":"Session not found for )"
                              R"(5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e"})";

TEST(Session, makes_a_hardware_id_where_there_is_none_and_keeps_it) {
    Account account([](settings::Settings& settings) { settings.hardware_id.clear(); });
    account.clock.advance(2h);
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    account.client.expect("GET", "/x", test::response(200));
    get(account);
    const std::string id = account.stored().hardware_id;
    EXPECT_THAT(id, MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-"
                                 "[0-9a-f]{12}"));
    for (const http::Request& request : account.client.requests()) {
        EXPECT_EQ(request.headers.get("hardware_id"), id);
    }
}

TEST(Session, a_404_that_names_the_hardware_id_makes_a_session_and_repeats_the_request) {
    Account account;
    account.client.expect("GET", "/x", test::response(404, k_no_session));
    account.client.expect("POST", "/clients_api/session", test::response(200, "{}"));
    account.client.expect("GET", "/x", test::response(200, "good"));
    EXPECT_EQ(get(account).body, "good");
    const http::Request session = account.client.requests_to("/clients_api/session").at(0);
    EXPECT_EQ(session.url, "https://api.ring.com/clients_api/session");
    EXPECT_THAT(test::fields(session),
                ElementsAre("User-Agent: android:com.ringapp",
                            "hardware_id: 5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e",
                            "Accept: application/json", "Content-Type: application/json",
                            "Authorization: Bearer sim-a1"));
    EXPECT_EQ(session.body,
              R"({"device":{"hardware_id":"5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e",)"
              R"("metadata":{"api_version":11,"device_model":"ring-snapshot on kim"},)"
              R"("os":"android"}})");
}

TEST(Session, any_other_404_is_a_value) {
    Account account;
    for (const char* body :
         {"", "no snapshot", R"({"errors":[7019]})", R"({"error":"Not Found"})", R"({"error":5})",
          R"(["5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e"])", "5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e",
          R"({"message":"5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e"})"}) {
        account.client.expect("GET", "/x", test::response(404, body));
        EXPECT_EQ(get(account).status, 404) << body;
    }
    account.client.expect("GET", "/x", test::response(400, k_no_session));
    EXPECT_EQ(get(account).status, 400);
}

TEST(Session, endless_404s_make_three_sessions_an_hour_at_most) {
    Account account;
    account.client.always("GET", "/x",
                          [](const http::Request&) { return test::response(404, k_no_session); });
    account.client.always("POST", "/clients_api/session",
                          [](const http::Request&) { return test::response(200, "{}"); });
    const auto sessions = [&] { return account.client.requests_to("/clients_api/session").size(); };
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(get(account).status, 404);
    }
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(error_of_get(account).code(), ErrorCode::service_unavailable);
    }
    EXPECT_EQ(sessions(), 3U);
    EXPECT_EQ(account.stored().refresh_token.reveal(), "sim-r1");

    account.client.always("POST", "/oauth/token",
                          [](const http::Request&) { return test::new_tokens(2); });
    account.clock.advance(1h);
    EXPECT_EQ(get(account).status, 404);
    EXPECT_EQ(sessions(), 4U);
}

TEST(Session, many_threads_that_need_a_session_make_one) {
    constexpr int k_threads = 6;
    Account account;
    std::barrier all_sent(k_threads);
    std::atomic<bool> is_made = false;
    account.client.always("GET", "/x", [&](const http::Request&) {
        if (!is_made) {
            all_sent.arrive_and_wait();
            return test::response(404, k_no_session);
        }
        return test::response(200);
    });
    account.client.expect("POST", "/clients_api/session", [&](const http::Request&) {
        is_made = true;
        return test::response(200, "{}");
    });
    account.session();
    std::atomic<int> good = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < k_threads; ++i) {
            threads.emplace_back([&] { good += get(account).status == 200 ? 1 : 0; });
        }
    }
    EXPECT_EQ(good, k_threads);
}

TEST(Session, a_short_pause_that_the_session_call_asks_for_is_waited_out) {
    Account account;
    http::Response slow = test::response(429);
    slow.headers.add("Retry-After", "20");
    account.client.expect("GET", "/x", test::response(404, k_no_session));
    account.client.expect("POST", "/clients_api/session", slow);
    account.client.expect("POST", "/clients_api/session", test::response(200, "{}"));
    account.client.expect("GET", "/x", test::response(200));
    EXPECT_EQ(get(account).status, 200);
    EXPECT_THAT(account.clock.sleeps(), ElementsAre(20s));
}

TEST(Session, a_long_or_unknown_pause_ends_the_run) {
    for (const char* retry_after : {"179", "31", "soon"}) {
        Account account;
        http::Response slow = test::response(429);
        slow.headers.add("Retry-After", retry_after);
        account.client.expect("GET", "/x", test::response(404, k_no_session));
        account.client.expect("POST", "/clients_api/session", slow);
        EXPECT_EQ(error_of_get(account).code(), ErrorCode::slow_down) << retry_after;
        EXPECT_THAT(account.clock.sleeps(), IsEmpty());
    }
}

TEST(Session, a_pause_of_the_session_call_counts_whatever_its_status_and_the_second_time_too) {
    Account account;
    const auto busy = [](int status, const char* seconds) {
        http::Response response = test::response(status);
        response.headers.add("Retry-After", seconds);
        return response;
    };
    account.client.expect("GET", "/x", test::response(404, k_no_session));
    account.client.expect("POST", "/clients_api/session", busy(503, "20"));
    account.client.expect("POST", "/clients_api/session", busy(429, "60"));
    EXPECT_EQ(error_of_get(account).code(), ErrorCode::slow_down);
    EXPECT_THAT(account.clock.sleeps(), ElementsAre(20s));
    EXPECT_THROW(account.session().throw_if_rate_limited(), base::Error);
}

TEST(Session, a_registration_remembers_a_long_pause_alone) {
    for (const auto& [seconds, is_long] : {std::pair{"30", false}, std::pair{"31", true}}) {
        Account account;
        http::Response slow = test::response(429);
        slow.headers.add("Retry-After", seconds);
        account.client.expect("POST", "/clients_api/session", slow);
        account.session().register_device({});
        EXPECT_EQ(
            account.session().cooldowns().remaining(settings::RateLimitScope::api).has_value(),
            is_long);
    }
}

TEST(Session, a_session_that_cannot_be_made_fails_once_for_all_requests_in_flight) {
    constexpr int k_threads = 6;
    Account account;
    std::barrier all_sent(k_threads);
    account.client.always("GET", "/x", [&](const http::Request&) {
        all_sent.arrive_and_wait();
        return test::response(404, k_no_session);
    });
    http::Response slow = test::response(429);
    slow.headers.add("Retry-After", "179");
    account.client.expect("POST", "/clients_api/session", slow);
    account.session();
    std::atomic<int> told_to_slow_down = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < k_threads; ++i) {
            threads.emplace_back([&] {
                told_to_slow_down += error_of_get(account).code() == ErrorCode::slow_down ? 1 : 0;
            });
        }
    }
    EXPECT_EQ(told_to_slow_down, k_threads);
}

TEST(Session, a_stopped_maker_of_a_session_leaves_it_to_the_next) {
    Account account;
    account.client.always("GET", "/x",
                          [](const http::Request&) { return test::response(404, k_no_session); });
    std::stop_source stop;
    account.client.expect("POST", "/clients_api/session", [&](const http::Request&) {
        stop.request_stop();
        return test::response(200, "{}");
    });
    EXPECT_EQ(test::error_of([&] { get(account, stop.get_token()); }).code(),
              ErrorCode::interrupted);
    account.client.expect("POST", "/clients_api/session", test::response(200, "{}"));
    EXPECT_EQ(get(account).status, 404);
}

TEST(Session, registers_this_installation_by_its_name) {
    Account account;
    account.client.expect("POST", "/clients_api/session", test::response(200, "{}"));
    account.session().register_device({});
    EXPECT_THAT(account.client.requests().at(0).body,
                HasSubstr(R"("device_model":"ring-snapshot on kim")"));
}

TEST(Session, a_failed_registration_is_ignored_but_for_a_stop) {
    for (const int status : {403, 404, 406, 429, 500}) {
        Account account;
        account.client.expect("POST", "/clients_api/session", test::response(status));
        account.session().register_device({});
    }
    Account account;
    account.client.expect("POST", "/clients_api/session",
                          [](const http::Request&) -> http::Response {
                              throw http::TransportError(http::Fault::timed_out, "no answer");
                          });
    account.session().register_device({});
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(test::error_of([&] { account.session().register_device(stop.get_token()); }).code(),
              ErrorCode::interrupted);
}

} // namespace
} // namespace ring
