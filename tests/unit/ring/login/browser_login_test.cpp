// SPDX-License-Identifier: Apache-2.0
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "browser_login_fixture.hpp"
#include "http/url.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;
using Reason = LoginRefusal::Reason;

TEST_F(BrowserLoginTest, makes_the_requests_of_the_flow_in_their_order) {
    expect_challenge();
    client.expect("POST", "/oauth/v2/2fa/verify", test::response(201, k_verified));
    expect_callback_and_tokens();
    const auto challenge = std::get<TwoFactorChallenge>(sign_in());
    EXPECT_EQ(challenge.channel, TwoFactorChallenge::Channel::text_message);
    EXPECT_EQ(challenge.phone, "+49xxxxxxx17");
    EXPECT_EQ(std::get<Tokens>(verify()).refresh_token.reveal(), "sim-r1");
    EXPECT_THAT(test::targets(client.requests()),
                ElementsAre(StartsWith("GET /oauth/v2/authorize?"), "GET /oauth/v2/signin",
                            "POST /oauth/v2/signin", "POST /oauth/v2/2fa/verify",
                            "GET /oauth/v2/authorize", "POST /oauth/token"));
    for (const http::Request& request : client.requests()) {
        EXPECT_EQ(request.headers.get("User-Agent"), "android:com.ringapp");
        // The pages are a browser's; the exchange is the app's.
        const bool is_page = http::path_of(request.url) != "/oauth/token";
        EXPECT_EQ(request.headers.get("hardware_id").value_or("none"),
                  is_page ? "none" : test::k_hardware_id);
        EXPECT_EQ(request.headers.get("2fa-support"), std::nullopt);
        EXPECT_EQ(request.headers.get("2fa-code"), std::nullopt);
        EXPECT_EQ(request.headers.get("Authorization"), std::nullopt);
        EXPECT_THAT(request.url, StartsWith("https://oauth.ring.com/"));
    }
}

TEST_F(BrowserLoginTest, asks_to_authorize_with_the_query_of_the_contract) {
    expect_challenge();
    sign_in();
    const http::Request first = client.requests().front();
    const std::string challenge =
        http::query_parameter(first.url, "code_challenge").value_or("none");
    EXPECT_EQ(first.url, "https://oauth.ring.com/oauth/v2/authorize"
                         "?redirect_uri=https%3A%2F%2Fring.com%2Fsignin%2Fcallback"
                         "&client_id=ring_official_android&response_type=code&prompt=login"
                         "&state=" +
                             state() + "&scope=client&code_challenge=" + challenge +
                             "&code_challenge_method=S256&device_model=ring-snapshot%20on%20kim"
                             "&app_version=3.102.0&dark_mode=false&device_brand=ring-snapshot"
                             "&device_os_version=14&app_brand=ring"
                             "&hardware_id=5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e");
    // 16 and 32 bytes.
    EXPECT_THAT(state(), MatchesRegex("[0-9a-f]{32}"));
    EXPECT_THAT(challenge, MatchesRegex("[-_0-9A-Za-z]{43}"));
}

TEST_F(BrowserLoginTest, sends_name_and_password_as_a_form) {
    expect_challenge();
    sign_in();
    const http::Request request = client.requests().back();
    EXPECT_THAT(test::fields(request),
                ElementsAre("User-Agent: android:com.ringapp", StartsWith("Accept: text/html"),
                            "Origin: https://oauth.ring.com",
                            "Referer: https://oauth.ring.com/oauth/v2/signin",
                            "Content-Type: application/x-www-form-urlencoded"));
    EXPECT_EQ(request.body, "username=kim%40example.test&password=p%26ss%3Dw%C3%B6rd"
                            "&csrf-token=csrf%2B1");
}

TEST_F(BrowserLoginTest, sends_the_code_as_a_form) {
    expect_challenge();
    client.expect("POST", "/oauth/v2/2fa/verify", test::response(401));
    sign_in();
    verify("12 34");
    EXPECT_EQ(client.requests().back().headers.get("Origin"), "https://oauth.ring.com");
    EXPECT_EQ(client.requests().back().headers.get("Referer"),
              "https://oauth.ring.com/oauth/v2/signin");
    EXPECT_EQ(client.requests().back().body,
              "2fa_code=12%2034&csrf-token=csrf%2B1&remember_me=false");
}

