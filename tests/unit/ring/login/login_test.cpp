// SPDX-License-Identifier: Apache-2.0
#include "unit/ring/login/login_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace ring {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using settings::TokenEncoding;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Reason = LoginRefusal::Reason;

TEST_F(LogIn, without_two_factor_takes_one_request_and_asks_nobody) {
    tokens();
    const LoginResult result = log_in();
    EXPECT_EQ(result.tokens.refresh_token.reveal(), "sim-r1");
    EXPECT_EQ(result.encoding, TokenEncoding::json);
    EXPECT_THAT(codes_sent(), ElementsAre(""));
    EXPECT_THAT(dialog.said, IsEmpty());
    EXPECT_THAT(dialog.asked, IsEmpty());
}

TEST_F(LogIn, says_where_the_code_was_sent_and_sends_what_the_person_types) {
    challenge();
    tokens();
    dialog.codes = {"123456"};
    EXPECT_EQ(log_in().tokens.access_token.reveal(), "sim-a1");
    EXPECT_THAT(codes_sent(), ElementsAre("", "123456"));
    EXPECT_THAT(dialog.said, ElementsAre("by text message to +49xxxxxxx17"));
    EXPECT_THAT(dialog.asked, ElementsAre(false));
}

TEST_F(LogIn, a_wrong_code_can_be_tried_again_without_a_new_one_being_sent) {
    challenge();
    wrong_code();
    wrong_code();
    tokens();
    dialog.codes = {"111111", "222222", "333333"};
    EXPECT_EQ(log_in().tokens.access_token.reveal(), "sim-a1");
    // A request without a code would have Ring send another.
    EXPECT_THAT(codes_sent(), ElementsAre("", "111111", "222222", "333333"));
    EXPECT_THAT(dialog.asked, ElementsAre(false, true, true));
    EXPECT_THAT(dialog.said, ElementsAre(testing::_));
}

TEST_F(LogIn, a_challenge_in_answer_to_a_code_means_that_the_code_was_wrong) {
    challenge();
    challenge();
    tokens();
    dialog.codes = {"111111", "222222"};
    log_in();
    EXPECT_THAT(dialog.asked, ElementsAre(false, true));
    EXPECT_THAT(dialog.said, ElementsAre(testing::_));
}

TEST_F(LogIn, three_wrong_codes_are_the_end) {
    challenge();
    wrong_code();
    wrong_code();
    wrong_code();
    dialog.codes = {"1", "2", "3", "4"};
    EXPECT_EQ(error().code(), ErrorCode::two_factor);
    EXPECT_THAT(dialog.asked, ElementsAre(false, true, true));
}

TEST_F(LogIn, a_code_that_nobody_gives_is_asked_for_with_the_command_to_run) {
    challenge();
    const base::Error none = error();
    EXPECT_EQ(none.code(), ErrorCode::two_factor);
    EXPECT_THAT(none.hint(), HasSubstr("--2fa-code CODE"));
    EXPECT_THAT(codes_sent(), ElementsAre(""));
}

TEST_F(LogIn, an_empty_code_has_a_new_one_sent) {
    challenge();
    wrong_code();
    challenge();
    tokens();
    dialog.codes = {"111111", "", "222222"};
    log_in();
    EXPECT_THAT(codes_sent(), ElementsAre("", "111111", "", "222222"));
    EXPECT_THAT(dialog.said, ElementsAre(testing::_, testing::_));
    // Of the new code nobody knows yet that it is wrong.
    EXPECT_THAT(dialog.asked, ElementsAre(false, true, false));
}

TEST_F(LogIn, a_new_code_that_ring_does_not_send_ends_the_login) {
    challenge();
    token_endpoint(429);
    dialog.codes = {""};
    EXPECT_EQ(error().code(), ErrorCode::slow_down);
    EXPECT_THAT(dialog.asked, ElementsAre(false));
}

TEST_F(LogIn, a_code_up_front_goes_with_the_first_request) {
    tokens();
    log_in(LoginFlow::automatic, "123456");
    EXPECT_THAT(codes_sent(), ElementsAre("123456"));
    EXPECT_THAT(dialog.asked, IsEmpty());
    EXPECT_THAT(dialog.said, IsEmpty());
}

TEST_F(LogIn, a_wrong_code_up_front_counts_as_the_first_try) {
    wrong_code();
    wrong_code();
    wrong_code();
    dialog.codes = {"222222", "333333", "444444"};
    EXPECT_EQ(error(LoginFlow::automatic, "111111").code(), ErrorCode::two_factor);
    EXPECT_THAT(codes_sent(), ElementsAre("111111", "222222", "333333"));
    EXPECT_THAT(dialog.asked, ElementsAre(true, true));
}

TEST_F(LogIn, a_wrong_code_up_front_with_nobody_to_ask_makes_one_request) {
    wrong_code();
    const base::Error wrong = error(LoginFlow::automatic, "111111");
    EXPECT_EQ(wrong.code(), ErrorCode::two_factor);
    EXPECT_THAT(wrong.message(), HasSubstr("wrong or expired"));
}

