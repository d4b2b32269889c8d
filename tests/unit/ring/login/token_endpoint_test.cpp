// SPDX-License-Identifier: Apache-2.0
#include "ring/login/token_endpoint.hpp"
#include "support/account.hpp"
#include "support/error_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ring {
namespace {

using namespace std::chrono_literals;
using settings::TokenEncoding;
using testing::ElementsAre;

/// An awkward one: what may be missing is, what may be odd is (docs/ring-service.md 2.4).
const Credentials k_credentials{"kim@example.test", base::Secret("p&ss=w\xC3\xB6rd")};

struct TokenEndpointTest : testing::Test {
    http::Request sent() const {
        EXPECT_EQ(client.requests().size(), 1U);
        return client.requests().back();
    }

    void expect_tokens() { client.expect("POST", "/oauth/token", test::new_tokens(2)); }

    test::ManualClock clock;
    test::FakeHttpClient client{clock};
    TokenEndpoint endpoint{client, Endpoints(), {test::k_hardware_id}};
};

TEST_F(TokenEndpointTest, the_password_grant_without_a_code) {
    expect_tokens();
    const TokenReply reply = endpoint.log_in(k_credentials, {}, {});
    EXPECT_EQ(std::get<Tokens>(reply).access_token.reveal(), "sim-a2");
    EXPECT_EQ(sent().method, "POST");
    EXPECT_EQ(sent().url, "https://oauth.ring.com/oauth/token");
    EXPECT_THAT(test::fields(sent()),
                ElementsAre("User-Agent: android:com.ringapp",
                            "hardware_id: 5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e",
                            "Accept: application/json", "2fa-support: true",
                            "2fa-code: ", "Content-Type: application/json"));
    EXPECT_EQ(sent().body,
              R"({"client_id":"ring_official_android","scope":"client","grant_type":"password",)"
              "\"username\":\"kim@example.test\",\"password\":\"p&ss=w\xC3\xB6rd\"}");
}

TEST_F(TokenEndpointTest, the_password_grant_with_a_code_differs_in_the_code_alone) {
    expect_tokens();
    endpoint.log_in(k_credentials, base::Secret("123456"), {});
    EXPECT_THAT(test::fields(sent()),
                ElementsAre("User-Agent: android:com.ringapp",
                            "hardware_id: 5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e",
                            "Accept: application/json", "2fa-support: true", "2fa-code: 123456",
                            "Content-Type: application/json"));
    EXPECT_EQ(sent().body,
              R"({"client_id":"ring_official_android","scope":"client","grant_type":"password",)"
              "\"username\":\"kim@example.test\",\"password\":\"p&ss=w\xC3\xB6rd\"}");
}

TEST_F(TokenEndpointTest, quotes_and_backslashes_in_a_password_arrive_as_they_are) {
    expect_tokens();
    endpoint.log_in({"kim@example.test", base::Secret("a\"b\\c\t\x01/")}, {}, {});
    EXPECT_THAT(sent().body, testing::EndsWith(R"("password":"a\"b\\c\t\u0001/"})"));
}

TEST_F(TokenEndpointTest, a_password_that_is_no_utf_8_is_sent_and_not_thrown_for) {
    expect_tokens();
    endpoint.log_in({"kim@example.test", base::Secret("p\xF6")}, {}, {});
    EXPECT_THAT(sent().body, testing::HasSubstr("\"password\":\"p\xEF\xBF\xBD\""));
}

TEST_F(TokenEndpointTest, the_refresh_grant_in_json) {
    expect_tokens();
    endpoint.refresh(base::Secret("sim-r2+/=="), TokenEncoding::json, {});
    EXPECT_EQ(sent().method, "POST");
    EXPECT_EQ(sent().url, "https://oauth.ring.com/oauth/token");
    EXPECT_THAT(test::fields(sent()),
                ElementsAre("User-Agent: android:com.ringapp",
                            "hardware_id: 5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e",
                            "Accept: application/json", "2fa-support: true",
                            "2fa-code: ", "Content-Type: application/json"));
    EXPECT_EQ(sent().body, R"({"client_id":"ring_official_android","scope":"client",)"
                           R"("grant_type":"refresh_token","refresh_token":"sim-r2+/=="})");
}

TEST_F(TokenEndpointTest, the_refresh_grant_as_a_form_has_no_two_factor_headers) {
    expect_tokens();
    endpoint.refresh(base::Secret("sim-r2+/=="), TokenEncoding::form, {});
    EXPECT_THAT(test::fields(sent()),
                ElementsAre("User-Agent: android:com.ringapp",
                            "hardware_id: 5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e",
                            "Accept: application/json",
                            "Content-Type: application/x-www-form-urlencoded"));
    EXPECT_EQ(sent().body, "client_id=ring_official_android&scope=client&grant_type=refresh_token"
                           "&refresh_token=sim-r2%2B%2F%3D%3D");
}

TEST_F(TokenEndpointTest, the_code_grant_has_no_scope_and_no_two_factor_headers) {
    expect_tokens();
    endpoint.exchange(base::Secret("c+1"), base::Secret("the-verifier_1"), {});
    EXPECT_EQ(sent().method, "POST");
    EXPECT_EQ(sent().url, "https://oauth.ring.com/oauth/token");
    EXPECT_THAT(test::fields(sent()),
                ElementsAre("User-Agent: android:com.ringapp",
                            "hardware_id: 5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e",
                            "Accept: application/json",
                            "Content-Type: application/x-www-form-urlencoded"));
    EXPECT_EQ(sent().body,
              "grant_type=authorization_code&client_id=ring_official_android&code=c%2B1"
              "&redirect_uri=https%3A%2F%2Fring.com%2Fsignin%2Fcallback"
              "&code_verifier=the-verifier_1");
}

TEST_F(TokenEndpointTest, a_stand_in_gets_the_same_path) {
    expect_tokens();
    TokenEndpoint(client, Endpoints("http://127.0.0.1:8080"), {"h"})
        .refresh(base::Secret("r"), TokenEncoding::json, {});
    EXPECT_EQ(sent().url, "http://127.0.0.1:8080/oauth/token");
}

TEST_F(TokenEndpointTest, a_refresh_under_way_goes_on_for_ten_seconds_after_a_stop) {
    struct Case {
        std::chrono::seconds late;
        bool is_answered;
    };

    for (const Case each : {Case{9s, true}, Case{11s, false}}) {
        std::stop_source stop;
        client.expect("POST", "/oauth/token", [&](const http::Request&) {
            stop.request_stop();
            clock.advance(each.late);
            return test::new_tokens(2);
        });
        const auto refresh = [&] {
            return endpoint.refresh(base::Secret("r"), TokenEncoding::json, stop.get_token());
        };
        if (each.is_answered) {
            EXPECT_TRUE(std::holds_alternative<Tokens>(refresh()));
        } else {
            EXPECT_EQ(test::error_of(refresh).code(), base::ErrorCode::interrupted);
        }
    }
}

TEST_F(TokenEndpointTest, the_exchange_of_the_code_goes_on_after_a_stop_and_a_login_does_not) {
    std::stop_source stop;
    client.always("POST", "/oauth/token", [&](const http::Request&) {
        stop.request_stop();
        return test::new_tokens(2);
    });
    EXPECT_TRUE(std::holds_alternative<Tokens>(
        endpoint.exchange(base::Secret("c"), base::Secret("v"), stop.get_token())));
    stop = std::stop_source();
    EXPECT_EQ(test::error_of([&] { endpoint.log_in(k_credentials, {}, stop.get_token()); }).code(),
              base::ErrorCode::interrupted);
}

} // namespace
} // namespace ring
