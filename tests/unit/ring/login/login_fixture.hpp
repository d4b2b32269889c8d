// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/url.hpp"
#include "ring/login/login.hpp"
#include "support/account.hpp"
#include "support/error_of.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ring {

inline constexpr auto k_by_sms =
    R"({"tsv_state":"sms","phone":"+49xxxxxxx17","next_time_in_secs":60})";
inline constexpr auto k_wrong_code = R"({"error":"Verification Code is invalid or expired",)"
                                     R"("err_msg":"bad request response from dependency service"})";
inline constexpr auto k_wrong_password =
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

    void hardware_id_replaced(const std::string& hardware_id) override {
        new_hardware_ids.push_back(hardware_id);
    }

    std::deque<std::string> codes;
    std::optional<std::string> stored;

    std::vector<std::string> said;
    /// One entry for each time that a code was asked for: whether the one before was wrong.
    std::vector<bool> asked;
    std::vector<std::string> kept;
    std::vector<std::string> new_hardware_ids;
};

struct LogIn : testing::Test {
    LoginResult log_in(LoginFlow flow = LoginFlow::automatic, const std::string& code = "") {
        return ring::log_in(client, Endpoints(), {test::k_hardware_id}, "ring-snapshot on kim",
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

    /// Refuses both User-Agents, and a fresh hardware id.
    void closed_token_endpoint() {
        for (int i = 0; i < 3; ++i) {
            token_endpoint(406, "Not Acceptable");
        }
    }

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

} // namespace ring
