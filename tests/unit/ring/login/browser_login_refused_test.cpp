// SPDX-License-Identifier: Apache-2.0
#include "browser_login_fixture.hpp"
#include "http/url.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ring {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using Reason = LoginRefusal::Reason;

TEST_F(BrowserLoginTest, follows_five_redirects_at_most) {
    client.expect("GET", "/oauth/v2/authorize?", redirect("/oauth/v2/1", 301));
    client.expect("GET", "/oauth/v2/1", redirect("2", 302));
    client.expect("GET", "/oauth/v2/2", redirect("https://oauth.ring.com/oauth/v2/3", 303));
    client.expect("GET", "/oauth/v2/3", redirect("//oauth.ring.com/oauth/v2/4", 307));
    client.expect("GET", "/oauth/v2/4", redirect("?5", 308));
    client.expect("GET", "/oauth/v2/4?5", html());
    client.expect("POST", "/oauth/v2/signin", test::response(412, k_challenge));
    EXPECT_TRUE(std::holds_alternative<TwoFactorChallenge>(sign_in()));

    client.always("GET", "/", [](const http::Request&) { return redirect("/oauth/v2/again"); });
    BrowserLogin fresh(client, Endpoints(), {"h"}, "d");
    const std::size_t before = client.requests().size();
    const base::Error error = test::error_of([&] { fresh.sign_in(k_credentials, {}); });
    expect_changed(error);
    EXPECT_THAT(error.message(), HasSubstr("too many redirects"));
    EXPECT_EQ(client.requests().size() - before, 6U);
}

TEST_F(BrowserLoginTest, no_redirect_leads_away_from_the_login_service) {
    for (const char* location :
         {"https://evil.test/oauth/v2/signin", "http://oauth.ring.com/oauth/v2/signin",
          "https://oauth.ring.com:444/oauth/v2/signin", "https://api.ring.com/oauth/v2/signin",
          "//evil.test/oauth/v2/signin", "https://oauth.ring.com@evil.test/",
          "https://ring.com.evil.test/signin/callback?code=1",
          "https://ring.com/signin/callback.evil?code=1", "http://ring.com/signin/callback?code=1",
          "javascript:alert(1)", "file:///etc/passwd", ""}) {
        client.expect("GET", "/oauth/v2/authorize?", redirect(location));
        // An empty reference is the page itself.
        if (*location == '\0') {
            client.expect("GET", "/oauth/v2/authorize?", redirect("https://evil.test/"));
        }
        expect_changed(sign_in_error());
    }
    for (const http::Request& request : client.requests()) {
        EXPECT_THAT(request.url, StartsWith("https://oauth.ring.com/oauth/v2/authorize?"));
    }
}

TEST_F(BrowserLoginTest, a_redirect_without_a_location_is_an_error) {
    client.expect("GET", "/oauth/v2/authorize?", test::response(302));
    expect_changed(sign_in_error());
}

TEST_F(BrowserLoginTest, a_redirect_after_the_password_to_the_sign_in_page_hands_out_no_code) {
    expect_page();
    client.expect("POST", "/oauth/v2/signin", redirect("/oauth/v2/signin?error=1"));
    client.expect("GET", "/oauth/v2/signin?error=1", html());
    client.expect("GET", "/oauth/v2/authorize", redirect("/oauth/v2/signin"));
    client.expect("GET", "/oauth/v2/signin", html());
    expect_changed(sign_in_error());
    EXPECT_THAT(client.requests_to("/oauth/token"), IsEmpty());
}

TEST_F(BrowserLoginTest, a_captcha_is_said) {
    expect_page(html(R"(<html><div class="g-recaptcha" data-sitekey="x"></div></html>)"));
    const base::Error error = sign_in_error();
    expect_changed(error);
    EXPECT_THAT(error.message(), HasSubstr("captcha"));
}

TEST_F(BrowserLoginTest, a_page_without_a_csrf_token_is_said_and_gets_no_password) {
    expect_page(html("<html><form></form></html>"));
    const base::Error error = sign_in_error();
    expect_changed(error);
    EXPECT_THAT(error.message(), HasSubstr("CSRF"));
    EXPECT_THAT(client.requests(), Each(testing::Field(&http::Request::body, IsEmpty())));
}

TEST_F(BrowserLoginTest, a_refused_csrf_token_is_said) {
    expect_page();
    client.expect("POST", "/oauth/v2/signin", test::response(403, "<html></html>", "text/html"));
    expect_changed(sign_in_error());
}

