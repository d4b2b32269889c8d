// SPDX-License-Identifier: Apache-2.0
#include "ring/login/token_reply.hpp"
#include "unit/ring/hostile_bytes.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ring {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using Channel = TwoFactorChallenge::Channel;
using Reason = LoginRefusal::Reason;

// Bodies as docs/ring-service.md 2.4 to 2.6 have them.
constexpr std::string_view k_success =
    R"({"access_token":"eyJhbGciOiJub25lIn0.eyJleHAiOjE3OTAwMDM2MDB9.sim-a1","expires_in":3600,)"
    R"("refresh_token":"eyJhbGciOiJub25lIn0.eyJpYXQiOjE3OTAwMDAwMDB9.sim-r1","scope":"client",)"
    R"("token_type":"Bearer"})";
constexpr std::string_view k_awkward_success =
    R"({"access_token":"sim-a2","token_type":"bearer","expires_in":300,)"
    R"("refresh_token":"sim-r2+/==","created_at":1790000000,"unexpected":{"x":[1,2]}})";
constexpr std::string_view k_by_sms =
    R"({"tsv_state":"sms","phone":"+49xxxxxxx17","next_time_in_secs":60})";
constexpr std::string_view k_by_app = R"({"tsv_state":"totp","phone":"","next_time_in_secs":0})";
constexpr std::string_view k_wrong_code =
    R"({"error":"Verification Code is invalid or expired",)"
    R"("err_msg":"bad request response from dependency service"})";
constexpr std::string_view k_throttled_old =
    R"({"error":"error requesting 2fa service to send code",)"
    R"("err_msg":"too many requests from dependency service"})";
constexpr std::string_view k_throttled =
    R"({"error":"error requesting 2fa service to send code",)"
    R"("error_description":"too many requests from dependency service"})";
constexpr std::string_view k_dead_token =
    R"({"error":"invalid_grant","error_description":"token is invalid or does not exists"})";
constexpr std::string_view k_wrong_password =
    R"({"error":"access_denied","error_description":"invalid user credentials"})";
constexpr std::string_view k_edge_page = "<html><head><title>406 Not Acceptable</title></head>"
                                         "<body>sim edge</body></html>";

http::Response response(int status, std::string_view body, http::Headers headers = {}) {
    http::Response result;
    result.status = status;
    result.headers = std::move(headers);
    result.body = std::string(body);
    return result;
}

Tokens tokens_of(std::string_view body) {
    TokenReply reply = read_token_reply(response(200, body));
    const Tokens* tokens = std::get_if<Tokens>(&reply);
    EXPECT_NE(tokens, nullptr) << body;
    return tokens == nullptr ? Tokens{} : *tokens;
}

LoginRefusal refusal_of(const http::Response& answer) {
    TokenReply reply = read_token_reply(answer);
    const LoginRefusal* refusal = std::get_if<LoginRefusal>(&reply);
    EXPECT_NE(refusal, nullptr) << answer.status << ' ' << answer.body;
    return refusal == nullptr ? LoginRefusal{} : *refusal;
}

TEST(TokenReply, HasTheTokensOfASuccess) {
    const Tokens tokens = tokens_of(k_success);
    EXPECT_EQ(tokens.access_token.reveal(), "eyJhbGciOiJub25lIn0.eyJleHAiOjE3OTAwMDM2MDB9.sim-a1");
    EXPECT_EQ(tokens.refresh_token.reveal(), "eyJhbGciOiJub25lIn0.eyJpYXQiOjE3OTAwMDAwMDB9.sim-r1");
    EXPECT_EQ(tokens.life, 3600s);
}

TEST(TokenReply, ToleratesLowerCaseTypesAndUnexpectedMembers) {
    const Tokens tokens = tokens_of(k_awkward_success);
    EXPECT_EQ(tokens.access_token.reveal(), "sim-a2");
    EXPECT_EQ(tokens.refresh_token.reveal(), "sim-r2+/==");
    EXPECT_EQ(tokens.life, 300s);
}

TEST(TokenReply, IsASuccessWithAny2xx) {
    const TokenReply reply = read_token_reply(response(201, k_awkward_success));
    EXPECT_TRUE(std::holds_alternative<Tokens>(reply));
}