TEST_F(BrowserLoginTest, exchanges_the_code_with_the_verifier_that_the_challenge_is_made_of) {
    expect_page();
    client.expect("POST", "/oauth/v2/signin", test::response(200, "{}"));
    expect_callback_and_tokens();
    EXPECT_TRUE(std::holds_alternative<Tokens>(sign_in()));
    const http::Request exchange = client.requests().back();
    const std::string verifier = form_field(exchange, "code_verifier");
    EXPECT_THAT(verifier, MatchesRegex("[-_0-9A-Za-z]{43}"));
    EXPECT_EQ(base::base64url_encode(base::sha256(verifier)),
              http::query_parameter(client.requests().front().url, "code_challenge"));
    EXPECT_EQ(form_field(exchange, "code"), "the-code");
    EXPECT_EQ(form_field(exchange, "grant_type"), "authorization_code");
    EXPECT_EQ(form_field(exchange, "redirect_uri"), "https://ring.com/signin/callback");
    EXPECT_EQ(exchange.headers.get("Accept"), "application/json");
    EXPECT_EQ(exchange.headers.get("Cookie"), std::nullopt);
}

TEST_F(BrowserLoginTest, state_and_verifier_are_new_each_time) {
    expect_challenge();
    expect_challenge();
    sign_in();
    sign_in();
    const auto requests = client.requests_to("/oauth/v2/authorize?");
    ASSERT_EQ(requests.size(), 2U);
    for (const char* name : {"state", "code_challenge"}) {
        EXPECT_NE(http::query_parameter(requests[0].url, name),
                  http::query_parameter(requests[1].url, name))
            << name;
    }
}

TEST_F(BrowserLoginTest, carries_the_cookies_of_every_answer) {
    client.expect("GET", "/oauth/v2/authorize?",
                  with_cookie(redirect("/oauth/v2/signin"), "sid=1; Path=/; HttpOnly"));
    client.expect("GET", "/oauth/v2/signin",
                  with_cookie(html(), "_csrf=from%20the+cookie; Secure"));
    client.expect("POST", "/oauth/v2/signin",
                  with_cookie(test::response(412, k_challenge), "sid=2"));
    client.expect("POST", "/oauth/v2/2fa/verify",
                  with_cookie(test::response(201, k_verified), "_csrf=; Max-Age=0"));
    expect_callback_and_tokens();
    sign_in();
    verify();
    std::vector<std::string> cookies;
    for (const http::Request& request : client.requests()) {
        cookies.push_back(request.headers.get("Cookie").value_or("none"));
    }
    EXPECT_THAT(cookies, ElementsAre("none", "sid=1", "_csrf=from%20the+cookie; sid=1",
                                     "_csrf=from%20the+cookie; sid=2", "sid=2", "none"));
    EXPECT_EQ(form_field(client.requests_to("/oauth/v2/signin").back(), "csrf-token"),
              "from%20the+cookie");
}

TEST_F(BrowserLoginTest, finds_the_csrf_token_in_every_place) {
    const auto page = [](const std::string& inner) { return html("<html>" + inner + "</html>"); };
    const std::vector<std::pair<std::string, http::Response>> table = {
        {"cookie csrf-token", with_cookie(page(""), "csrf-token=t/1")},
        {"cookie csrfToken", with_cookie(page(""), "csrfToken=t/1")},
        {"cookie csrf_token", with_cookie(page(""), "csrf_token=t/1")},
        {"cookie _csrf", with_cookie(page(""), "_csrf=t/1")},
        {"cookie XSRF-TOKEN", with_cookie(page(""), "XSRF-TOKEN=t%2F1")},
        {"__NEXT_DATA__", page(R"(<script id="__NEXT_DATA__" type="application/json">)"
                               R"({"props":{"pageProps":{"csrfToken":"t/1"}}}</script>)")},
        {"oauth-args", page(R"(<div id="oauth-args">{"csrf-token":"t/1"}</div>)")},
        {"hidden input", page(R"(<input value='t/1' type=hidden name=_csrf>)")},
        {"meta", page(R"(<head><meta name="csrf-token" content="t/1"></head>)")},
    };
    for (const auto& [place, answer] : table) {
        BrowserLogin fresh(client, Endpoints(), {"h"}, "d");
        expect_page(answer);
        client.expect("POST", "/oauth/v2/signin", test::response(412, "{}"));
        fresh.sign_in(k_credentials, {});
        EXPECT_EQ(form_field(client.requests().back(), "csrf-token"), "t/1") << place;
    }
}

