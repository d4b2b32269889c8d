// SPDX-License-Identifier: Apache-2.0
// What becomes of an access token that the API refuses, and of what Ring takes the program for.
#include "unit/ring/login/session_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace ring {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using settings::UserAgent;
using test::Account;
using testing::ElementsAre;
using testing::SizeIs;

void outage(Account& account) {
    account.client.always("POST", "/oauth/token",
                          [](const http::Request&) { return test::response(503); });
}

TEST(Session, a_refused_access_token_is_not_offered_by_a_later_run_when_the_refresh_failed) {
    Account account;
    account.client.expect("GET", "/x", test::response(401));
    outage(account);
    EXPECT_EQ(error_of_get(account).code(), ErrorCode::service_unavailable);
    EXPECT_EQ(account.stored().refresh_token.reveal(), "sim-r1");
    EXPECT_EQ(account.stored().access_token_expires, std::nullopt);

    Session later(account.client, Endpoints(), account.store, account.clock, "d");
    account.client.always("POST", "/oauth/token",
                          [](const http::Request&) { return test::response(503); });
    EXPECT_EQ(test::error_of([&] {
                  later.send(later.request("GET", "https://api.ring.com/x"), {});
              }).code(),
              ErrorCode::service_unavailable);
    EXPECT_THAT(tokens_used(account), ElementsAre("Bearer sim-a1"));
}

TEST(Session, a_refused_access_token_is_not_offered_again_in_the_same_run) {
    Account account;
    account.client.expect("GET", "/x", test::response(401));
    outage(account);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(error_of_get(account).code(), ErrorCode::service_unavailable);
        account.clock.advance(1min);
    }
    EXPECT_THAT(tokens_used(account), SizeIs(1));
}

TEST(Session, a_pause_that_keeps_the_refresh_away_marks_the_refused_token_too) {
    Account account;
    http::Response slow = test::response(429);
    slow.headers.add("Retry-After", "600");
    account.client.expect("GET", "/x", test::response(401));
    account.client.expect("POST", "/oauth/token", slow);
    EXPECT_EQ(error_of_get(account).code(), ErrorCode::slow_down);
    EXPECT_EQ(account.stored().access_token_expires, std::nullopt);
}

TEST(Session, a_token_that_another_process_stored_is_not_marked_as_refused) {
    Account account;
    account.session();
    account.store.update(
        [&](settings::Settings& settings) {
            settings.access_token = base::Secret("sim-a9");
            // About to end, so that it has to be renewed all the same.
            settings.access_token_expires = account.clock.now() + 1s;
        },
        {});
    account.client.expect("GET", "/x", test::response(401));
    outage(account);
    EXPECT_EQ(error_of_get(account).code(), ErrorCode::service_unavailable);
    EXPECT_NE(account.stored().access_token_expires, std::nullopt);
}

TEST(Session, a_refused_token_without_a_refresh_token_stays_a_login_that_has_ended) {
    Account account([](settings::Settings& settings) { settings.refresh_token = {}; });
    account.client.expect("GET", "/x", test::response(401));
    EXPECT_EQ(error_of_get(account).code(), ErrorCode::not_logged_in);
    // Otherwise a later run would log in by a password by itself.
    EXPECT_TRUE(account.stored().has_session());
    Session later(account.client, Endpoints(), account.store, account.clock, "d");
    EXPECT_EQ(test::error_of([&] { later.ensure_access({}); }).code(), ErrorCode::not_logged_in);
}

TEST(Session, an_invalid_grant_is_a_login_that_has_ended_kept_and_tried_again_by_the_next_run) {
    Account account;
    account.clock.advance(2h);
    account.client.expect("POST", "/oauth/token",
                          test::response(400, R"({"error":"invalid_grant"})"));
    const base::Error error = error_of_get(account);
    EXPECT_EQ(error.code(), ErrorCode::not_logged_in);
    EXPECT_EQ(error.hint(), "run: ring-snapshot login");
    EXPECT_EQ(account.stored().refresh_token.reveal(), "sim-r1");

    Session later(account.client, Endpoints(), account.store, account.clock, "d");
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    later.ensure_access({});
    EXPECT_EQ(account.stored().refresh_token.reveal(), "sim-r2");
}

TEST(Session, the_user_agent_that_passed_goes_with_every_request_from_then_on) {
    Account account;
    account.clock.advance(2h);
    account.client.expect("POST", "/oauth/token", test::response(406));
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    serve(account, "sim-a2");
    // Made before the refresh, sent after it.
    EXPECT_EQ(get(account).status, 200);
    EXPECT_EQ(account.client.requests_to("/x").at(0).headers.get("User-Agent"), k_full_user_agent);
    EXPECT_EQ(account.stored().user_agent, UserAgent::full);

    Session later(account.client, Endpoints(), account.store, account.clock, "d");
    EXPECT_EQ(later.request("GET", "https://app-snaps.ring.com/x").headers.get("User-Agent"),
              k_full_user_agent);
}

TEST(Session, tells_other_runs_of_a_refresh_that_failed_and_tries_again_itself) {
    Account account;
    const base::SystemTime begin = account.clock.now();
    account.clock.advance(2h);
    for (int i = 0; i < 3; ++i) {
        account.client.expect("POST", "/oauth/token", test::response(503));
    }
    const base::Error error = error_of_get(account);
    const auto told = account.session().cooldowns().silence_since(begin);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->message(), error.message());
    EXPECT_EQ(told->hint(), error.hint());

    account.clock.advance(30s);
    serve(account, "sim-a2");
    account.client.expect("POST", "/oauth/token", test::new_tokens(2));
    EXPECT_EQ(get(account).status, 200);
}

} // namespace
} // namespace ring