TEST_F(LogIn, too_many_codes_say_how_long_to_wait) {
    struct Case {
        int status;
        const char* body;
        const char* retry_after;
        const char* hint;
    };

    for (const Case& each :
         {Case{400,
               R"({"error":"error requesting 2fa service to send code",)"
               R"("err_msg":"too many requests from dependency service"})",
               nullptr, "wait 10 min"},
          Case{400,
               R"({"error":"error requesting 2fa service to send code",)"
               R"("error_description":"too many requests from dependency service"})",
               nullptr, "wait 10 min"},
          Case{429, "", nullptr, "wait 10 min"}, Case{429, "", "179", "wait 2 min 59 s"},
          Case{503, "", "90", "wait 1 min 30 s"}}) {
        http::Response response = test::response(each.status, each.body);
        if (each.retry_after != nullptr) {
            response.headers.add("Retry-After", each.retry_after);
        }
        client.expect("POST", "/oauth/token", response);
        const base::Error slow = error();
        EXPECT_EQ(slow.code(), ErrorCode::slow_down) << each.body;
        EXPECT_THAT(slow.hint(), HasSubstr(each.hint));
    }
}

TEST_F(LogIn, too_many_codes_after_a_wrong_code_are_the_end_as_well) {
    challenge();
    token_endpoint(400, R"({"err_msg":"too many requests from dependency service"})");
    dialog.codes = {"1", "2"};
    EXPECT_EQ(error().code(), ErrorCode::slow_down);
    EXPECT_THAT(dialog.asked, ElementsAre(false));
}

TEST_F(LogIn, a_refused_password_is_no_outage_and_shows_nothing_secret) {
    token_endpoint(401, k_wrong_password);
    const base::Error refused = error();
    EXPECT_EQ(refused.code(), ErrorCode::not_logged_in);
    EXPECT_THAT(refused.message() + refused.hint(), Not(HasSubstr("p&ss")));
    EXPECT_THAT(refused.message() + refused.hint(), Not(HasSubstr("kim@example.test")));
}

TEST_F(LogIn, a_service_out_of_order_is_an_outage_and_not_tried_by_browser) {
    for (const auto& [status, body] :
         std::vector<std::pair<int, const char*>>{{500, "<html>openresty</html>"},
                                                  {502, ""},
                                                  {200, "<html>maintenance</html>"},
                                                  {200, "{}"},
                                                  {302, ""},
                                                  {400, R"({"error":"unsupported_grant_type"})"}}) {
        token_endpoint(status, body);
        EXPECT_EQ(error().code(), ErrorCode::service_unavailable) << status << body;
    }
}

TEST_F(LogIn, the_token_flow_can_be_pinned) {
    dialog.stored = "{}";
    closed_token_endpoint();
    EXPECT_EQ(error(LoginFlow::token, "123456").code(), ErrorCode::service_unavailable);
    tokens();
    EXPECT_EQ(log_in(LoginFlow::token).encoding, TokenEncoding::json);
    EXPECT_THAT(client.requests_to("/oauth/v2"), IsEmpty());
}

TEST_F(LogIn, the_token_flow_keeps_no_more_than_that_a_code_was_sent) {
    challenge();
    EXPECT_EQ(error(LoginFlow::token).code(), ErrorCode::two_factor);
    EXPECT_THAT(dialog.kept, ElementsAre(R"({"flow":"token"})"));
    // Nobody was sent anything.
    token_endpoint(412, R"({"tsv_state":"totp"})");
    EXPECT_EQ(error(LoginFlow::token).code(), ErrorCode::two_factor);
    EXPECT_EQ(dialog.kept.size(), 1U);
}

TEST_F(LogIn, a_fault_of_the_transport_reaches_the_caller) {
    client.expect("POST", "/oauth/token", [](const http::Request&) -> http::Response {
        throw http::TransportError(http::Fault::not_connected, "no connection");
    });
    EXPECT_THROW(log_in(), http::TransportError);
}

TEST(LoginRefusalError, has_the_exit_code_that_its_reason_asks_for) {
    const base::Error denied(ErrorCode::not_logged_in, "denied", "log in");
    const std::vector<std::pair<Reason, ErrorCode>> table = {
        {Reason::wrong_code, ErrorCode::two_factor},
        {Reason::throttled, ErrorCode::slow_down},
        {Reason::denied, ErrorCode::not_logged_in},
        {Reason::invalid_grant, ErrorCode::service_unavailable},
        {Reason::not_acceptable, ErrorCode::service_unavailable},
        {Reason::out_of_order, ErrorCode::service_unavailable},
        {Reason::other, ErrorCode::service_unavailable},
    };
    for (const auto& [reason, code] : table) {
        const base::Error error = to_error({reason, 499, "its own words", {}}, denied);
        EXPECT_EQ(error.code(), code);
        EXPECT_THAT(error.message(), Not(IsEmpty()));
        EXPECT_THAT(error.hint(), Not(IsEmpty()));
    }
    EXPECT_EQ(to_error({Reason::denied, 401, "", {}}, denied).message(), "denied");
    EXPECT_THAT(to_error({Reason::other, 499, "its own words", {}}, denied).message(),
                HasSubstr("its own words"));
    for (const Reason reason :
         {Reason::throttled, Reason::not_acceptable, Reason::out_of_order, Reason::other}) {
        const base::Error error = to_error({reason, 499, "", 5s}, denied);
        EXPECT_EQ(error.code(), ErrorCode::slow_down);
        EXPECT_EQ(error.pause(), 5s);
    }
}

} // namespace
} // namespace ring
