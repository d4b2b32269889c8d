// SPDX-License-Identifier: Apache-2.0
#include "ring/login/refresh.hpp"
#include "support/account.hpp"
#include "support/error_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace ring {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using http::Fault;
using settings::TokenEncoding;
using settings::UserAgent;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::Ge;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Le;
using testing::Not;

struct RefreshTokens : testing::Test {
    RefreshTokens() {
        stored.hardware_id = test::k_hardware_id;
        stored.refresh_token = base::Secret("sim-r1");
        stored.access_token = base::Secret("sim-a1");
        stored.access_token_expires = clock.now() - 1h;
        stored.access_token_life = 1h;
    }

    std::chrono::seconds refresh(std::stop_token stop = {}) {
        return refresh_tokens(stored, client, Endpoints(), clock, denied, stop);
    }

    /// The error of a refresh that must leave the settings alone.
    base::Error error(std::stop_token stop = {}) {
        const std::string before = to_text(stored);
        const base::Error error = test::error_of([&] { refresh(stop); });
        EXPECT_EQ(to_text(stored), before);
        return error;
    }

    void expect(const http::Response& response) { client.expect("POST", "/oauth/token", response); }

    /// As when an HTTP/2 stream is reset.
    void expect_http2_fault() {
        client.expect("POST", "/oauth/token", [](const http::Request&) -> http::Response {
            throw http::TransportError(Fault::broken, "the stream was reset", {}, {}, true);
        });
    }

    void expect(Fault fault) {
        client.expect("POST", "/oauth/token", [fault](const http::Request&) -> http::Response {
            throw http::TransportError(fault, "no answer", "look at the network");
        });
    }

    /// The encoding and the User-Agent of each request: "json bare".
    std::vector<std::string> variants() const {
        std::vector<std::string> found;
        for (const http::Request& request : client.requests()) {
            const bool full = request.headers.get("User-Agent") == k_full_user_agent;
            found.push_back(std::string(request.body.starts_with("{") ? "json" : "form") +
                            (full ? " full" : " bare"));
        }
        return found;
    }

    test::ManualClock clock;
    test::FakeHttpClient client{clock};
    settings::Settings stored;
    const base::Error denied{ErrorCode::not_logged_in, "denied", "log in"};
};

TEST(StoreTokens, puts_in_what_a_later_run_starts_from) {
    test::ManualClock clock;
    settings::Settings settings;
    settings.password_login = settings::PasswordLogin::refused;
    store_tokens(settings, {base::Secret("a"), base::Secret("r"), 300s}, TokenEncoding::form,
                 settings::UserAgent::full, clock.now());
    EXPECT_EQ(settings.access_token.reveal(), "a");
    EXPECT_EQ(settings.refresh_token.reveal(), "r");
    EXPECT_EQ(settings.access_token_life, 300s);
    EXPECT_EQ(settings.access_token_expires, clock.now() + 300s);
    EXPECT_EQ(settings.token_encoding, TokenEncoding::form);
    EXPECT_EQ(settings.user_agent, settings::UserAgent::full);
    EXPECT_EQ(settings.password_login, settings::PasswordLogin::untried);
}

TEST(StoreTokens, without_a_new_refresh_token_the_stored_one_stays) {
    settings::Settings settings;
    settings.refresh_token = base::Secret("r1");
    store_tokens(settings, {base::Secret("a"), {}, 300s}, TokenEncoding::json,
                 settings::UserAgent::bare, {});
    EXPECT_EQ(settings.refresh_token.reveal(), "r1");
}

TEST_F(RefreshTokens, replaces_both_tokens) {
    expect(test::new_tokens(2, 300));
    EXPECT_EQ(refresh(), 300s);
    EXPECT_EQ(stored.access_token.reveal(), "sim-a2");
    EXPECT_EQ(stored.refresh_token.reveal(), "sim-r2");
    EXPECT_EQ(stored.access_token_expires, clock.now() + 300s);
    EXPECT_THAT(client.requests().at(0).body, HasSubstr("\"refresh_token\":\"sim-r1\""));
    EXPECT_EQ(client.requests().at(0).headers.get("hardware_id"), test::k_hardware_id);
}

TEST_F(RefreshTokens, a_406_is_tried_with_the_other_user_agent_which_is_remembered) {
    for (const auto& [first, second] : {std::pair(UserAgent::bare, UserAgent::full),
                                        std::pair(UserAgent::full, UserAgent::bare)}) {
        stored.user_agent = first;
        expect(test::response(406, "Not Acceptable", "text/plain"));
        expect(test::new_tokens(2));
        refresh();
        EXPECT_EQ(stored.user_agent, second);
        EXPECT_EQ(stored.token_encoding, TokenEncoding::json);
    }
    EXPECT_THAT(variants(), ElementsAre("json bare", "json full", "json full", "json bare"));
    EXPECT_THAT(clock.sleeps(), IsEmpty());
}

