// SPDX-License-Identifier: Apache-2.0
#include "unit/ring/login/login_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ring {
namespace {

using base::ErrorCode;
using settings::TokenEncoding;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST_F(LogIn, a_closed_token_endpoint_leads_to_the_browsers_flow_by_itself) {
    closed_token_endpoint();
    browser_challenge();
    browser_verify();
    browser_tokens();
    dialog.codes = {"123456"};
    const LoginResult result = log_in();
    EXPECT_EQ(result.tokens.refresh_token.reveal(), "sim-r1");
    EXPECT_EQ(result.encoding, TokenEncoding::form);
    EXPECT_THAT(codes_verified(), ElementsAre("123456"));
    EXPECT_THAT(dialog.asked, ElementsAre(false));
}

TEST_F(LogIn, a_code_up_front_is_carried_over_to_the_browsers_flow) {
    closed_token_endpoint();
    browser_challenge();
    browser_verify();
    browser_tokens();
    log_in(LoginFlow::automatic, "123456");
    EXPECT_THAT(codes_sent(), Each("123456"));
    EXPECT_THAT(codes_verified(), ElementsAre("123456"));
    EXPECT_THAT(dialog.asked, IsEmpty());
}

TEST_F(LogIn, an_empty_code_has_the_browsers_flow_begin_again) {
    browser_challenge();
    browser_challenge();
    browser_verify();
    browser_tokens();
    dialog.codes = {"", "123456"};
    EXPECT_EQ(log_in(LoginFlow::browser).tokens.refresh_token.reveal(), "sim-r1");
    EXPECT_THAT(codes_verified(), ElementsAre("123456"));
    EXPECT_THAT(dialog.asked, ElementsAre(false, false));
}

TEST_F(LogIn, a_code_carried_over_in_vain_is_asked_for_anew) {
    closed_token_endpoint();
    browser_challenge();
    browser_verify(400);
    browser_verify();
    browser_tokens();
    dialog.codes = {"654321"};
    log_in(LoginFlow::automatic, "123456");
    EXPECT_THAT(codes_verified(), ElementsAre("123456", "654321"));
    EXPECT_THAT(dialog.asked, ElementsAre(true));
}

TEST_F(LogIn, both_ways_closed_leave_the_import_of_a_token) {
    closed_token_endpoint();
    client.expect("GET", "/oauth/v2/authorize", test::response(406));
    client.expect("GET", "/oauth/v2/authorize", test::response(406));
    const base::Error closed = error();
    EXPECT_EQ(closed.code(), ErrorCode::service_unavailable);
    EXPECT_THAT(closed.hint(), HasSubstr("--refresh-token"));
}

TEST_F(LogIn, the_browsers_flow_can_be_pinned) {
    browser_challenge();
    browser_verify();
    browser_tokens();
    dialog.codes = {"123456"};
    EXPECT_EQ(log_in(LoginFlow::browser).encoding, TokenEncoding::form);
    EXPECT_THAT(codes_sent(), IsEmpty());
}

TEST_F(LogIn, three_wrong_codes_are_the_end_of_the_browsers_flow_too) {
    browser_challenge();
    browser_verify(400);
    browser_verify(401);
    browser_verify(400);
    dialog.codes = {"1", "2", "3", "4"};
    EXPECT_EQ(error(LoginFlow::browser).code(), ErrorCode::two_factor);
}

TEST_F(LogIn, a_refused_password_in_the_browsers_flow_is_no_outage) {
    browser_page();
    client.expect("POST", "/oauth/v2/signin", test::response(401, k_wrong_password));
    EXPECT_EQ(error(LoginFlow::browser).code(), ErrorCode::not_logged_in);
}

TEST_F(LogIn, a_browser_login_without_a_code_is_completed_by_a_later_process) {
    closed_token_endpoint();
    browser_challenge();
    EXPECT_EQ(error().code(), ErrorCode::two_factor);
    ASSERT_EQ(dialog.kept.size(), 1U);
    EXPECT_THAT(dialog.kept.front(), Not(HasSubstr("p&ss")));
    EXPECT_THAT(dialog.kept.front(), Not(HasSubstr("kim@example.test")));

    const std::size_t before = client.requests().size();
    dialog.stored = dialog.kept.front();
    browser_verify();
    browser_tokens();
    EXPECT_EQ(log_in(LoginFlow::automatic, "123456").encoding, TokenEncoding::form);
    const auto targets = test::targets(client.requests());
    // No request that would have Ring send another code.
    EXPECT_THAT(
        std::vector<std::string>(targets.begin() + static_cast<std::ptrdiff_t>(before),
                                 targets.end()),
        ElementsAre("POST /oauth/v2/2fa/verify", "GET /oauth/v2/authorize", "POST /oauth/token"));
    EXPECT_THAT(codes_verified(), ElementsAre("123456"));
}

TEST_F(LogIn, a_wrong_code_leaves_the_pending_login_for_another_try) {
    browser_challenge();
    EXPECT_EQ(error(LoginFlow::browser).code(), ErrorCode::two_factor);
    dialog.stored = dialog.kept.front();
    browser_verify(400);
    EXPECT_EQ(error(LoginFlow::automatic, "111111").code(), ErrorCode::two_factor);
    ASSERT_EQ(dialog.kept.size(), 2U);
    dialog.stored = dialog.kept.back();
    browser_verify();
    browser_tokens();
    log_in(LoginFlow::automatic, "222222");
    EXPECT_THAT(codes_verified(), ElementsAre("111111", "222222"));
}

TEST_F(LogIn, a_pending_login_without_a_code_is_not_taken_up) {
    dialog.stored = "{}";
    tokens();
    EXPECT_EQ(log_in().encoding, TokenEncoding::json);
    EXPECT_THAT(client.requests_to("/oauth/v2"), IsEmpty());
}

TEST_F(LogIn, a_damaged_pending_login_starts_anew_with_the_code) {
    dialog.stored = "<html>";
    browser_challenge();
    browser_verify();
    browser_tokens();
    log_in(LoginFlow::automatic, "123456");
    EXPECT_THAT(codes_verified(), ElementsAre("123456"));
}

} // namespace
} // namespace ring
