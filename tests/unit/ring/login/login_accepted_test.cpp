// SPDX-License-Identifier: Apache-2.0
// A login that Ring answers with 406 until it likes what the program says it is.
#include "http/url.hpp"
#include "unit/ring/login/login_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ring {
namespace {

using base::ErrorCode;
using settings::UserAgent;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr auto k_by_app = R"({"tsv_state":"totp","phone":"","next_time_in_secs":0})";

struct LogInAs : LogIn {
    /// "bare" or "full", and whether the hardware id is the one that the login began with.
    std::vector<std::string> identities() const {
        std::vector<std::string> found;
        for (const http::Request& request : client.requests_to("/oauth/token")) {
            const bool full = request.headers.get("User-Agent") == k_full_user_agent;
            const bool own = request.headers.get("hardware_id") == test::k_hardware_id;
            found.push_back(std::string(full ? "full" : "bare") + (own ? "" : ", fresh id"));
        }
        return found;
    }

    void refusals(int count) {
        for (int i = 0; i < count; ++i) {
            token_endpoint(406, "Not Acceptable");
        }
    }
};

TEST_F(LogInAs, a_406_is_tried_with_the_full_user_agent_first) {
    refusals(1);
    tokens();
    const LoginResult result = log_in();
    EXPECT_THAT(identities(), ElementsAre("bare", "full"));
    EXPECT_EQ(result.identity.user_agent, UserAgent::full);
    EXPECT_EQ(result.identity.hardware_id, test::k_hardware_id);
    EXPECT_THAT(dialog.new_hardware_ids, IsEmpty());
}

TEST_F(LogInAs, the_full_user_agent_is_the_apps_to_the_letter) {
    refusals(1);
    tokens();
    log_in();
    EXPECT_EQ(client.requests().back().headers.get("User-Agent"),
              "android:com.ringapp:3.113.0(70497080)");
}

TEST_F(LogInAs, a_code_up_front_goes_with_every_try) {
    refusals(2);
    tokens();
    log_in(LoginFlow::automatic, "123456");
    // None without a code: that would have Ring send another.
    EXPECT_THAT(codes_sent(), ElementsAre("123456", "123456", "123456"));
    EXPECT_THAT(identities(), ElementsAre("bare", "full", "full, fresh id"));
}

TEST_F(LogInAs, a_406_that_stays_is_tried_once_with_a_fresh_hardware_id) {
    refusals(2);
    challenge();
    tokens();
    dialog.codes = {"123456"};
    const LoginResult result = log_in();
    EXPECT_THAT(identities(), ElementsAre("bare", "full", "full, fresh id", "full, fresh id"));
    EXPECT_THAT(codes_sent(), ElementsAre("", "", "", "123456"));
    EXPECT_THAT(dialog.new_hardware_ids, ElementsAre(result.identity.hardware_id));
    EXPECT_NE(result.identity.hardware_id, test::k_hardware_id);
    EXPECT_EQ(client.requests().back().headers.get("hardware_id"), result.identity.hardware_id);
}

TEST_F(LogInAs, a_fresh_hardware_id_that_is_told_outlives_a_login_without_a_code) {
    refusals(2);
    challenge();
    EXPECT_EQ(error().code(), ErrorCode::two_factor);
    EXPECT_EQ(dialog.new_hardware_ids.size(), 1U);
}

TEST_F(LogInAs, a_fresh_hardware_id_in_vain_is_dropped_before_the_browsers_flow) {
    refusals(3);
    browser_challenge();
    browser_verify();
    browser_tokens();
    dialog.codes = {"123456"};
    const LoginResult result = log_in();
    EXPECT_EQ(result.identity.hardware_id, test::k_hardware_id);
    EXPECT_THAT(dialog.new_hardware_ids, IsEmpty());
    EXPECT_EQ(
        http::query_parameter(client.requests_to("/oauth/v2/authorize?").at(0).url, "hardware_id"),
        test::k_hardware_id);
}

TEST_F(LogInAs, a_406_after_the_challenge_is_tried_with_the_code_and_the_other_user_agent) {
    challenge();
    refusals(1);
    tokens();
    dialog.codes = {"123456"};
    EXPECT_EQ(log_in().identity.user_agent, UserAgent::full);
    EXPECT_THAT(codes_sent(), ElementsAre("", "123456", "123456"));
    EXPECT_THAT(dialog.asked, ElementsAre(false));
    EXPECT_THAT(dialog.said.size(), 1U);
}

TEST_F(LogInAs, a_406_that_stays_after_the_challenge_costs_no_second_message) {
    for (const char* body : {k_by_sms, "{}", R"({"tsv_state":"email"})"}) {
        token_endpoint(412, body);
        refusals(2);
        dialog.codes = {"123456"};
        const base::Error refused = error();
        EXPECT_EQ(refused.code(), ErrorCode::service_unavailable);
        EXPECT_THAT(refused.hint(), HasSubstr("--flow browser"));
    }
    // Neither a fresh hardware id, which is not what Ring refuses, nor the browser's flow.
    EXPECT_THAT(identities(), Not(testing::Contains(HasSubstr("fresh"))));
    EXPECT_THAT(client.requests_to("/oauth/v2"), IsEmpty());
}

TEST_F(LogInAs, a_406_that_stays_after_a_wrong_code_costs_no_new_message_either) {
    wrong_code();
    refusals(2);
    dialog.codes = {"654321"};
    EXPECT_EQ(error(LoginFlow::automatic, "123456").code(), ErrorCode::service_unavailable);
    EXPECT_THAT(client.requests_to("/oauth/v2"), IsEmpty());
}

TEST_F(LogInAs, a_406_that_stays_for_a_code_of_an_earlier_login_costs_no_second_message) {
    challenge();
    EXPECT_EQ(error().code(), ErrorCode::two_factor);
    ASSERT_EQ(dialog.kept.size(), 1U);
    dialog.stored = dialog.kept.front();
    closed_token_endpoint();
    EXPECT_THAT(error(LoginFlow::automatic, "123456").hint(), HasSubstr("--flow browser"));
    EXPECT_THAT(client.requests_to("/oauth/v2"), IsEmpty());

    tokens();
    EXPECT_EQ(log_in(LoginFlow::automatic, "123456").encoding, settings::TokenEncoding::json);
}

TEST_F(LogInAs, a_login_without_the_code_that_was_sent_may_ask_for_another) {
    dialog.stored = R"({"flow":"token"})";
    closed_token_endpoint();
    browser_challenge();
    browser_verify();
    browser_tokens();
    dialog.codes = {"123456"};
    log_in();
    EXPECT_THAT(codes_verified(), ElementsAre("123456"));
}

TEST_F(LogInAs, a_code_of_an_authenticator_app_goes_over_to_the_browsers_flow) {
    token_endpoint(412, k_by_app);
    refusals(2);
    browser_challenge();
    browser_verify();
    browser_tokens();
    dialog.codes = {"123456"};
    log_in();
    EXPECT_THAT(codes_verified(), ElementsAre("123456"));
    EXPECT_THAT(dialog.asked, ElementsAre(false));
}

TEST_F(LogInAs, what_passed_before_is_tried_first) {
    refusals(1);
    tokens();
    const LoginResult result = ring::log_in(
        client, Endpoints(), {test::k_hardware_id, UserAgent::full}, "d",
        {"kim@example.test", base::Secret("p&ss")}, {}, LoginFlow::automatic, dialog, {});
    EXPECT_THAT(identities(), ElementsAre("full", "bare"));
    EXPECT_EQ(result.identity.user_agent, UserAgent::bare);
}

TEST_F(LogInAs, a_refusal_names_the_home_connection_first_and_the_import_last) {
    refusals(3);
    const std::string hint = error(LoginFlow::token).hint();
    EXPECT_LT(hint.find("home connection"), hint.find("wait some hours"));
    EXPECT_LT(hint.find("wait some hours"), hint.find("ask less often"));
    EXPECT_LT(hint.find("ask less often"), hint.find("--refresh-token"));
    EXPECT_NE(hint.find("--refresh-token"), std::string::npos);
}

TEST_F(LogInAs, a_code_that_the_browsers_flow_could_not_use_is_kept_for_the_next_login) {
    for (const int status : {406, 503}) {
        browser_challenge();
        browser_verify(status);
        if (status == 406) {
            browser_verify(status);
        }
        dialog.codes = {"123456"};
        EXPECT_EQ(error(LoginFlow::browser).code(), ErrorCode::service_unavailable);
    }
    EXPECT_EQ(dialog.kept.size(), 2U);
}

TEST_F(LogInAs, a_code_that_was_used_is_not_kept) {
    browser_challenge();
    browser_verify();
    client.expect("GET", "/oauth/v2/authorize", test::response(503));
    dialog.codes = {"123456"};
    EXPECT_EQ(error(LoginFlow::browser).code(), ErrorCode::service_unavailable);
    EXPECT_THAT(dialog.kept, IsEmpty());
}

TEST_F(LogInAs, a_202_asks_for_a_code_as_a_412_does) {
    token_endpoint(202, R"({"tsv_state":"whatsapp","phone":"+49xxxxxxx17"})");
    tokens();
    dialog.codes = {"123456"};
    log_in();
    EXPECT_THAT(codes_sent(), ElementsAre("", "123456"));
    EXPECT_THAT(dialog.said, ElementsAre("by WhatsApp to +49xxxxxxx17"));
}

TEST_F(LogInAs, a_redirect_to_the_second_factor_asks_for_a_code) {
    http::Response redirect = test::response(302);
    redirect.headers.add("Location", "/oauth/v2/2fa/verify");
    client.expect("POST", "/oauth/token", redirect);
    tokens();
    dialog.codes = {"123456"};
    log_in();
    EXPECT_THAT(codes_sent(), ElementsAre("", "123456"));
}

} // namespace
} // namespace ring
