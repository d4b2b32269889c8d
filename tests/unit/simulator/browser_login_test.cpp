// SPDX-License-Identifier: Apache-2.0
#include "service_fixture.hpp"

#include <map>

namespace simulator {
namespace {

constexpr const char* k_verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
constexpr const char* k_authorize =
    "/oauth/v2/"
    "authorize?redirect_uri=https%3A%2F%2Fring.com%2Fsignin%2Fcallback&client_id=ring_official_"
    "android"
    "&response_type=code&prompt=login&state=0123456789abcdef&scope=client"
    "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
    "&device_model=x&app_version=3.102.0&dark_mode=false&hardware_id=abc";

/// A browser that keeps cookies and follows the flow step by step.
class BrowserLoginTest : public ServiceTest {
protected:
    Reply browse(const std::string& target) { return keep(get(target, {{"cookie", cookies()}})); }

    Reply submit(const std::string& target, const std::string& form) {
        return keep(post_form(target, form, {{"cookie", cookies()}}));
    }

    std::string cookie(const std::string& name) { return m_cookies[name]; }

    void forget_cookies() { m_cookies.clear(); }

    std::size_t cookie_count() const { return m_cookies.size(); }

    Reply sign_in(const std::string& csrf, const std::string& password = "demo-password") {
        return submit("/oauth/v2/signin",
                      "username=demo%40example.com&password=" + password + "&csrf-token=" + csrf);
    }

    Reply verify(const std::string& code) {
        return submit("/oauth/v2/2fa/verify", "2fa_code=" + code + "&csrf-token=" +
                                                  cookie("csrf-token") + "&remember_me=false");
    }

    void open_page() {
        ASSERT_EQ(browse(k_authorize).status, 302);
        ASSERT_EQ(browse("/oauth/v2/signin").status, 200);
    }

    /// Goes all the way; the answer is the callback's query.
    Fields reach_callback() {
        open_page();
        EXPECT_EQ(sign_in(cookie("csrf-token")).status, 412);
        EXPECT_EQ(verify("123456").status, 201);
        const auto location = browse("/oauth/v2/authorize").header("Location").value_or("");
        EXPECT_TRUE(location.starts_with("https://ring.com/signin/callback?")) << location;
        return parse_form(location.substr(location.find('?') + 1));
    }

    Reply exchange(const std::string& code, const std::string& verifier) {
        return post_form(
            "/oauth/token",
            "grant_type=authorization_code&client_id=ring_official_android&code=" +
                base::percent_encode(code) +
                "&redirect_uri=https%3A%2F%2Fring.com%2Fsignin%2Fcallback&code_verifier=" +
                verifier);
    }

private:
    std::string cookies() const {
        std::string text;
        for (const auto& [name, value] : m_cookies) {
            text += (text.empty() ? "" : "; ") + name + "=" + value;
        }
        return text;
    }

