// SPDX-License-Identifier: Apache-2.0
#include "base/files.hpp"
#include "ring/session.hpp"
#include "support/account.hpp"
#include "support/error_of.hpp"
#include "support/limited_file_size.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace ring {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using test::Account;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;

constexpr auto k_no_session = R"({"error":"Session not found for )"
                              R"(5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e"})";

http::Response get(Account& account, std::stop_token stop = {}) {
    Session& session = account.session();
    return session.send(session.request("GET", "https://api.ring.com/x"), stop);
}

base::Error error_of_get(Account& account) {
    return test::error_of([&] { get(account); });
}

/// GET /x answers 200 to the access token "sim-a<n>" and 401 to any other.
void serve(Account& account, const std::string& token) {
    account.client.always("GET", "/x", [token](const http::Request& request) {
        return test::response(request.headers.get("Authorization") == "Bearer " + token ? 200
                                                                                        : 401);
    });
}

std::size_t refreshes(const Account& account) {
    return account.client.requests_to("/oauth/token").size();
}

/// The token that each request to /x carried.
std::vector<std::string> tokens_used(const Account& account) {
    std::vector<std::string> found;
    for (const http::Request& request : account.client.requests_to("/x")) {
        found.push_back(request.headers.get("Authorization").value_or("none"));
    }
    return found;
}

TEST(ExpiryMargin, is_a_tenth_of_the_life_and_a_minute_at_most) {
    for (const auto& [life, margin] : std::vector<std::pair<std::chrono::seconds, int>>{{3600s, 60},
                                                                                        {601s, 60},
                                                                                        {600s, 60},
                                                                                        {599s, 59},
                                                                                        {300s, 30},
                                                                                        {10s, 1},
                                                                                        {5s, 0},
                                                                                        {0s, 0}}) {
        EXPECT_EQ(expiry_margin(life), std::chrono::seconds(margin)) << life.count();
    }
}

TEST(Session, is_not_to_be_had_without_a_stored_login) {
    Account account([](settings::Settings& settings) {
        settings.forget_session();
        settings.username = "kim@example.test";
    });
    const base::Error error = test::error_of([&] { account.session(); });
    EXPECT_EQ(error.code(), ErrorCode::not_logged_in);
    EXPECT_EQ(error.hint(), "run: ring-snapshot login");
}

TEST(Session, makes_no_request_to_the_login_service_while_the_stored_token_is_good) {
    Account account;
    serve(account, "sim-a1");
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(get(account).status, 200);
    }
    EXPECT_EQ(refreshes(account), 0U);
    EXPECT_EQ(account.client.requests().size(), 3U);
}

TEST(Session, requests_carry_user_agent_hardware_id_and_token) {
    Account account;
    serve(account, "sim-a1");
    get(account);
    EXPECT_THAT(test::fields(account.client.requests().at(0)),
                ElementsAre("User-Agent: android:com.ringapp",
                            "hardware_id: 5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e",
                            "Authorization: Bearer sim-a1"));
}

TEST(Session, uses_the_stored_token_until_the_margin_and_renews_it_from_there_on) {
    struct Case {
        std::chrono::seconds after;
        std::size_t refreshes;
    };

    for (const Case each : {Case{0s, 0}, Case{3539s, 0}, Case{3540s, 1}, Case{3600s, 1},
                            Case{std::chrono::hours(24 * 365), 1}}) {
        Account account;
        account.client.always("GET", "/x",
                              [](const http::Request&) { return test::response(200); });
        account.client.always("POST", "/oauth/token",
                              [](const http::Request&) { return test::new_tokens(2); });
        account.clock.advance(each.after);
        get(account);
        EXPECT_EQ(refreshes(account), each.refreshes) << each.after.count();
    }
}

TEST(Session, a_refresh_token_alone_is_enough_to_start_from) {
    Account account([](settings::Settings& settings) {
        settings.forget_session();
        settings.refresh_token = base::Secret("sim-r1");
    });
    serve(account, "sim-a2");
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    EXPECT_EQ(get(account).status, 200);
    EXPECT_THAT(tokens_used(account), ElementsAre("Bearer sim-a2"));
}

TEST(Session, a_token_without_an_expiry_is_renewed) {
    Account account([](settings::Settings& settings) { settings.access_token_expires.reset(); });
    serve(account, "sim-a2");
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    EXPECT_EQ(get(account).status, 200);
}

TEST(Session, an_access_token_alone_works_until_it_is_refused) {
    Account account([](settings::Settings& settings) { settings.refresh_token = {}; });
    account.client.expect("GET", "/x", test::response(200));
    EXPECT_EQ(get(account).status, 200);
    account.client.expect("GET", "/x", test::response(401));
    EXPECT_EQ(error_of_get(account).code(), ErrorCode::not_logged_in);
    EXPECT_EQ(refreshes(account), 0U);
}

