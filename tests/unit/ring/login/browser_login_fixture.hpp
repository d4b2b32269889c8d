// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/url.hpp"
#include "ring/login/browser_login.hpp"
#include "support/account.hpp"
#include "support/error_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace ring {

inline const Credentials k_credentials{"kim@example.test", base::Secret("p&ss=w\xC3\xB6rd")};

inline constexpr auto k_page = R"(<!DOCTYPE html><html><body><form method="post">)"
                               R"(<input type="hidden" name="csrf-token" value="csrf+1">)"
                               R"(<input name="username"><input name="password" type="password">)"
                               R"(</form></body></html>)";
inline constexpr auto k_challenge =
    R"({"tsv_state":"sms","phone":"+49xxxxxxx17","next_time_in_secs":60})";
inline constexpr auto k_verified =
    R"({"redirect_url":"/oauth/v2/authorize","status":"auth-completed","user_id":40012345})";

inline http::Response html(std::string body = k_page) {
    return test::response(200, std::move(body), "text/html; charset=utf-8");
}

inline http::Response redirect(std::string location, int status = 302) {
    http::Response response = test::response(status);
    response.headers.add("Location", std::move(location));
    return response;
}

inline http::Response with_cookie(http::Response response, std::string cookie) {
    response.headers.add("Set-Cookie", std::move(cookie));
    return response;
}

inline std::string form_field(const http::Request& request, const char* name) {
    return http::query_parameter("http://form/?" + request.body, name).value_or("no such field");
}

/// One login by the browser's flow and the service in front of it.
struct BrowserLoginTest : testing::Test {
    /// The state that the client sent with its first request.
    std::string state() const {
        return http::query_parameter(client.requests_to("/oauth/v2/authorize?").at(0).url, "state")
            .value_or("no state");
    }

    http::Response callback(const std::string& code = "the-code") const {
        return redirect("https://ring.com/signin/callback?code=" + code + "&state=" + state());
    }

    void expect_page(const http::Response& page = html()) {
        client.expect("GET", "/oauth/v2/authorize?", redirect("/oauth/v2/signin"));
        client.expect("GET", "/oauth/v2/signin", page);
    }

    void expect_challenge() {
        expect_page();
        client.expect("POST", "/oauth/v2/signin", test::response(412, k_challenge));
    }

    /// What follows a code or a password that was accepted.
    void expect_callback_and_tokens() {
        client.expect("GET", "/oauth/v2/authorize",
                      [this](const http::Request&) { return callback(); });
        client.expect("POST", "/oauth/token", test::new_tokens(1));
    }

    TokenReply sign_in() { return login.sign_in(k_credentials, {}); }

    TokenReply verify(const char* code = "123456") { return login.verify(base::Secret(code), {}); }

    base::Error sign_in_error() {
        return test::error_of([this] { sign_in(); });
    }

    /// Expects the error that leaves only the import of a token.
    static void expect_changed(const base::Error& error) {
        EXPECT_EQ(error.code(), base::ErrorCode::service_unavailable);
        EXPECT_THAT(error.hint(), testing::HasSubstr("--refresh-token"));
    }

    test::ManualClock clock;
    test::FakeHttpClient client{clock};
    BrowserLogin login{client, Endpoints(), {test::k_hardware_id}, "ring-snapshot on kim"};
};

} // namespace ring