TEST_F(BrowserLoginTest, without_a_code_wanted_any_good_answer_leads_to_the_tokens) {
    const std::vector<std::pair<const char*, http::Response>> table = {
        {"/oauth/v2/authorize", test::response(200, "{}")},
        {"/oauth/v2/authorize", test::response(200, k_verified)},
        {"/oauth/v2/authorize", test::response(204)},
        {"/oauth/v2/authorize", html("<html>welcome</html>")},
        {"/oauth/v2/authorize?continue=1", redirect("/oauth/v2/authorize?continue=1")},
    };
    for (const auto& [path, answer] : table) {
        BrowserLogin fresh(client, Endpoints(), {"h"}, "d");
        std::string sent_state;
        client.expect("GET", "/oauth/v2/authorize?redirect_uri", [&](const http::Request& request) {
            sent_state = http::query_parameter(request.url, "state").value_or("");
            return html();
        });
        client.expect("POST", "/oauth/v2/signin", answer);
        client.expect("GET", path, [&](const http::Request&) {
            return redirect("https://ring.com/signin/callback?state=" + sent_state + "&code=c");
        });
        client.expect("POST", "/oauth/token", test::new_tokens(1));
        EXPECT_TRUE(std::holds_alternative<Tokens>(fresh.sign_in(k_credentials, {})))
            << answer.status;
    }
}

TEST_F(BrowserLoginTest, a_redirect_to_the_callback_itself_is_taken_and_never_followed) {
    expect_page();
    client.expect("POST", "/oauth/v2/signin", [this](const http::Request&) { return callback(); });
    client.expect("POST", "/oauth/token", test::new_tokens(1));
    EXPECT_TRUE(std::holds_alternative<Tokens>(sign_in()));
}

TEST_F(BrowserLoginTest,
       a_redirect_after_the_password_that_leads_away_is_not_followed_but_is_a_yes) {
    for (const char* location : {"https://evil.test/", "http://oauth.ring.com/oauth/v2/authorize",
                                 "https://ring.com/account", "https://oauth.ring.com:444/", "",
                                 "//evil.test/oauth/v2/authorize", "javascript:alert(1)"}) {
        const std::string at = location;
        http::Response answer = at.empty() ? test::response(302) : redirect(at, 303);
        BrowserLogin fresh(client, Endpoints(), {"h"}, "d");
        std::string sent_state;
        client.expect("GET", "/oauth/v2/authorize?redirect_uri", [&](const http::Request& request) {
            sent_state = http::query_parameter(request.url, "state").value_or("");
            return html();
        });
        client.expect("POST", "/oauth/v2/signin", std::move(answer));
        client.expect("GET", "/oauth/v2/authorize", [&](const http::Request&) {
            return redirect("https://ring.com/signin/callback?state=" + sent_state + "&code=c");
        });
        client.expect("POST", "/oauth/token", test::new_tokens(1));
        EXPECT_TRUE(std::holds_alternative<Tokens>(fresh.sign_in(k_credentials, {}))) << at;
    }
    for (const http::Request& request : client.requests()) {
        EXPECT_THAT(request.url, StartsWith("https://oauth.ring.com/oauth/"));
    }
}

