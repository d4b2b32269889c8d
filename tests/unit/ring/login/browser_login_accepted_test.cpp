// SPDX-License-Identifier: Apache-2.0
// What Ring takes the browser's login for (406), and how it asks for a code.
#include "browser_login_fixture.hpp"

#include <string>
#include <vector>

namespace ring {
namespace {

using settings::UserAgent;
using testing::ElementsAre;
using testing::HasSubstr;
using Channel = TwoFactorChallenge::Channel;
using Reason = LoginRefusal::Reason;

/// The User-Agent of each request that was answered otherwise than with 406.
std::vector<std::string> user_agents(const std::vector<http::Request>& requests) {
    std::vector<std::string> found;
    for (const http::Request& request : requests) {
        found.push_back(request.headers.get("User-Agent").value_or("none"));
    }
    return found;
}

TEST_F(BrowserLoginTest, a_page_that_gets_a_406_is_asked_for_once_more_with_the_full_user_agent) {
    client.expect("GET", "/oauth/v2/authorize?", test::response(406));
    expect_challenge();
    EXPECT_TRUE(std::holds_alternative<TwoFactorChallenge>(sign_in()));
    EXPECT_THAT(user_agents(client.requests()),
                ElementsAre(k_user_agent, k_full_user_agent, k_full_user_agent, k_full_user_agent));
    EXPECT_EQ(login.identity().user_agent, UserAgent::full);
}

TEST_F(BrowserLoginTest, a_406_to_both_user_agents_is_a_refusal_at_every_page) {
    client.expect("GET", "/oauth/v2/authorize?", test::response(406));
    client.expect("GET", "/oauth/v2/authorize?", test::response(406));
    EXPECT_EQ(std::get<LoginRefusal>(sign_in()).reason, Reason::not_acceptable);
    EXPECT_EQ(login.identity().user_agent, UserAgent::bare);

    expect_page();
    client.expect("POST", "/oauth/v2/signin", test::response(406));
    client.expect("POST", "/oauth/v2/signin", test::response(406));
    EXPECT_EQ(std::get<LoginRefusal>(sign_in()).reason, Reason::not_acceptable);

    expect_challenge();
    sign_in();
    client.expect("POST", "/oauth/v2/2fa/verify", test::response(406));
    client.expect("POST", "/oauth/v2/2fa/verify", test::response(406));
    EXPECT_EQ(std::get<LoginRefusal>(verify()).reason, Reason::not_acceptable);
    EXPECT_FALSE(login.is_code_accepted());
}

TEST_F(BrowserLoginTest, the_exchange_is_sent_once_more_with_the_other_user_agent) {
    expect_page();
    client.expect("POST", "/oauth/v2/signin", test::response(200, "{}"));
    client.expect("GET", "/oauth/v2/authorize",
                  [this](const http::Request&) { return callback(); });
    client.expect("POST", "/oauth/token", test::response(406));
    client.expect("POST", "/oauth/token", test::new_tokens(1));
    EXPECT_TRUE(std::holds_alternative<Tokens>(sign_in()));
    EXPECT_THAT(user_agents(client.requests_to("/oauth/token")),
                ElementsAre(k_user_agent, k_full_user_agent));
    EXPECT_EQ(login.identity().user_agent, UserAgent::full);
}

TEST_F(BrowserLoginTest, a_challenge_may_be_a_202_or_a_redirect) {
    for (const http::Response& response :
         {test::response(412, k_challenge), test::response(202, k_challenge),
          test::response(200, k_challenge), test::response(202, "{}"), redirect("/oauth/v2/2fa"),
          redirect("https://account.ring.com/2fa/verify?x=1", 303), redirect("2fa/verify")}) {
        expect_page();
        client.expect("POST", "/oauth/v2/signin", response);
        EXPECT_TRUE(std::holds_alternative<TwoFactorChallenge>(sign_in())) << response.status;
    }
}

TEST_F(BrowserLoginTest, a_challenge_may_come_on_the_way_to_the_code) {
    expect_page();
    client.expect("POST", "/oauth/v2/signin", redirect("/oauth/v2/authorize"));
    client.expect("GET", "/oauth/v2/authorize", redirect("/oauth/v2/2fa/verify"));
    EXPECT_TRUE(std::holds_alternative<TwoFactorChallenge>(sign_in()));
}

TEST_F(BrowserLoginTest, an_accepted_code_is_no_challenge) {
    expect_challenge();
    sign_in();
    client.expect("POST", "/oauth/v2/2fa/verify", test::response(202, k_verified));
    expect_callback_and_tokens();
    EXPECT_TRUE(std::holds_alternative<Tokens>(verify()));
    EXPECT_TRUE(login.is_code_accepted());
}

TEST_F(BrowserLoginTest, being_asked_again_means_that_the_code_was_not_taken) {
    expect_challenge();
    sign_in();
    client.expect("POST", "/oauth/v2/2fa/verify", redirect("/oauth/v2/2fa?error=1"));
    EXPECT_TRUE(std::holds_alternative<TwoFactorChallenge>(verify()));
    EXPECT_FALSE(login.is_code_accepted());
}

} // namespace
} // namespace ring