TEST(Session, a_token_just_obtained_is_always_used) {
    Account account([](settings::Settings& settings) { settings.access_token_expires.reset(); });
    serve(account, "sim-a2");
    account.client.expect("POST", "/oauth/token", [&](const http::Request&) {
        // The answer takes longer than the token lives.
        account.clock.advance(10s);
        return test::new_tokens(2, 1);
    });
    EXPECT_EQ(get(account).status, 200);
    EXPECT_EQ(refreshes(account), 1U);
}

TEST(Session, a_token_that_this_run_obtained_lasts_as_long_as_it_says_whatever_the_wall_clock) {
    for (const auto jump : {24h * 365, -24h * 365}) {
        Account account([](settings::Settings& settings) { settings.access_token = {}; });
        int n = 1;
        account.client.always("POST", "/oauth/token",
                              [&](const http::Request&) { return test::new_tokens(++n); });
        account.client.always("GET", "/x",
                              [](const http::Request&) { return test::response(200); });
        get(account);
        account.clock.set_now(account.clock.now() + jump);
        account.clock.advance(3539s);
        get(account);
        EXPECT_EQ(refreshes(account), 1U);
        account.clock.advance(1s);
        get(account);
        EXPECT_EQ(refreshes(account), 2U);
    }
}

TEST(Session, a_clock_set_back_makes_an_old_token_look_good_and_the_401_puts_that_right) {
    Account account;
    account.clock.set_now(account.clock.now() - 24h * 365);
    serve(account, "sim-a2");
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    EXPECT_EQ(get(account).status, 200);
    EXPECT_THAT(tokens_used(account), ElementsAre("Bearer sim-a1", "Bearer sim-a2"));
}

TEST(Session, a_clock_set_forward_costs_one_refresh) {
    Account account;
    account.clock.set_now(account.clock.now() + 24h * 365);
    serve(account, "sim-a2");
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    EXPECT_EQ(get(account).status, 200);
    EXPECT_EQ(get(account).status, 200);
}

TEST(Session, a_401_in_the_middle_of_a_run_refreshes_and_repeats_the_same_request) {
    Account account;
    account.client.expect("POST", "/x", test::response(401, "{}"));
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    account.client.expect("POST", "/x", test::response(204));
    http::Request request = account.session().request("POST", "https://api.ring.com/x");
    set_json_body(request, R"({"a":1})");
    request.time_limit = 7s;
    EXPECT_EQ(account.session().send(request, {}).status, 204);
    const auto sent = account.client.requests_to("/x");
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(sent[0].body, sent[1].body);
    EXPECT_EQ(sent[0].time_limit, sent[1].time_limit);
    EXPECT_THAT(sent[1].headers.get_all("Authorization"), ElementsAre("Bearer sim-a2"));
}

TEST(Session, a_401_that_remains_is_an_outage_with_the_session_kept) {
    Account account;
    account.client.always("GET", "/x", [](const http::Request&) { return test::response(401); });
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    EXPECT_EQ(error_of_get(account).code(), ErrorCode::service_unavailable);
    EXPECT_EQ(account.stored().refresh_token.reveal(), "sim-r2");
    EXPECT_EQ(account.stored().access_token.reveal(), "sim-a2");
}

TEST(Session, endless_401s_cost_one_refresh) {
    Account account;
    account.client.always("GET", "/x", [](const http::Request&) { return test::response(401); });
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(error_of_get(account).code(), ErrorCode::service_unavailable);
    }
    EXPECT_EQ(refreshes(account), 1U);
}

TEST(Session, once_a_new_token_has_worked_another_401_refreshes_again) {
    Account account;
    int n = 1;
    account.client.always("POST", "/oauth/token",
                          [&](const http::Request&) { return test::new_tokens(++n); });
    for (int round = 0; round < 3; ++round) {
        account.client.expect("GET", "/x", test::response(401));
        account.client.expect("GET", "/x", test::response(200));
        EXPECT_EQ(get(account).status, 200);
    }
    EXPECT_EQ(refreshes(account), 3U);
}

TEST(Session, a_call_that_is_refused_whatever_the_token_costs_three_refreshes_a_minute) {
    Account account;
    int n = 1;
    account.client.always("POST", "/oauth/token",
                          [&](const http::Request&) { return test::new_tokens(++n); });
    account.client.always("GET", "/x", [](const http::Request&) { return test::response(401); });
    account.client.always("GET", "/y", [](const http::Request&) { return test::response(200); });
    for (const std::size_t refreshes_so_far : {3U, 6U}) {
        for (int i = 0; i < 10; ++i) {
            EXPECT_EQ(error_of_get(account).code(), ErrorCode::service_unavailable);
            account.session().send(account.session().request("GET", "https://api.ring.com/y"), {});
        }
        EXPECT_EQ(refreshes(account), refreshes_so_far);
        account.clock.advance(1min);
    }
}