TEST_F(RefreshTokens, a_406_that_stays_is_tried_in_the_other_encoding_which_is_remembered) {
    for (const auto& [first, second] : {std::pair(TokenEncoding::json, TokenEncoding::form),
                                        std::pair(TokenEncoding::form, TokenEncoding::json)}) {
        stored.token_encoding = first;
        expect(test::response(406));
        expect(test::response(406));
        expect(test::new_tokens(2));
        refresh();
        EXPECT_EQ(stored.token_encoding, second);
        // It was not what Ring refused.
        EXPECT_EQ(stored.user_agent, UserAgent::bare);
    }
    EXPECT_THAT(variants(), ElementsAre("json bare", "json full", "form bare", "form bare",
                                        "form full", "json bare"));
    EXPECT_THAT(clock.sleeps(), IsEmpty());
}

TEST_F(RefreshTokens, a_406_to_all_four_variants_is_an_outage_and_costs_no_session) {
    for (int i = 0; i < 4; ++i) {
        expect(test::response(406));
    }
    const base::Error refused = error();
    EXPECT_EQ(refused.code(), ErrorCode::service_unavailable);
    EXPECT_THAT(refused.hint(), HasSubstr("home connection"));
    EXPECT_THAT(variants(), ElementsAre("json bare", "json full", "form bare", "form full"));
}

TEST_F(RefreshTokens, the_hardware_id_of_a_token_in_use_is_never_changed) {
    for (int i = 0; i < 3; ++i) {
        expect(test::response(406));
    }
    expect(test::new_tokens(2));
    refresh();
    for (const http::Request& request : client.requests()) {
        EXPECT_EQ(request.headers.get("hardware_id"), test::k_hardware_id);
    }
    EXPECT_EQ(stored.hardware_id, test::k_hardware_id);
}

TEST_F(RefreshTokens, passing_faults_between_refusals_are_tried_three_times_in_all) {
    expect(test::response(503));
    expect(test::response(406));
    expect(test::response(503));
    expect(test::response(503));
    EXPECT_EQ(error().code(), ErrorCode::service_unavailable);
    EXPECT_THAT(variants(), ElementsAre("json bare", "json bare", "json full", "json full"));
}

TEST_F(RefreshTokens, an_invalid_grant_is_what_the_caller_says_of_it) {
    expect(test::response(400, R"({"error":"invalid_grant"})"));
    const base::Error dead = error();
    EXPECT_EQ(dead.code(), ErrorCode::not_logged_in);
    EXPECT_EQ(dead.hint(), "log in");
}

TEST_F(RefreshTokens, a_dead_token_is_what_the_caller_says_of_it) {
    for (const char* body :
         {R"({"error":"invalid_grant","error_description":"token is invalid or does not exists"})",
          R"({"error":"access_denied"})", "", "<html></html>"}) {
        expect(test::response(401, body));
        const base::Error dead = error();
        EXPECT_EQ(dead.code(), ErrorCode::not_logged_in) << body;
        EXPECT_EQ(dead.message(), "denied");
        EXPECT_EQ(dead.hint(), "log in");
    }
}

TEST_F(RefreshTokens, a_lost_answer_is_recovered_with_the_same_token) {
    expect(Fault::broken);
    expect(Fault::timed_out);
    expect(test::new_tokens(2));
    refresh();
    EXPECT_EQ(stored.refresh_token.reveal(), "sim-r2");
    for (const http::Request& request : client.requests()) {
        EXPECT_THAT(request.body, HasSubstr("\"refresh_token\":\"sim-r1\""));
    }
    EXPECT_THAT(clock.sleeps(), ElementsAre(AllOf(Ge(500ms), Le(1s)), AllOf(Ge(1s), Le(2s))));
}

TEST_F(RefreshTokens, the_last_try_after_a_fault_of_http_2_goes_by_http_1) {
    expect_http2_fault();
    expect_http2_fault();
    expect(test::new_tokens(2));
    refresh();
    expect_http2_fault();
    expect(test::response(503));
    expect(test::new_tokens(3));
    refresh();
    constexpr auto any = http::Version::any;
    std::vector<http::Version> versions;
    for (const http::Request& request : client.requests()) {
        versions.push_back(request.version);
    }
    EXPECT_THAT(versions, ElementsAre(any, any, http::Version::http1, any, any, any));
}

