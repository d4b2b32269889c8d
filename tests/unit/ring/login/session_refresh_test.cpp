// SPDX-License-Identifier: Apache-2.0
#include "base/files/file_lock.hpp"
#include "support/limited_file_size.hpp"
#include "base/files/files.hpp"
#include "unit/ring/login/session_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace ring {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using test::Account;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

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

/// Tells when somebody begins to wait.
class TellingClock final : public base::Clock {
public:
    base::SystemTime now() const override { return m_clock.now(); }

    base::SteadyTime steady_now() const override { return m_clock.steady_now(); }

    bool sleep_for(std::chrono::nanoseconds duration, std::stop_token stop) override {
        m_is_slept = true;
        m_is_slept.notify_all();
        return m_clock.sleep_for(duration, stop);
    }

    void wait_until_slept() { m_is_slept.wait(false); }

private:
    base::SystemClock m_clock;
    std::atomic<bool> m_is_slept = false;
};

TEST(Session, does_not_repeat_a_refresh_that_failed_while_it_waited_to_make_one) {
    Account account;
    account.clock.advance(2h);
    TellingClock lock_clock;
    settings::Store store(account.store.file(), lock_clock, nullptr);
    Session session(account.client, Endpoints(), store, account.clock, "d");
    auto other_run =
        std::make_unique<base::FileLock>(store.beside(".lock"), account.clock, std::stop_token());
    std::optional<base::Error> error;
    {
        const std::jthread waiting(
            [&] { error = test::error_of([&] { session.ensure_access({}); }); });
        lock_clock.wait_until_slept();
        account.clock.advance(1s);
        settings::Cooldowns(account.store, account.clock)
            .remember_silence({ErrorCode::service_unavailable, "no answer"});
        other_run.reset();
    }
    EXPECT_EQ(error->code(), ErrorCode::service_unavailable);
    EXPECT_EQ(error->message(), "no answer");
    EXPECT_EQ(refreshes(account), 0U);
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

TEST(Session, an_older_file_that_was_put_back_costs_no_login) {
    Account account;
    const std::string older = base::read_file(account.store.file(), 1 << 20).value();
    account.clock.advance(2h);
    account.client.always("GET", "/x", [](const http::Request&) { return test::response(200); });
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    EXPECT_EQ(get(account).status, 200);
    base::write_file_atomically(account.store.file(), older, {});
    account.clock.advance(2h);
    account.client.expect("POST", "/oauth/token",
                          test::response(400, R"({"error":"invalid_grant"})"));
    account.client.expect("POST", "/oauth/token", test::new_tokens(3));
    EXPECT_EQ(get(account).status, 200);
    const auto asked = account.client.requests_to("/oauth/token");
    ASSERT_EQ(asked.size(), 3U);
    EXPECT_THAT(asked[1].body, HasSubstr("sim-r1"));
    EXPECT_THAT(asked[2].body, HasSubstr("sim-r2"));
    EXPECT_EQ(account.stored().refresh_token.reveal(), "sim-r3");
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

} // namespace
} // namespace ring
