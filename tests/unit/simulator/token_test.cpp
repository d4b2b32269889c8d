// SPDX-License-Identifier: Apache-2.0
#include "service_fixture.hpp"

namespace simulator {
namespace {

const Fields k_login_headers = {
    {"hardware_id", "5b1f6a0e"}, {"2fa-support", "true"}, {"2fa-code", ""}};

class TokenTest : public ServiceTest {
protected:
    static Fields with_code(const std::string& code) {
        return {{"hardware_id", "5b1f6a0e"}, {"2fa-support", "true"}, {"2fa-code", code}};
    }

    static std::string password_form(const std::string& password = "demo-password") {
        return "grant_type=password&username=demo%40example.com&password=" +
               base::percent_encode(password) + "&client_id=ring_official_android&scope=client";
    }

    Reply log_in(const Fields& headers = k_login_headers) {
        return post_form("/oauth/token", password_form(), headers);
    }

    Reply refresh(const std::string& token) {
        return post_form(
            "/oauth/token",
            "grant_type=refresh_token&client_id=ring_official_android&scope=client&refresh_token=" +
                base::percent_encode(token));
    }

    std::string refreshed(const std::string& token) {
        const auto reply = refresh(token);
        EXPECT_EQ(reply.status, 200) << reply.body;
        return body_of(reply).value("refresh_token", "");
    }
};

TEST_F(TokenTest, APasswordWithoutACodeGets412AndSendsOneCode) {
    const auto reply = log_in();
    EXPECT_EQ(reply.status, 412);
    EXPECT_EQ(reply.body, R"({"tsv_state":"sms","phone":"+1xxxxxxxx89","next_time_in_secs":60})");
    EXPECT_EQ(world().account.counters().codes_sent, 1);
}

TEST_F(TokenTest, ThePasswordWithItsCodeGetsTokens) {
    const auto reply = log_in(with_code("123456"));
    ASSERT_EQ(reply.status, 200) << reply.body;
    const auto body = body_of(reply);
    EXPECT_EQ(body["expires_in"], 3600);
    EXPECT_EQ(body["token_type"], "Bearer");
    EXPECT_EQ(body["scope"], "client");
    EXPECT_TRUE(body["refresh_token"].get<std::string>().starts_with("eyJ"));
    EXPECT_EQ(world().account.counters().codes_sent, 0);
}

TEST_F(TokenTest, TheAccessTokenIsAJwtThatTellsWhenItEnds) {
    const auto token = body_of(log_in(with_code("123456")))["access_token"].get<std::string>();
    const auto first = token.find('.');
    const auto second = token.find('.', first + 1);
    ASSERT_NE(second, std::string::npos);
    const auto claims =
        parse_json(base::base64_decode(token.substr(first + 1, second - first - 1)).value_or(""));
    ASSERT_TRUE(claims);
    const auto left = claims->value("exp", std::int64_t{0}) - world().clock.now_ms() / 1000;
    EXPECT_GE(left, 3590);
    EXPECT_LE(left, 3601);
}

TEST_F(TokenTest, JsonAndFormAreBothUnderstood) {
    const Json body = {{"grant_type", "password"},
                       {"username", "demo@example.com"},
                       {"password", "demo-password"},
                       {"client_id", "ring_official_android"},
                       {"scope", "client"}};
    EXPECT_EQ(send_json("POST", "/oauth/token", body, with_code("123456")).status, 200);
    EXPECT_EQ(log_in(with_code("123456")).status, 200);
}

TEST_F(TokenTest, ARefusedEncodingGets406AndTheOtherOneWorks) {
    Options options;
    options.refused_encoding = RefusedEncoding::form;
    restart(options);
    EXPECT_EQ(refresh("R0").status, 406);
    EXPECT_EQ(send_json("POST", "/oauth/token",
                        {{"grant_type", "refresh_token"}, {"refresh_token", "R0"}})
                  .status,
              200);
}

TEST_F(TokenTest, APasswordMayHoldAnything) {
    Options options;
    options.account.password = "p&ss=wörd +%";
    options.account.two_factor = TwoFactor::none;
    restart(options);
    EXPECT_EQ(post_form("/oauth/token", password_form("p&ss=wörd +%"), k_login_headers).status,
              200);
}

TEST_F(TokenTest, AWrongPasswordGets401) {
    const auto reply = post_form("/oauth/token", password_form("wrong"), k_login_headers);
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(reply.body,
              R"({"error":"access_denied","error_description":"invalid user credentials"})");
    EXPECT_EQ(world().account.counters().codes_sent, 0);
}

TEST_F(TokenTest, AWrongCodeGets400) {
    const auto reply = log_in(with_code("000000"));
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(
        reply.body,
        R"({"error":"Verification Code is invalid or expired","err_msg":"bad request response from dependency service"})");
}

TEST_F(TokenTest, APasswordGrantNeedsAHardwareId) {
    for (const auto& headers : {Fields{}, Fields{{"2fa-support", "true"}},
                                Fields{{"hardware_id", ""}, {"2fa-support", "true"}}}) {
        const auto reply = log_in(headers);
        EXPECT_EQ(reply.status, 400);
        EXPECT_EQ(body_of(reply)["code"], 1);
        EXPECT_TRUE(body_of(reply)["error"].is_string());
    }
}

TEST_F(TokenTest, AClientNeedNotAnnounceTwoFactorSupport) {
    EXPECT_EQ(log_in({{"hardware_id", "x"}}).status, 412);
    for (const auto* scheme : {"Basic", "basic"}) {
        const auto authorization = std::string(scheme) + " cmluZ19vZmZpY2lhbF9hbmRyb2lkOg==";
        const auto reply = log_in({{"hardware_id", "x"}, {"authorization", authorization}});
        EXPECT_EQ(reply.status, 412) << scheme;
    }
}

TEST_F(TokenTest, AWrongCodeIsNamedInTheHeaderToo) {
    EXPECT_EQ(log_in(with_code("000000")).header("WWW-Authenticate"),
              "Verification Code is invalid or expired");
}

TEST_F(TokenTest, TheEleventhCodeWithinTenMinutesIsRefused) {
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(log_in().status, 412);
    }
    const auto reply = log_in();
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(body_of(reply)["error"], "error requesting 2fa service to send code");
    EXPECT_EQ(body_of(reply)["err_msg"], "too many requests from dependency service");
    EXPECT_EQ(log_in(with_code("123456")).status, 200) << "a code that is there is still good";
    pass_seconds(601);
    EXPECT_EQ(log_in().status, 412);
    EXPECT_EQ(world().account.counters().codes_sent, 11);
}

TEST_F(TokenTest, AnAuthenticatorAppNeedsNoMessage) {
    control("POST", "state", {{"two_factor", "totp"}});
    const auto reply = log_in();
    EXPECT_EQ(reply.status, 412);
    EXPECT_EQ(reply.body, R"({"tsv_state":"totp","phone":"","next_time_in_secs":0})");
    EXPECT_EQ(world().account.counters().codes_sent, 0);
}

TEST_F(TokenTest, AnAccountWithoutSecondFactorGetsTokensAtOnce) {
    control("POST", "state", {{"two_factor", "none"}});
    EXPECT_EQ(log_in().status, 200);
}

TEST_F(TokenTest, UnknownClientsAndGrantsAreRefused) {
    const auto client = post_form(
        "/oauth/token", "grant_type=refresh_token&refresh_token=R0&client_id=RingWindows");
    EXPECT_EQ(client.status, 401);
    EXPECT_EQ(body_of(client)["error"], "unauthorized_client");
    const auto grant =
        post_form("/oauth/token", "grant_type=magic&client_id=ring_official_android");
    EXPECT_EQ(grant.status, 400);
    EXPECT_EQ(grant.body, R"({"error":"unsupported_grant_type"})");
    EXPECT_EQ(refresh("R0").status, 200) << "the token was not spent";
}

TEST_F(TokenTest, TheClientMayBeNamedByBasicAuthorization) {
    const Fields basic = {
        {"authorization", "Basic " + base::base64_encode("ring_official_android:")}};
    EXPECT_EQ(post_form("/oauth/token", "grant_type=refresh_token&refresh_token=R0", basic).status,
              200);
    const Fields wrong = {{"authorization", "Basic " + base::base64_encode("RingWindows:")}};
    EXPECT_EQ(post_form("/oauth/token", "grant_type=refresh_token&refresh_token=R0", wrong).status,
              401);
}

TEST_F(TokenTest, EveryRefreshGivesANewToken) {
    const auto first = refreshed("R0");
    const auto second = refreshed(first);
    EXPECT_NE(first, second);
    EXPECT_EQ(world().account.counters().refreshes, 2);
}

TEST_F(TokenTest, ThePreviousTokenIsGoodForTheGraceTimeOnly) {
    refreshed("R0");
    pass_seconds(59);
    EXPECT_EQ(refresh("R0").status, 200);
    pass_seconds(2);
    const auto reply = refresh("R0");
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(
        reply.body,
        R"({"error":"invalid_grant","error_description":"token is invalid or does not exists"})");
}

TEST_F(TokenTest, ATokenBeforeThePreviousOneIsDead) {
    const auto second = refreshed("R0");
    refreshed(second);
    EXPECT_EQ(refresh("R0").status, 401);
    EXPECT_EQ(refresh(second).status, 200);
}

TEST_F(TokenTest, ThePresentTokenLivesOnWhenThePreviousOneIsUsedAgain) {
    const auto lost = refreshed("R0");
    const auto kept = refreshed("R0");
    EXPECT_EQ(refresh(kept).status, 200);
    EXPECT_EQ(refresh(lost).status, 200) << "it is the previous one now";
}

TEST_F(TokenTest, WithoutGraceATokenWorksOnce) {
    Options options;
    options.account.grace_ms = 0;
    restart(options);
    refreshed("R0");
    EXPECT_EQ(refresh("R0").status, 401);
}

TEST_F(TokenTest, WithUnlimitedGraceEveryTokenWorksForEver) {
    Options options;
    options.account.grace_ms = -1;
    restart(options);
    refreshed(refreshed("R0"));
    pass_seconds(1e6);
    EXPECT_EQ(refresh("R0").status, 200);
}

TEST_F(TokenTest, RefreshingTooOftenGets429WithTheTimeToWait) {
    Options options;
    options.account.refresh_limit = 2;
    restart(options);
    const auto token = refreshed(refreshed("R0"));
    const auto reply = refresh(token);
    EXPECT_EQ(reply.status, 429);
    const auto wait = parse_integer(reply.header("Retry-After").value_or(""));
    ASSERT_TRUE(wait);
    EXPECT_GE(*wait, 59);
    EXPECT_LE(*wait, 60);
    pass_seconds(61);
    EXPECT_EQ(refresh(token).status, 200);
}

TEST_F(TokenTest, AnAccessTokenEndsWithItsLife) {
    const auto token = body_of(refresh("R0"))["access_token"].get<std::string>();
    const Fields bearer = {{"authorization", "Bearer " + token}};
    EXPECT_EQ(get("/clients_api/ring_devices", bearer).status, 200);
    pass_seconds(3601);
    const auto reply = get("/clients_api/ring_devices", bearer);
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(reply.body, R"({"error":"Unauthorized","status_code":401})");
}

TEST_F(TokenTest, RevokedTokensAreRefused) {
    const auto token = body_of(refresh("R0"));
    control("POST", "state", {{"revoke_access_tokens", true}});
    EXPECT_EQ(get("/devices/v1/locations",
                  {{"authorization", "Bearer " + token["access_token"].get<std::string>()}})
                  .status,
              401);
    control("POST", "state", {{"revoke_refresh_tokens", true}});
    EXPECT_EQ(refresh(token["refresh_token"]).status, 401);
}

} // namespace
} // namespace simulator