TEST(Session, many_threads_with_a_401_at_once_make_one_refresh) {
    constexpr int k_threads = 8;
    Account account;
    std::barrier all_sent(k_threads);
    account.client.always("GET", "/x", [&](const http::Request& request) {
        if (request.headers.get("Authorization") == "Bearer sim-a1") {
            all_sent.arrive_and_wait();
            return test::response(401);
        }
        return test::response(200);
    });
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    account.session();
    std::atomic<int> good = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < k_threads; ++i) {
            threads.emplace_back([&] { good += get(account).status == 200 ? 1 : 0; });
        }
    }
    EXPECT_EQ(good, k_threads);
    EXPECT_EQ(refreshes(account), 1U);
    EXPECT_EQ(account.client.requests_to("/x").size(), 2U * k_threads);
}

TEST(Session, many_threads_with_an_expired_token_make_one_refresh) {
    constexpr int k_threads = 8;
    Account account;
    account.clock.advance(2h);
    serve(account, "sim-a2");
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    account.session();
    std::barrier all_there(k_threads);
    std::atomic<int> good = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < k_threads; ++i) {
            threads.emplace_back([&] {
                all_there.arrive_and_wait();
                good += get(account).status == 200 ? 1 : 0;
            });
        }
    }
    EXPECT_EQ(good, k_threads);
    EXPECT_EQ(refreshes(account), 1U);
}

TEST(Session, several_runs_on_one_file_with_an_expired_token_make_one_refresh) {
    constexpr int k_runs = 4;
    Account account;
    account.clock.advance(2h);
    serve(account, "sim-a2");
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    // The lock between the runs waits in real time: under a clock that only its sleepers move, who
    // waits would let all tokens expire.
    base::SystemClock real_clock;
    std::vector<std::unique_ptr<settings::Store>> stores;
    std::vector<std::unique_ptr<Session>> sessions;
    for (int i = 0; i < k_runs; ++i) {
        stores.push_back(
            std::make_unique<settings::Store>(account.store.file(), real_clock, nullptr));
        sessions.push_back(std::make_unique<Session>(account.client, Endpoints(), *stores.back(),
                                                     account.clock, "d"));
    }
    std::barrier all_there(k_runs);
    std::atomic<int> good = 0;
    {
        std::vector<std::jthread> threads;
        for (const auto& session : sessions) {
            threads.emplace_back([&] {
                all_there.arrive_and_wait();
                const auto response =
                    session->send(session->request("GET", "https://api.ring.com/x"), {});
                good += response.status == 200 ? 1 : 0;
            });
        }
    }
    EXPECT_EQ(good, k_runs);
    EXPECT_EQ(refreshes(account), 1U);
}

TEST(Session, takes_over_the_token_that_another_process_obtained) {
    Account account;
    serve(account, "sim-a9");
    account.session();
    settings::Store(account.store.file(), account.clock, {})
        .update(
            [&](settings::Settings& settings) {
                settings.access_token = base::Secret("sim-a9");
                settings.access_token_expires = account.clock.now() + 1h;
                settings.refresh_token = base::Secret("sim-r9");
            },
            {});
    EXPECT_EQ(get(account).status, 200);
    EXPECT_THAT(tokens_used(account), ElementsAre("Bearer sim-a1", "Bearer sim-a9"));
    EXPECT_EQ(refreshes(account), 0U);
}

TEST(Session, spends_the_refresh_token_that_stands_in_the_file_now) {
    Account account;
    serve(account, "sim-a10");
    account.session();
    settings::Store(account.store.file(), account.clock, {})
        .update(
            [&](settings::Settings& settings) {
                settings.access_token = base::Secret("sim-a9");
                settings.access_token_expires = account.clock.now() - 1h;
                settings.refresh_token = base::Secret("sim-r9");
            },
            {});
    account.client.expect("POST", "/oauth/token", test::new_tokens(10));
    EXPECT_EQ(get(account).status, 200);
    EXPECT_THAT(account.client.requests_to("/oauth/token").at(0).body, HasSubstr("sim-r9"));
}

TEST(Session, the_new_refresh_token_is_on_disk_before_the_session_is_used) {
    Account account;
    account.clock.advance(2h);
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    std::string on_disk;
    account.client.expect("GET", "/x", [&](const http::Request&) {
        on_disk = account.stored().refresh_token.reveal();
        return test::response(200);
    });
    get(account);
    EXPECT_EQ(on_disk, "sim-r2");
    EXPECT_EQ(account.stored().access_token.reveal(), "sim-a2");
    EXPECT_EQ(account.stored().access_token_expires, account.clock.now() + 1h);
}