TEST(TokenReply, NeedsNoRefreshToken) {
    for (const std::string_view member : {"", R"(,"refresh_token":null)", R"(,"refresh_token":"")",
                                          R"(,"refresh_token":17)", R"(,"refresh_token":"a\nb")"}) {
        const Tokens tokens = tokens_of(fmt::format(R"({{"access_token":"a"{}}})", member));
        EXPECT_EQ(tokens.access_token.reveal(), "a") << member;
        EXPECT_TRUE(tokens.refresh_token.empty()) << member;
    }
}

TEST(TokenReply, SaysHowLongTheAccessTokenLives) {
    struct Case {
        std::string_view member;
        std::chrono::seconds life;
    };

    for (const auto& [member, life] : {
             Case{"", 3600s},
             Case{R"(,"expires_in":5)", 5s},
             Case{R"(,"expires_in":299.9)", 299s},
             Case{R"(,"expires_in":"300")", 300s},
             Case{R"(,"expires_in":"300.5")", 300s},
             Case{R"(,"expires_in":1)", 1s},
             Case{R"(,"expires_in":0)", 3600s},
             Case{R"(,"expires_in":0.5)", 3600s},
             Case{R"(,"expires_in":-5)", 3600s},
             Case{R"(,"expires_in":null)", 3600s},
             Case{R"(,"expires_in":"soon")", 3600s},
             Case{R"(,"expires_in":[300])", 3600s},
             Case{R"(,"expires_in":2592001)", 30 * 24h},
             Case{R"(,"expires_in":18446744073709551615)", 30 * 24h},
             Case{R"(,"expires_in":1e300)", 30 * 24h},
         }) {
        EXPECT_EQ(tokens_of(fmt::format(R"({{"access_token":"a"{}}})", member)).life, life)
            << member;
    }
}

TEST(TokenReply, IsOutOfOrderWithoutAUsableAccessToken) {
    for (const std::string_view body :
         {"", "{}", "[]", "null", R"({"access_token":null})", R"({"access_token":""})",
          R"({"access_token":7})", R"({"access_token":"a\r\nX-Evil: 1"})",
          R"({"access_token":"a b"})", R"({"access_token":"a\u0000"})", R"({"access_token":"sim)",
          "<html>login</html>", R"({"refresh_token":"sim-r1"})"}) {
        const LoginRefusal refusal = refusal_of(response(200, body));
        EXPECT_EQ(refusal.reason, Reason::out_of_order) << body;
        EXPECT_EQ(refusal.status, 200) << body;
    }
}