    Reply keep(Reply reply) {
        for (const auto& [name, value] : reply.headers) {
            if (name == "Set-Cookie") {
                const auto pair = value.substr(0, value.find(';'));
                m_cookies[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
            }
        }
        return reply;
    }

    std::map<std::string, std::string> m_cookies;
};

TEST_F(BrowserLoginTest, TheWholeFlowEndsWithTokens) {
    const auto callback = reach_callback();
    EXPECT_EQ(find_field(callback, "state"), "0123456789abcdef");
    const auto reply = exchange(find_field(callback, "code").value_or(""), k_verifier);
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(world().account.counters().codes_sent, 1);
    EXPECT_EQ(world().account.counters().code_grants, 1);
    const auto refresh =
        post_form("/oauth/token", "grant_type=refresh_token&refresh_token=" +
                                      body_of(reply)["refresh_token"].get<std::string>());
    EXPECT_EQ(refresh.status, 200);
}

TEST_F(BrowserLoginTest, TheCodeCanBeAskedForInOtherWays) {
    for (const auto& [form, status] :
         {std::pair(ChallengeForm::accepted, 202), std::pair(ChallengeForm::redirect, 302)}) {
        Options options;
        options.challenge_form = form;
        restart(options);
        forget_cookies();
        open_page();
        EXPECT_EQ(sign_in(cookie("csrf-token")).status, status);
        EXPECT_EQ(verify("123456").status, 201);
    }
}

TEST_F(BrowserLoginTest, AuthorizeLeadsToTheSignInPageWithSeveralCookies) {
    const auto reply = browse(k_authorize);
    EXPECT_EQ(reply.status, 302);
    EXPECT_EQ(reply.header("Location"), "/oauth/v2/signin");
    EXPECT_GE(cookie_count(), 3U);
}

TEST_F(BrowserLoginTest, ACodeWorksOnceAndOnlyWithItsVerifier) {
    const auto code = find_field(reach_callback(), "code").value_or("");
    const auto wrong = exchange(code, "another-verifier");
    EXPECT_EQ(wrong.status, 400);
    EXPECT_EQ(body_of(wrong)["error"], "invalid_grant");
    EXPECT_EQ(exchange(code, k_verifier).status, 400) << "a failed attempt has used it up";
    forget_cookies();
    const auto second = find_field(reach_callback(), "code").value_or("");
    EXPECT_EQ(exchange(second, k_verifier).status, 200);
    EXPECT_EQ(exchange(second, k_verifier).status, 400);
}

TEST_F(BrowserLoginTest, ABadCsrfTokenGets403) {
    open_page();
    EXPECT_EQ(sign_in("wrong").status, 403);
    EXPECT_EQ(sign_in("").status, 403);
    EXPECT_EQ(world().account.counters().codes_sent, 0);
}

TEST_F(BrowserLoginTest, AWrongPasswordGets401AndAWrongCode400) {
    open_page();
    const auto reply = sign_in(cookie("csrf-token"), "wrong");
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(body_of(reply)["error"], "access_denied");
    EXPECT_EQ(sign_in(cookie("csrf-token")).status, 412);
    EXPECT_EQ(verify("999999").status, 400);
    EXPECT_EQ(verify("123456").status, 201) << "the same sign-in goes on";
}

TEST_F(BrowserLoginTest, TheCodeCannotComeBeforeThePassword) {
    open_page();
    EXPECT_EQ(verify("123456").status, 401);
}

TEST_F(BrowserLoginTest, VerifyAnswersAsTheDocumentHasIt) {
    open_page();
    sign_in(cookie("csrf-token"));
    EXPECT_EQ(
        verify("123456").body,
        R"({"redirect_url":"/oauth/v2/authorize","status":"auth-completed","user_id":40012345})");
}

TEST_F(BrowserLoginTest, WithoutSecondFactorThePasswordIsEnough) {
    control("POST", "state", {{"two_factor", "none"}});
    open_page();
    const auto reply = sign_in(cookie("csrf-token"));
    EXPECT_EQ(reply.status, 302);
    EXPECT_EQ(reply.header("Location"), "/oauth/v2/authorize");
    EXPECT_TRUE(browse("/oauth/v2/authorize").header("Location")->starts_with("https://ring.com/"));
}

TEST_F(BrowserLoginTest, WithoutASignedInCookieAuthorizeLeadsToTheSignIn) {
    EXPECT_EQ(browse("/oauth/v2/authorize").header("Location"), "/oauth/v2/signin");
    forget_cookies();
    open_page();
    sign_in(cookie("csrf-token"));
    EXPECT_EQ(browse("/oauth/v2/authorize").header("Location"), "/oauth/v2/signin");
}

TEST_F(BrowserLoginTest, AnIncompleteAuthorizeRequestIsRefused) {
    for (const std::string part : {"client_id=ring_official_android", "response_type=code",
                                   "state=0123456789abcdef", "code_challenge_method=S256"}) {
        std::string target = k_authorize;
        target.erase(target.find(part), part.size());
        EXPECT_EQ(get(target).status, 400) << part;
    }
}

TEST_F(BrowserLoginTest, CodesAreThrottledTogetherWithTheTokenFlow) {
    open_page();
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(sign_in(cookie("csrf-token")).status, 412);
    }
    EXPECT_EQ(sign_in(cookie("csrf-token")).status, 400);
}

TEST_F(BrowserLoginTest, TheCsrfTokenStandsWhereItIsWanted) {
    const std::map<CsrfPlace, std::string> places = {
        {CsrfPlace::next_data,
         R"(<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"locale":"en","auth":{"csrfToken":")"},
        {CsrfPlace::oauth_args,
         R"(<script id="oauth-args" type="application/json">{"clientName":"Ring","csrfToken":")"},
        {CsrfPlace::hidden_input, R"(<input type="hidden" name="csrf-token" value=")"},
        {CsrfPlace::meta, R"(<meta name="csrf-token" content=")"}};
    for (const auto& [place, before] : places) {
        Options options;
        options.csrf_place = place;
        restart(options);
        forget_cookies();
        browse(k_authorize);
        const auto page = browse("/oauth/v2/signin").body;
        const auto at = page.find(before);
        ASSERT_NE(at, std::string::npos) << page;
        EXPECT_EQ(cookie("csrf-token"), "");
        const auto token = page.substr(at + before.size(), 32);
        EXPECT_EQ(sign_in(token).status, 412) << page;
    }
}

TEST_F(BrowserLoginTest, TheCsrfTokenCanHaveAnotherName) {
    Options options;
    options.csrf_name = "XSRF-TOKEN";
    restart(options);
    open_page();
    EXPECT_EQ(sign_in(cookie("XSRF-TOKEN")).status, 412);
}

TEST_F(BrowserLoginTest, ASignInIsForgottenAfterAQuarterOfAnHour) {
    open_page();
    pass_seconds(901);
    EXPECT_EQ(sign_in(cookie("csrf-token")).status, 403);
}

TEST_F(BrowserLoginTest, AnotherStateAndACaptchaCanBeAskedFor) {
    set_faults("authorize", {"wrong-state"});
    const auto callback = reach_callback();
    EXPECT_NE(find_field(callback, "state"), "0123456789abcdef") << "it waited for the callback";
    set_faults("signin", {"captcha"});
    forget_cookies();
    browse(k_authorize);
    const auto page = browse("/oauth/v2/signin");
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("captcha"), std::string::npos);
    EXPECT_EQ(cookie("csrf-token"), "");
}

} // namespace
} // namespace simulator
