// SPDX-License-Identifier: Apache-2.0
#include "ring/login.hpp"
#include "support/account.hpp"
#include "support/error_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <string>
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
using testing::StartsWith;
using Reason = LoginRefusal::Reason;

constexpr auto k_by_sms = R"({"tsv_state":"sms","phone":"+49xxxxxxx17","next_time_in_secs":60})";
constexpr auto k_wrong_code = R"({"error":"Verification Code is invalid or expired",)"
                              R"("err_msg":"bad request response from dependency service"})";
constexpr auto k_wrong_password =
    R"({"error":"access_denied","error_description":"invalid user credentials"})";

/// Gives the codes that it was given.
class FakeDialog final : public LoginDialog {
public:
    void code_wanted(const TwoFactorChallenge& challenge) override {
        said.push_back(describe(challenge));
    }

    std::optional<base::Secret> ask_code(bool after_wrong_code) override {
        asked.push_back(after_wrong_code);
        if (codes.empty()) {
            return std::nullopt;
        }
        const base::Secret code(codes.front());
        codes.pop_front();
        return code;
    }

    void keep_pending(const base::Secret& state) override { kept.push_back(state.reveal()); }

    std::optional<base::Secret> pending() override {
        return stored ? std::optional(base::Secret(*stored)) : std::nullopt;
    }

    std::deque<std::string> codes;
    std::optional<std::string> stored;

    std::vector<std::string> said;
    /// One entry for each time that a code was asked for: whether the one before was wrong.
    std::vector<bool> asked;
    std::vector<std::string> kept;
};

struct LogIn : testing::Test {
    LoginResult log_in(LoginFlow flow = LoginFlow::automatic, const std::string& code = "") {
        return ring::log_in(client, Endpoints(), test::k_hardware_id, "ring-snapshot on kim",
                            {"kim@example.test", base::Secret("p&ss")}, base::Secret(code), flow,
                            dialog, {});
    }

    base::Error error(LoginFlow flow = LoginFlow::automatic, const std::string& code = "") {
        return test::error_of([&] { log_in(flow, code); });
    }

    void token_endpoint(int status, std::string body = {}) {
        client.expect("POST", "/oauth/token", test::response(status, std::move(body)));
    }

    void challenge() { token_endpoint(412, k_by_sms); }

    void wrong_code() { token_endpoint(400, k_wrong_code); }

    void tokens() { client.expect("POST", "/oauth/token", test::new_tokens(1)); }

    void browser_page() {
        client.expect("GET", "/oauth/v2/authorize?redirect_uri", [&](const http::Request& request) {
            browser_state = http::query_parameter(request.url, "state").value_or("");
            return test::response(200, "<input name=_csrf value=t>", "text/html");
        });
    }

    void browser_challenge() {
        browser_page();
        client.expect("POST", "/oauth/v2/signin", test::response(412, k_by_sms));
    }

    void browser_verify(int status = 200) {
        client.expect("POST", "/oauth/v2/2fa/verify", test::response(status, "{}"));
    }

    void browser_tokens() {
        client.expect("GET", "/oauth/v2/authorize", [&](const http::Request&) {
            http::Response response = test::response(302);
            response.headers.add("Location",
                                 "https://ring.com/signin/callback?code=c&state=" + browser_state);
            return response;
        });
        tokens();
    }

    /// The codes that went with the requests to the token endpoint by password; "" for none.
    std::vector<std::string> codes_sent() const {
        std::vector<std::string> codes;
        for (const http::Request& request : client.requests_to("/oauth/token")) {
            if (const auto code = request.headers.get("2fa-code")) {
                codes.push_back(*code);
            }
        }
        return codes;
    }

    std::vector<std::string> codes_verified() const {
        std::vector<std::string> codes;
        for (const http::Request& request : client.requests_to("/oauth/v2/2fa/verify")) {
            codes.push_back(
                http::query_parameter("http://form/?" + request.body, "2fa_code").value_or(""));
        }
        return codes;
    }

    test::ManualClock clock;
    test::FakeHttpClient client{clock};
    FakeDialog dialog;
    std::string browser_state;
};

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

    challenge();
    dialog.codes = {""};
    EXPECT_EQ(error().code(), ErrorCode::two_factor);
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

TEST_F(LogIn, a_closed_token_endpoint_leads_to_the_browsers_flow_by_itself) {
    token_endpoint(406, "Not Acceptable");
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

TEST_F(LogIn, a_token_endpoint_that_closes_after_the_code_costs_no_second_code) {
    challenge();
    token_endpoint(406, "<html><head><title>406 Not Acceptable</title></head></html>");
    browser_challenge();
    browser_verify();
    browser_tokens();
    dialog.codes = {"123456"};
    log_in();
    EXPECT_THAT(codes_verified(), ElementsAre("123456"));
    EXPECT_THAT(dialog.asked, ElementsAre(false));
}

TEST_F(LogIn, a_code_up_front_is_carried_over_to_the_browsers_flow) {
    token_endpoint(406);
    browser_challenge();
    browser_verify();
    browser_tokens();
    log_in(LoginFlow::automatic, "123456");
    EXPECT_THAT(codes_sent(), ElementsAre("123456"));
    EXPECT_THAT(codes_verified(), ElementsAre("123456"));
    EXPECT_THAT(dialog.asked, IsEmpty());
}

TEST_F(LogIn, a_code_carried_over_in_vain_is_asked_for_anew) {
    token_endpoint(406);
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
    token_endpoint(406);
    client.expect("GET", "/oauth/v2/authorize", test::response(406));
    const base::Error closed = error();
    EXPECT_EQ(closed.code(), ErrorCode::service_unavailable);
    EXPECT_THAT(closed.hint(), HasSubstr("--refresh-token"));
}

TEST_F(LogIn, the_token_flow_can_be_pinned) {
    dialog.stored = "{}";
    token_endpoint(406);
    EXPECT_EQ(error(LoginFlow::token, "123456").code(), ErrorCode::service_unavailable);
    tokens();
    EXPECT_EQ(log_in(LoginFlow::token).encoding, TokenEncoding::json);
    EXPECT_THAT(client.requests_to("/oauth/v2"), IsEmpty());
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
    token_endpoint(406);
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

TEST_F(LogIn, nothing_is_kept_pending_by_the_token_flow) {
    challenge();
    EXPECT_EQ(error(LoginFlow::token).code(), ErrorCode::two_factor);
    EXPECT_THAT(dialog.kept, IsEmpty());
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
    EXPECT_EQ(to_error({Reason::out_of_order, 503, "", 5s}, denied).code(), ErrorCode::slow_down);
}

} // namespace
} // namespace ring