TEST_F(BrowserLoginTest, a_refused_page_is_a_refusal) {
    const std::vector<std::pair<int, Reason>> table = {{401, Reason::other},
                                                       {429, Reason::throttled},
                                                       {500, Reason::out_of_order},
                                                       {503, Reason::out_of_order}};
    for (const auto& [status, reason] : table) {
        client.expect("GET", "/oauth/v2/authorize?", test::response(status, "Not Acceptable"));
        const auto refusal = std::get<LoginRefusal>(sign_in());
        EXPECT_EQ(refusal.reason, reason) << status;
        EXPECT_EQ(refusal.status, status);
    }
}

TEST_F(BrowserLoginTest, a_refused_password_is_a_refusal) {
    struct Case {
        int status;
        const char* body;
        Reason reason;
    };

    for (const Case& each :
         {Case{401, R"({"error":"access_denied","error_description":"invalid user credentials"})",
               Reason::denied},
          Case{400, R"({"error":"x","err_msg":"too many requests from dependency service"})",
               Reason::throttled},
          Case{429, "", Reason::throttled}, Case{502, "<html></html>", Reason::out_of_order}}) {
        expect_page();
        client.expect("POST", "/oauth/v2/signin", test::response(each.status, each.body));
        EXPECT_EQ(std::get<LoginRefusal>(sign_in()).reason, each.reason) << each.status;
    }
}

TEST_F(BrowserLoginTest, a_state_that_is_not_ours_is_refused_and_no_token_is_asked_for) {
    for (const std::string& query : {std::string("?code=c&state=other"), std::string("?code=c"),
                                     std::string("?code=c&state="), std::string()}) {
        expect_page();
        client.expect("POST", "/oauth/v2/signin", test::response(200));
        client.expect("GET", "/oauth/v2/authorize",
                      redirect("https://ring.com/signin/callback" + query));
        expect_changed(sign_in_error());
    }
    EXPECT_THAT(client.requests_to("/oauth/token"), IsEmpty());
}

TEST_F(BrowserLoginTest, a_callback_without_a_code_is_an_error) {
    for (const std::string& prefix : {std::string("?"), std::string("?code=&")}) {
        BrowserLogin fresh(client, Endpoints(), {"h"}, "d");
        std::string sent_state;
        client.expect("GET", "/oauth/v2/authorize?redirect_uri", [&](const http::Request& request) {
            sent_state = http::query_parameter(request.url, "state").value_or("");
            return html();
        });
        client.expect("POST", "/oauth/v2/signin", test::response(200));
        client.expect("GET", "/oauth/v2/authorize", [&](const http::Request&) {
            return redirect("https://ring.com/signin/callback" + prefix + "state=" + sent_state);
        });
        expect_changed(test::error_of([&] { fresh.sign_in(k_credentials, {}); }));
    }
}

TEST_F(BrowserLoginTest, no_callback_after_the_sign_in_is_an_error_or_the_refusal_that_came) {
    expect_page();
    client.expect("POST", "/oauth/v2/signin", test::response(200));
    client.expect("GET", "/oauth/v2/authorize", html());
    expect_changed(sign_in_error());

    expect_page();
    client.expect("POST", "/oauth/v2/signin", test::response(200));
    client.expect("GET", "/oauth/v2/authorize", test::response(503));
    EXPECT_EQ(std::get<LoginRefusal>(sign_in()).reason, Reason::out_of_order);
}

TEST_F(BrowserLoginTest, a_refused_exchange_is_a_refusal) {
    expect_page();
    client.expect("POST", "/oauth/v2/signin", test::response(200));
    client.expect("GET", "/oauth/v2/authorize",
                  [this](const http::Request&) { return callback(); });
    client.expect("POST", "/oauth/token", test::response(400, R"({"error":"invalid_grant"})"));
    EXPECT_EQ(std::get<LoginRefusal>(sign_in()).reason, Reason::invalid_grant);
}

TEST_F(BrowserLoginTest, a_fault_of_the_transport_reaches_the_caller) {
    client.expect("GET", "/oauth/v2/authorize?", [](const http::Request&) -> http::Response {
        throw http::TransportError(http::Fault::timed_out, "no answer");
    });
    EXPECT_THROW(sign_in(), http::TransportError);
}

TEST_F(BrowserLoginTest, no_page_can_exhaust_the_memory) {
    expect_page(html(std::string((2U << 20U) + 1, 'x')));
    EXPECT_THROW(sign_in(), http::TransportError);
}

} // namespace
} // namespace ring