TEST_F(BrowserLoginTest, a_redirect_after_the_code_says_where_to_go_on) {
    for (const auto& [location, target] :
         {std::pair("/oauth/v2/authorize?flow=7", "GET /oauth/v2/authorize?flow=7"),
          std::pair("https://evil.test/oauth/v2/authorize", "GET /oauth/v2/authorize")}) {
        BrowserLogin fresh(client, Endpoints(), {"h"}, "d");
        std::string sent_state;
        client.expect("GET", "/oauth/v2/authorize?redirect_uri", [&](const http::Request& request) {
            sent_state = http::query_parameter(request.url, "state").value_or("");
            return html();
        });
        client.expect("POST", "/oauth/v2/signin", test::response(412, k_challenge));
        client.expect("POST", "/oauth/v2/2fa/verify", redirect(location));
        client.expect("GET", "/oauth/v2/authorize", [&](const http::Request&) {
            return redirect("https://ring.com/signin/callback?state=" + sent_state + "&code=c");
        });
        client.expect("POST", "/oauth/token", test::new_tokens(1));
        fresh.sign_in(k_credentials, {});
        EXPECT_TRUE(std::holds_alternative<Tokens>(fresh.verify(base::Secret("1"), {})))
            << location;
        const auto targets = test::targets(client.requests());
        EXPECT_EQ(targets[targets.size() - 2], target);
    }
}

TEST_F(BrowserLoginTest, a_sign_in_that_ends_on_another_page_goes_on_to_the_authorize_page) {
    expect_page();
    client.expect("POST", "/oauth/v2/signin", redirect("/oauth/v2/welcome"));
    client.expect("GET", "/oauth/v2/welcome", html("<html>welcome</html>"));
    expect_callback_and_tokens();
    EXPECT_TRUE(std::holds_alternative<Tokens>(sign_in()));
}

