// SPDX-License-Identifier: Apache-2.0
#include "ring/login.hpp"

#include "base/duration.hpp"
#include "ring/browser_login.hpp"

#include <fmt/format.h>

#include <functional>

namespace ring {

namespace {

using base::Error;
using base::ErrorCode;

constexpr int k_max_codes = 3;

Error wrong_password() {
    return Error(ErrorCode::not_logged_in, "Ring refuses this e-mail address or password",
                 "check both by signing in at ring.com, then run: ring-snapshot login");
}

Error wrong_code() {
    return Error(ErrorCode::two_factor, "Ring refuses the two-factor code: wrong or expired",
                 "log in again with the newest code");
}

Error no_code() {
    return Error(ErrorCode::two_factor, "Ring wants a two-factor code, and there is nobody to ask",
                 "run the same command with --2fa-code CODE once the code is there; that sends no "
                 "new one");
}

Error slow_down(const char* reason, std::optional<std::chrono::milliseconds> pause) {
    const std::string wait = base::describe_duration(pause.value_or(k_usual_code_pause));
    return Error(ErrorCode::slow_down, fmt::format("Ring asks to slow down: {}", reason),
                 fmt::format("wait {} before the next try", wait), pause);
}

/// Asks for codes and sends each with `send`, until one is taken.
TokenReply try_codes(base::Secret code, LoginDialog& dialog,
                     const std::function<TokenReply(const base::Secret&)>& send) {
    for (int wrong = 0;;) {
        if (code.empty()) {
            const auto answer = dialog.ask_code(wrong > 0);
            if (!answer || answer->empty()) {
                throw wrong > 0 ? wrong_code() : no_code();
            }
            code = *answer;
        }
        TokenReply reply = send(code);
        const auto* refusal = std::get_if<LoginRefusal>(&reply);
        // A repeated challenge means that the service did not take the code either.
        const bool is_wrong = std::holds_alternative<TwoFactorChallenge>(reply) ||
                              (refusal && refusal->reason == LoginRefusal::Reason::wrong_code);
        if (!is_wrong) {
            return reply;
        }
        if (++wrong == k_max_codes) {
            throw wrong_code();
        }
        code = {};
    }
}

const Tokens& expect_tokens(const TokenReply& reply) {
    if (const auto* refusal = std::get_if<LoginRefusal>(&reply)) {
        throw to_error(*refusal, wrong_password());
    }
    return std::get<Tokens>(reply);
}

/// One login in progress. `m_code` is the newest code the person gave: when the ways in have to be
/// changed over, it is tried on the other one before a new one is asked for.
class PasswordLogin {
public:
    PasswordLogin(http::Client& client, const Endpoints& endpoints, const std::string& hardware_id,
                  const std::string& device_name, const Credentials& credentials, base::Secret code,
                  LoginDialog& dialog, std::stop_token stop)
        : m_endpoint(client, endpoints, hardware_id),
          m_browser(client, endpoints, hardware_id, device_name),
          m_credentials(credentials),
          m_code(std::move(code)),
          m_dialog(dialog),
          m_stop(std::move(stop)) {}

    TokenReply by_token_endpoint() {
        const bool code_given = !m_code.empty();
        const auto send = [&](const base::Secret& code) {
            m_code = code;
            return m_endpoint.log_in(m_credentials, code, m_stop);
        };
        if (code_given) {
            return try_codes(m_code, m_dialog, send);
        }
        TokenReply reply = m_endpoint.log_in(m_credentials, {}, m_stop);
        if (const auto* challenge = std::get_if<TwoFactorChallenge>(&reply)) {
            m_dialog.code_wanted(*challenge);
            return try_codes({}, m_dialog, send);
        }
        return reply;
    }

    TokenReply by_browser_flow() {
        if (!m_code.empty()) {
            if (const auto state = m_dialog.pending();
                state && m_browser.restore_state(state->reveal())) {
                return verify();
            }
        }
        TokenReply reply = m_browser.sign_in(m_credentials, m_stop);
        if (const auto* challenge = std::get_if<TwoFactorChallenge>(&reply)) {
            m_dialog.code_wanted(*challenge);
            return verify();
        }
        return reply;
    }

    bool has_pending() { return !m_code.empty() && m_dialog.pending().has_value(); }

private:
    TokenReply verify() {
        try {
            return try_codes(m_code, m_dialog, [&](const base::Secret& code) {
                return m_browser.verify(code, m_stop);
            });
        } catch (const Error& error) {
            if (error.code() == ErrorCode::two_factor) {
                m_dialog.keep_pending(m_browser.save_state());
            }
            throw;
        }
    }

    TokenEndpoint m_endpoint;
    BrowserLogin m_browser;
    const Credentials& m_credentials;
    base::Secret m_code;
    LoginDialog& m_dialog;
    std::stop_token m_stop;
};

bool is_closed(const TokenReply& reply) {
    const auto* refusal = std::get_if<LoginRefusal>(&reply);
    return refusal && refusal->reason == LoginRefusal::Reason::not_acceptable;
}

} // namespace

LoginResult log_in(http::Client& client, const Endpoints& endpoints, const std::string& hardware_id,
                   const std::string& device_name, const Credentials& credentials,
                   const base::Secret& code_up_front, LoginFlow flow, LoginDialog& dialog,
                   std::stop_token stop) {
    PasswordLogin login(client, endpoints, hardware_id, device_name, credentials, code_up_front,
                        dialog, std::move(stop));
    if (flow == LoginFlow::token || (flow == LoginFlow::automatic && !login.has_pending())) {
        const TokenReply reply = login.by_token_endpoint();
        if (flow == LoginFlow::token || !is_closed(reply)) {
            return {expect_tokens(reply), settings::TokenEncoding::json};
        }
    }
    return {expect_tokens(login.by_browser_flow()), settings::TokenEncoding::form};
}

Error to_error(const LoginRefusal& refusal, const Error& denied) {
    const std::string detail =
        refusal.detail.empty() ? "" : fmt::format(" (it says: {})", refusal.detail);
    switch (refusal.reason) {
    case LoginRefusal::Reason::denied:
        return denied;
    case LoginRefusal::Reason::wrong_code:
        return wrong_code();
    case LoginRefusal::Reason::throttled:
        return slow_down("too many codes or logins were asked for lately", refusal.retry_after);
    case LoginRefusal::Reason::not_acceptable:
        return Error(
            ErrorCode::service_unavailable,
            fmt::format("Ring's login service refuses this program (status {})", refusal.status),
            "try again later, or import the refresh token of another program: "
            "ring-snapshot login --refresh-token TOKEN");
    case LoginRefusal::Reason::out_of_order:
        if (refusal.retry_after) {
            return slow_down("its login service is busy", refusal.retry_after);
        }
        return Error(
            ErrorCode::service_unavailable,
            fmt::format("Ring's login service is out of order (status {})", refusal.status),
            "nothing is lost; try again later");
    case LoginRefusal::Reason::other:
        break;
    }
    return Error(
        ErrorCode::service_unavailable,
        fmt::format("Ring's login service answers with status {}{}", refusal.status, detail),
        "try again later; if it stays, import the refresh token of another program: "
        "ring-snapshot login --refresh-token TOKEN");
}

} // namespace ring
