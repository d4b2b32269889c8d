// SPDX-License-Identifier: Apache-2.0
#include "unit/ring/login/session_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace ring {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using test::Account;
using testing::ElementsAre;

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

TEST(Session, says_the_same_of_a_pause_to_all_who_begin_after_it_was_asked_for) {
    Account account;
    const Session& session = account.session();
    EXPECT_NO_THROW(session.throw_if_rate_limited());
    const base::Error first = account.session().rate_limited(2min);
    account.clock.advance(90s);
    const base::Error later = test::error_of([&] { session.throw_if_rate_limited(); });
    EXPECT_EQ(later.code(), ErrorCode::slow_down);
    EXPECT_EQ(later.message(), first.message());
    EXPECT_EQ(later.pause(), 30s);
    account.clock.advance(30s);
    EXPECT_NO_THROW(session.throw_if_rate_limited());
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