TEST(Session, that_the_settings_can_be_written_is_proved_before_the_refresh_token_is_spent) {
    Account account;
    account.clock.advance(2h);
    account.session();
    base::Error error(ErrorCode::unexpected, "");
    {
        const test::LimitedFileSize limit(16 << 10);
        error = error_of_get(account);
    }
    EXPECT_EQ(error.code(), ErrorCode::cannot_write);
    EXPECT_THAT(account.client.requests(), IsEmpty());
    EXPECT_EQ(account.stored().refresh_token.reveal(), "sim-r1");
}

TEST(Session, a_run_that_needs_no_refresh_works_where_nothing_can_be_written) {
    Account account;
    serve(account, "sim-a1");
    const test::LimitedFileSize limit(0);
    EXPECT_EQ(get(account).status, 200);
}

TEST(Session, a_stop_while_a_refresh_is_under_way_does_not_lose_the_new_token) {
    Account account;
    account.clock.advance(2h);
    std::stop_source stop;
    account.client.expect("POST", "/oauth/token", [&](const http::Request&) {
        stop.request_stop();
        account.clock.advance(5s);
        return test::new_tokens(2);
    });
    EXPECT_EQ(test::error_of([&] { get(account, stop.get_token()); }).code(),
              ErrorCode::interrupted);
    EXPECT_EQ(account.stored().refresh_token.reveal(), "sim-r2");
}

TEST(Session, a_refresh_token_that_is_no_longer_accepted_keeps_the_settings) {
    Account account;
    account.clock.advance(2h);
    account.client.expect("POST", "/oauth/token",
                          test::response(401, R"({"error":"invalid_grant"})"));
    const base::Error error = error_of_get(account);
    EXPECT_EQ(error.code(), ErrorCode::not_logged_in);
    EXPECT_EQ(error.message(), "Ring no longer accepts the stored login");
    EXPECT_EQ(error.hint(), "run: ring-snapshot login");
    EXPECT_EQ(account.stored().refresh_token.reveal(), "sim-r1");
    EXPECT_EQ(account.stored().access_token.reveal(), "sim-a1");
}

TEST(Session, any_other_failure_of_a_refresh_leaves_the_session_as_it_is) {
    const std::vector<std::pair<int, ErrorCode>> table = {
        {400, ErrorCode::service_unavailable}, {403, ErrorCode::service_unavailable},
        {406, ErrorCode::service_unavailable}, {412, ErrorCode::two_factor},
        {429, ErrorCode::slow_down},           {500, ErrorCode::service_unavailable}};
    for (const auto& [status, code] : table) {
        Account account;
        account.clock.advance(2h);
        account.client.always("POST", "/oauth/token", [status = status](const http::Request&) {
            return test::response(status, "<html></html>", "text/html");
        });
        EXPECT_EQ(error_of_get(account).code(), code) << status;
        EXPECT_EQ(account.stored().refresh_token.reveal(), "sim-r1") << status;
        EXPECT_EQ(account.stored().access_token.reveal(), "sim-a1") << status;
    }
}

TEST(Session, a_failed_refresh_answers_for_all_that_need_it_within_half_a_minute) {
    Account account;
    account.clock.advance(2h);
    account.client.expect("POST", "/oauth/token", test::response(401));
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(error_of_get(account).code(), ErrorCode::not_logged_in);
    }
    account.clock.advance(29s);
    EXPECT_EQ(error_of_get(account).code(), ErrorCode::not_logged_in);
    EXPECT_EQ(refreshes(account), 1U);

    account.clock.advance(1s);
    serve(account, "sim-a2");
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    EXPECT_EQ(get(account).status, 200);
}

TEST(Session, an_interrupted_refresh_answers_for_nobody_else) {
    Account account;
    account.clock.advance(2h);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(test::error_of([&] { get(account, stop.get_token()); }).code(),
              ErrorCode::interrupted);
    serve(account, "sim-a2");
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    EXPECT_EQ(get(account).status, 200);
}

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

TEST(Session, can_be_told_to_obtain_access_now) {
    Account account;
    account.session().ensure_access({});
    EXPECT_EQ(refreshes(account), 0U);
    account.clock.advance(2h);
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    account.session().ensure_access({});
    EXPECT_EQ(account.stored().refresh_token.reveal(), "sim-r2");
}

TEST(Session, faults_of_the_transport_reach_the_caller) {
    Account account;
    account.client.expect("GET", "/x", [](const http::Request&) -> http::Response {
        throw http::TransportError(http::Fault::timed_out, "no answer");
    });
    EXPECT_THROW(get(account), http::TransportError);
}

} // namespace
} // namespace ring