TEST(TokenReply, AsksForATwoFactorCode) {
    struct Case {
        std::string_view body;
        Channel channel;
        std::string_view phone;
        std::string_view words;
    };

    for (const auto& [body, channel, phone, words] : {
             Case{k_by_sms, Channel::text_message, "+49xxxxxxx17",
                  "by text message to +49xxxxxxx17"},
             Case{R"({"tsv_state":"sms"})", Channel::text_message, "", "by text message"},
             Case{k_by_app, Channel::authenticator_app, "", "look it up in your authenticator app"},
             Case{R"({"tsv_state":"EMAIL","phone":null})", Channel::email, "", "by e-mail"},
             Case{"{}", Channel::unknown, "", "by text message or e-mail"},
             Case{"", Channel::unknown, "", "by text message or e-mail"},
             Case{"<html>", Channel::unknown, "", "by text message or e-mail"},
             Case{R"({"tsv_state":"pigeon","phone":"+1xx"})", Channel::unknown, "+1xx", "to +1xx"},
             Case{R"({"tsv_state":["sms"],"phone":{"a":1}})", Channel::unknown, "",
                  "by text message or e-mail"},
             Case{R"({"tsv_state":"sms","phone":" +1\u001b[2Jx\n"})", Channel::text_message,
                  "+1 [2Jx", "by text message to +1 [2Jx"},
         }) {
        const TokenReply reply = read_token_reply(response(412, body));
        const auto* challenge = std::get_if<TwoFactorChallenge>(&reply);
        ASSERT_NE(challenge, nullptr) << body;
        EXPECT_EQ(challenge->channel, channel) << body;
        EXPECT_EQ(challenge->phone, phone) << body;
        EXPECT_EQ(describe(*challenge), words) << body;
    }
}

TEST(TokenReply, NamesTheChannelByTheMethodsWhereTheStateDoesNot) {
    for (const auto& [body, channel, words] : {
             std::tuple(R"({"tsv_state":"whatsapp","phone":"+49x"})", Channel::whatsapp,
                        "by WhatsApp to +49x"),
             std::tuple(R"({"tsv_state":"voice","phone":"+49x"})", Channel::voice_call,
                        "by a phone call to +49x"),
             std::tuple(R"({"tsv_state":"VOICE"})", Channel::voice_call, "by a phone call"),
             std::tuple(R"({"tsv_methods":["voice","sms"]})", Channel::voice_call,
                        "by a phone call"),
             std::tuple(R"({"tsv_state":"new","tsv_methods":[1,null,"pigeon","email"]})",
                        Channel::email, "by e-mail"),
             std::tuple(R"({"tsv_state":"sms","tsv_methods":["email"]})", Channel::text_message,
                        "by text message"),
             std::tuple(R"({"tsv_methods":"sms"})", Channel::unknown, "by text message or e-mail"),
         }) {
        const TwoFactorChallenge challenge = read_challenge(body);
        EXPECT_EQ(challenge.channel, channel) << body;
        EXPECT_EQ(describe(challenge), words) << body;
        EXPECT_TRUE(challenge.is_sent());
    }
    EXPECT_FALSE(read_challenge(R"({"tsv_state":"totp"})").is_sent());
}

TEST(TokenReply, SaysWhenRingSendsAnotherCode) {
    for (const auto& [body, next] : {
             std::pair(R"({"next_time_in_secs":60})", std::optional(60s)),
             std::pair(R"({"next_time_in_secs":"45"})", std::optional(45s)),
             std::pair(R"({"next_time_in_secs":0})", std::optional(0s)),
             std::pair(R"({"next_time_in_secs":1e300})", std::optional(86400s)),
             std::pair(R"({"next_time_in_secs":-1})", std::optional<std::chrono::seconds>()),
             std::pair(R"({"next_time_in_secs":null})", std::optional<std::chrono::seconds>()),
             std::pair("", std::optional<std::chrono::seconds>()),
         }) {
        EXPECT_EQ(read_challenge(body).next_code_after, next) << body;
    }
}

TEST(TokenReply, AsksForATwoFactorCodeByA2xxWithoutTokensToo) {
    const auto asks = [](int status, std::string_view body) {
        return std::holds_alternative<TwoFactorChallenge>(read_token_reply(response(status, body)));
    };
    for (const int status : {200, 201, 202}) {
        EXPECT_TRUE(asks(status, k_by_sms)) << status;
        EXPECT_TRUE(asks(status, R"({"tsv_methods":["sms"]})")) << status;
        EXPECT_FALSE(asks(status, k_success)) << status;
        EXPECT_FALSE(asks(status, R"({"access_token":"a","tsv_state":"sms"})")) << status;
    }
    EXPECT_TRUE(asks(202, "{}"));
    EXPECT_TRUE(asks(202, R"({"access_token":null,"next_time_in_secs":60})"));
    // A firewall answers so, too.
    EXPECT_FALSE(asks(202, ""));
    EXPECT_FALSE(asks(202, k_edge_page));
    EXPECT_FALSE(asks(202, R"({"error":"try later"})"));
    EXPECT_FALSE(asks(200, "{}"));
    EXPECT_FALSE(asks(400, k_by_sms));
}

TEST(TokenReply, AsksForATwoFactorCodeByARedirectToIt) {
    const auto asks = [](int status, const char* location) {
        return is_challenge(response(status, "", {{"Location", location}}));
    };
    for (const char* location : {"/oauth/v2/2fa", "/oauth/v2/2fa/verify?x=1", "2fa/verify",
                                 "https://ring.com/users/2FA", "//account.ring.com/2fa"}) {
        EXPECT_TRUE(asks(302, location)) << location;
    }
    for (const char* location :
         {"/oauth/v2/authorize", "https://2fa.example/", "/signin?next=/2fa", "/signin#/2fa", ""}) {
        EXPECT_FALSE(asks(302, location)) << location;
    }
    EXPECT_FALSE(asks(200, "/oauth/v2/2fa"));
    EXPECT_FALSE(is_challenge(response(302, "")));
}

TEST(TokenReply, KeepsThePhoneNumberShort) {
    const std::string body = fmt::format(R"({{"phone":"{}"}})", std::string(5000, '1'));
    EXPECT_LE(read_challenge(body).phone.size(), 50U);
}

constexpr std::string_view k_json_outage = R"({"error":860004,"msg":"No available app brokers"})";

struct RefusalCase {
    int status;
    std::string_view body;
    Reason reason;
};

TEST(LoginRefusals, AreSortedByWhatAClientMustDo) {
    for (const auto& [status, body, reason] : {
             RefusalCase{400, k_wrong_code, Reason::wrong_code},
             RefusalCase{400, R"({"error":"VERIFICATION CODE wrong"})", Reason::wrong_code},
             RefusalCase{400, R"({"msg":"Verification Code is \u0069nvalid"})", Reason::wrong_code},
             RefusalCase{400, R"({"errors":[{"text":"Verification Code is invalid"}]})",
                         Reason::wrong_code},
             RefusalCase{400, "Verification Code is invalid or expired", Reason::wrong_code},
             RefusalCase{400, k_throttled_old, Reason::throttled},
             RefusalCase{400, k_throttled, Reason::throttled},
             RefusalCase{400, R"({"error":"Too Many Requests from dependency service"})",
                         Reason::throttled},
             RefusalCase{400, R"({"error":"invalid_grant"})", Reason::invalid_grant},
             RefusalCase{400, R"({"error":"invalid_grant","err_msg":"too many requests"})",
                         Reason::throttled},
             RefusalCase{400, R"({"error":["invalid_grant"]})", Reason::other},
             RefusalCase{400, R"({"error":"unsupported_grant_type"})", Reason::other},
             RefusalCase{400, R"({"error":"unauthorized_client"})", Reason::other},
             RefusalCase{400, R"({"code":1,"error":"hardware_id missing"})", Reason::other},
             RefusalCase{400, "", Reason::other},
             RefusalCase{400, "{", Reason::other},
             RefusalCase{400, k_edge_page, Reason::out_of_order},
             RefusalCase{401, k_dead_token, Reason::denied},
             RefusalCase{401, k_wrong_password, Reason::denied},
             RefusalCase{401, "", Reason::denied},
             RefusalCase{401, k_edge_page, Reason::denied},
             RefusalCase{401, R"({"error":"unauthorized_client","error_description":"no"})",
                         Reason::other},
             RefusalCase{403, "", Reason::other},
             RefusalCase{403, k_edge_page, Reason::out_of_order},
             RefusalCase{404, "{}", Reason::other},
             RefusalCase{405, "", Reason::other},
             RefusalCase{406, "Not Acceptable", Reason::not_acceptable},
             RefusalCase{406, k_edge_page, Reason::not_acceptable},
             RefusalCase{406, k_throttled, Reason::not_acceptable},
             RefusalCase{408, "", Reason::out_of_order},
             RefusalCase{422, "", Reason::other},
             RefusalCase{429, "", Reason::throttled},
             RefusalCase{429, k_edge_page, Reason::throttled},
             RefusalCase{302, "", Reason::other},
             RefusalCase{302, k_edge_page, Reason::other},
             RefusalCase{500, k_edge_page, Reason::out_of_order},
             RefusalCase{500, k_json_outage, Reason::out_of_order},
             RefusalCase{503, "", Reason::out_of_order},
             RefusalCase{504, R"({"error":"Gateway Timeout","status_code":504})",
                         Reason::out_of_order},
             RefusalCase{0, "", Reason::out_of_order},
             RefusalCase{599, k_wrong_code, Reason::out_of_order},
         }) {
        const LoginRefusal refusal = refusal_of(response(status, body));
        EXPECT_EQ(refusal.reason, reason) << status << ' ' << body;
        EXPECT_EQ(refusal.status, status);
        EXPECT_EQ(read_refusal(response(status, body)).reason, reason) << status << ' ' << body;
    }
}

TEST(LoginRefusals, FindTheWrongCodeInAHeaderToo) {
    const http::Headers headers{{"WWW-Authenticate", "Basic"},
                                {"www-authenticate", "verification code is invalid or expired"}};
    EXPECT_EQ(refusal_of(response(400, "{}", headers)).reason, Reason::wrong_code);
    EXPECT_EQ(refusal_of(response(401, "{}", headers)).reason, Reason::denied);
}

TEST(LoginRefusals, CarryTheWaitThatTheServiceAsksFor) {
    EXPECT_EQ(refusal_of(response(429, "", {{"Retry-After", "179"}})).retry_after, 179s);
    EXPECT_EQ(refusal_of(response(429, "")).retry_after, std::nullopt);
    EXPECT_EQ(refusal_of(response(406, "", {{"Retry-After", "5"}})).reason, Reason::throttled);
    EXPECT_EQ(refusal_of(response(400, k_throttled, {{"Retry-After", "60"}})).retry_after, 60s);
}

TEST(LoginRefusals, RepeatTheWordsOfTheService) {
    EXPECT_EQ(refusal_of(response(401, k_dead_token)).detail,
              "invalid_grant: token is invalid or does not exists");
    EXPECT_EQ(refusal_of(response(400, k_wrong_code)).detail,
              "Verification Code is invalid or expired: bad request response from dependency "
              "service");
    EXPECT_EQ(refusal_of(response(401, R"({"error":"no","error_description":"no"})")).detail, "no");
    EXPECT_EQ(refusal_of(response(400, R"({"error":" \u001b[31mred\nline "})")).detail,
              "[31mred line");
    EXPECT_EQ(refusal_of(response(401, R"({"error":"unauthorized_client"})")).detail,
              "unauthorized_client");
    EXPECT_EQ(refusal_of(response(401, R"({"error":["a"],"err_msg":5,"other":"words"})")).detail,
              "");
    EXPECT_EQ(refusal_of(response(500, k_edge_page)).detail, "");
}

TEST(LoginRefusals, NeverRepeatASecret) {
    for (const std::string_view text :
         {"token eyJhbGciOiJub25lIn0 is invalid", "no user kim@example.test",
          "Session not found for 5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e"}) {
        const std::string body = fmt::format(
            R"({{"error":"denied","error_description":"{}","err_msg":"{}"}})", text, text);
        EXPECT_EQ(refusal_of(response(401, body)).detail, "denied") << text;
    }
    const LoginRefusal refusal =
        refusal_of(response(500, R"({"error":"x","refresh_token":"sim-r1","password":"pw"})"));
    EXPECT_EQ(refusal.detail, "x");
}

TEST(LoginRefusals, AreShort) {
    const std::string words = test::repeated("\xc3\xbc\xe2\x82\xac ", 1000);
    const LoginRefusal refusal =
        refusal_of(response(500, fmt::format(R"({{"error":"{}"}})", words)));
    EXPECT_LE(refusal.detail.size(), 200U);
    EXPECT_GE(refusal.detail.size(), 190U);
    EXPECT_THAT(refusal.detail, Not(HasSubstr("\xef\xbf\xbd")));
}

TEST(TokenReply, IsReadWhateverTheBytes) {
    for (const std::string_view body : {k_success, k_awkward_success, k_by_sms, k_wrong_code,
                                        k_throttled, k_dead_token, k_edge_page}) {
        for (const int status : {200, 400, 412, 500}) {
            test::for_each_damage(body, [&](std::string_view damaged) {
                const TokenReply reply = read_token_reply(response(status, damaged));
                if (const auto* refusal = std::get_if<LoginRefusal>(&reply)) {
                    ASSERT_LE(refusal->detail.size(), 200U);
                    ASSERT_EQ(refusal->detail.find("eyJ"), std::string::npos);
                } else if (const auto* tokens = std::get_if<Tokens>(&reply)) {
                    ASSERT_FALSE(tokens->access_token.empty());
                }
            });
        }
    }
    for (const std::string& bomb :
         {test::repeated("[", 1'000'000), test::repeated("{\"a\":", 200'000)}) {
        EXPECT_EQ(refusal_of(response(200, bomb)).reason, Reason::out_of_order);
    }
}

} // namespace
} // namespace ring