TEST_F(RefreshTokens, passing_faults_are_tried_three_times_in_all) {
    for (const Fault fault :
         {Fault::not_connected, Fault::timed_out, Fault::broken, Fault::cut_off}) {
        for (int i = 0; i < 3; ++i) {
            expect(fault);
        }
        const base::Error failed = error();
        EXPECT_EQ(failed.code(), ErrorCode::service_unavailable);
        EXPECT_THAT(failed.message(), HasSubstr("no answer"));
        EXPECT_EQ(failed.hint(), "look at the network");
    }
    for (const int status : {408, 500, 502, 503, 504}) {
        for (int i = 0; i < 3; ++i) {
            expect(test::response(status, "<html></html>", "text/html"));
        }
        EXPECT_EQ(error().code(), ErrorCode::service_unavailable) << status;
    }
    // 4 + 5 rounds of two waits.
    EXPECT_EQ(clock.sleeps().size(), 18U);
}

TEST_F(RefreshTokens, a_success_that_is_no_token_reply_is_recovered_with_the_same_token) {
    expect(test::response(200, ""));
    expect(test::response(200, R"({"access_token":"eyJhb)"));
    expect(test::new_tokens(2));
    refresh();
    EXPECT_EQ(stored.refresh_token.reveal(), "sim-r2");
    for (int i = 0; i < 3; ++i) {
        expect(test::response(200, "<html>maintenance</html>"));
    }
    EXPECT_EQ(error().code(), ErrorCode::service_unavailable);
}

TEST_F(RefreshTokens, no_code_can_be_wrong_where_none_was_sent) {
    expect(test::response(400, R"({"error":"Verification Code is invalid or expired"})"));
    EXPECT_EQ(error().code(), ErrorCode::service_unavailable);
}

TEST_F(RefreshTokens, what_will_not_pass_is_tried_once) {
    expect(Fault::tls);
    EXPECT_EQ(error().code(), ErrorCode::service_unavailable);
    for (const auto& [status, body] :
         std::vector<std::pair<int, const char*>>{{400, R"({"error":"unsupported_grant_type"})"},
                                                  {400, R"({"error":"unauthorized_client"})"},
                                                  {401, R"({"error":"unauthorized_client"})"},
                                                  {403, ""},
                                                  {302, ""}}) {
        expect(test::response(status, body));
        EXPECT_EQ(error().code(), ErrorCode::service_unavailable) << status << body;
    }
    EXPECT_THAT(clock.sleeps(), IsEmpty());
}

TEST_F(RefreshTokens, a_service_that_asks_to_slow_down_is_left_alone_at_once) {
    const auto with_pause = [](int status) {
        http::Response response = test::response(status);
        response.headers.add("Retry-After", "120");
        return response;
    };
    for (const http::Response& response :
         {test::response(429), with_pause(503), with_pause(406), with_pause(403),
          test::response(400, R"({"error":"too many requests from dependency service"})")}) {
        expect(response);
        const base::Error slow = error();
        EXPECT_EQ(slow.code(), ErrorCode::slow_down) << response.status;
        EXPECT_THAT(slow.hint(), HasSubstr("wait "));
    }
    EXPECT_THAT(clock.sleeps(), IsEmpty());
}

TEST_F(RefreshTokens, a_code_that_is_wanted_again_is_said) {
    expect(test::response(412, "{}"));
    EXPECT_EQ(error().code(), ErrorCode::two_factor);
}

TEST_F(RefreshTokens, a_stop_between_two_tries_ends_it) {
    std::stop_source stop;
    client.expect("POST", "/oauth/token", [&](const http::Request&) -> http::Response {
        stop.request_stop();
        throw http::TransportError(Fault::broken, "no answer");
    });
    EXPECT_EQ(error(stop.get_token()).code(), ErrorCode::interrupted);
}

TEST_F(RefreshTokens, a_stop_while_the_request_is_under_way_does_not_lose_the_new_token) {
    std::stop_source stop;
    client.expect("POST", "/oauth/token", [&](const http::Request&) {
        stop.request_stop();
        clock.advance(5s);
        return test::new_tokens(2);
    });
    refresh(stop.get_token());
    EXPECT_EQ(stored.refresh_token.reveal(), "sim-r2");
}

TEST_F(RefreshTokens, errors_never_show_the_token) {
    stored.refresh_token = base::Secret("secret-token");
    expect(test::response(400, R"({"error":"bad","error_description":"the token eyJhbGci.x"})"));
    const base::Error shown = error();
    EXPECT_THAT(shown.message() + shown.hint(), Not(HasSubstr("secret-token")));
    EXPECT_THAT(shown.message() + shown.hint(), Not(HasSubstr("eyJ")));
}

} // namespace
} // namespace ring