TEST_F(BrowserLoginTest, goes_on_where_redirect_url_says_within_the_authorize_page) {
    const std::vector<std::pair<std::string, const char*>> table = {
        {R"({"redirect_url":"/oauth/v2/authorize?flow=7"})", "GET /oauth/v2/authorize?flow=7"},
        {R"({"redirect_url":"https://oauth.ring.com/oauth/v2/authorize?flow=7"})",
         "GET /oauth/v2/authorize?flow=7"},
        {R"({"redirect_url":"https://evil.test/oauth/v2/authorize"})", "GET /oauth/v2/authorize"},
        {R"({"redirect_url":"/account/delete"})", "GET /oauth/v2/authorize"},
        {R"({"redirect_url":null})", "GET /oauth/v2/authorize"},
        {R"({"redirect_url":""})", "GET /oauth/v2/authorize"},
        {"no JSON", "GET /oauth/v2/authorize"},
    };
    for (const auto& [body, target] : table) {
        BrowserLogin fresh(client, Endpoints(), {"h"}, "d");
        std::string sent_state;
        client.expect("GET", "/oauth/v2/authorize?redirect_uri", [&](const http::Request& request) {
            sent_state = http::query_parameter(request.url, "state").value_or("");
            return html();
        });
        client.expect("POST", "/oauth/v2/signin", test::response(412, k_challenge));
        client.expect("POST", "/oauth/v2/2fa/verify", test::response(200, body));
        client.expect("GET", "/oauth/v2/authorize", [&](const http::Request&) {
            return redirect("https://ring.com/signin/callback?state=" + sent_state + "&code=c");
        });
        client.expect("POST", "/oauth/token", test::new_tokens(1));
        fresh.sign_in(k_credentials, {});
        EXPECT_TRUE(std::holds_alternative<Tokens>(fresh.verify(base::Secret("1"), {}))) << body;
        const auto targets = test::targets(client.requests());
        EXPECT_EQ(targets[targets.size() - 2], target) << body;
    }
}

TEST_F(BrowserLoginTest, a_wrong_code_can_be_followed_by_a_right_one_without_a_new_sign_in) {
    struct Case {
        int status;
        const char* body;
        Reason reason;
    };

    const Case table[] = {
        {400, R"({"error":"Verification Code is invalid or expired"})", Reason::wrong_code},
        {400, "", Reason::wrong_code},
        {401, "{}", Reason::wrong_code},
        {400, R"({"err_msg":"too many requests from dependency service"})", Reason::throttled},
        {429, "", Reason::throttled},
        {500, "<html></html>", Reason::out_of_order},
    };
    expect_challenge();
    sign_in();
    for (const Case& each : table) {
        client.expect("POST", "/oauth/v2/2fa/verify", test::response(each.status, each.body));
        EXPECT_EQ(std::get<LoginRefusal>(verify("000000")).reason, each.reason) << each.status;
    }
    client.expect("POST", "/oauth/v2/2fa/verify", test::response(200, k_verified));
    expect_callback_and_tokens();
    EXPECT_TRUE(std::holds_alternative<Tokens>(verify()));
    EXPECT_EQ(client.requests_to("/oauth/v2/signin").size(), 2U);
}

TEST_F(BrowserLoginTest, a_later_process_takes_up_the_saved_state_and_needs_no_password) {
    client.expect("GET", "/oauth/v2/authorize?",
                  with_cookie(redirect("/oauth/v2/signin"), "sid=1"));
    client.expect("GET", "/oauth/v2/signin", html());
    client.expect("POST", "/oauth/v2/signin", test::response(412, k_challenge));
    sign_in();
    const base::Secret saved = login.save_state();
    EXPECT_THAT(saved.reveal(), Not(HasSubstr("p&ss")));
    EXPECT_THAT(saved.reveal(), Not(HasSubstr("kim@example.test")));

    BrowserLogin later(client, Endpoints(), {"another-id"}, "d");
    ASSERT_TRUE(later.restore_state(saved.reveal()));
    client.expect("POST", "/oauth/v2/2fa/verify", test::response(200, k_verified));
    expect_callback_and_tokens();
    EXPECT_TRUE(std::holds_alternative<Tokens>(later.verify(base::Secret("123456"), {})));

    const http::Request verify = client.requests_to("/oauth/v2/2fa/verify").at(0);
    EXPECT_EQ(verify.headers.get("Cookie"), "sid=1");
    EXPECT_EQ(later.identity().hardware_id, test::k_hardware_id);
    EXPECT_EQ(client.requests().back().headers.get("hardware_id"), test::k_hardware_id);
    EXPECT_EQ(form_field(verify, "csrf-token"), "csrf+1");
    const std::string verifier = form_field(client.requests().back(), "code_verifier");
    EXPECT_EQ(base::base64url_encode(base::sha256(verifier)),
              http::query_parameter(client.requests().front().url, "code_challenge"));
}

TEST_F(BrowserLoginTest, what_is_no_saved_state_is_refused) {
    expect_challenge();
    sign_in();
    const std::string good = login.save_state().reveal();
    BrowserLogin later(client, Endpoints(), {"h"}, "d");
    for (std::size_t length = 0; length < good.size(); ++length) {
        EXPECT_FALSE(later.restore_state(good.substr(0, length))) << length;
    }
    for (const char* text :
         {"", "null", "[]", "{}", "5", "\"x\"", "<html>",
          R"({"cookies":[],"csrf_token":"a","code_verifier":"b","state":"c","hardware_id":"d"})",
          R"({"cookies":{},"csrf_token":1,"code_verifier":"b","state":"c","hardware_id":"d"})",
          R"({"cookies":{},"csrf_token":"a","code_verifier":null,"state":"c","hardware_id":"d"})",
          R"({"cookies":{},"csrf_token":"a","code_verifier":"b","hardware_id":"d"})"}) {
        EXPECT_FALSE(later.restore_state(text)) << text;
    }
}

TEST_F(BrowserLoginTest, a_server_that_stands_in_gets_every_request) {
    BrowserLogin standing_in(client, Endpoints("http://127.0.0.1:8080"), {"h"}, "d");
    std::string sent_state;
    client.expect("GET", "/oauth/v2/authorize?redirect_uri", [&](const http::Request& request) {
        sent_state = http::query_parameter(request.url, "state").value_or("");
        return redirect("https://oauth.ring.com/oauth/v2/signin");
    });
    client.expect("GET", "/oauth/v2/signin", html());
    client.expect("POST", "/oauth/v2/signin",
                  test::response(200, R"({"redirect_url":"https://oauth.ring.com)"
                                      R"(/oauth/v2/authorize?a=b"})"));
    client.expect("GET", "/oauth/v2/authorize?a=b", [&](const http::Request&) {
        return redirect("https://ring.com/signin/callback?state=" + sent_state + "&code=c");
    });
    client.expect("POST", "/oauth/token", test::new_tokens(1));
    EXPECT_TRUE(std::holds_alternative<Tokens>(standing_in.sign_in(k_credentials, {})));
    for (const http::Request& request : client.requests()) {
        EXPECT_THAT(request.url, StartsWith("http://127.0.0.1:8080/oauth/"));
    }
}

} // namespace
} // namespace ring
