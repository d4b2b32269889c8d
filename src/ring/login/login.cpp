// SPDX-License-Identifier: Apache-2.0
#include "ring/login/login.hpp"

#include "base/system/random.hpp"
#include "base/text/duration.hpp"
#include "ring/login/browser_login.hpp"

#include <fmt/format.h>

#include <functional>

namespace ring {

namespace {

using base::Error;
using base::ErrorCode;

constexpr int k_max_codes = 3;

/// What is kept of a login at the token endpoint that waits for its code. Nothing of it is needed
/// to go on; it tells that a code was sent, and that the browser's flow would send another.
constexpr auto k_pending_at_token_endpoint = R"({"flow":"token"})";

/// Importing a token comes last: renewing it goes through the same service.
constexpr auto k_not_acceptable_hint =
    "use a home connection instead of a VPN or a server, wait some hours, and ask less often; as a "
    "last resort import the refresh token of another program: "
    "ring-snapshot login --refresh-token TOKEN";

constexpr auto k_too_many_codes = "too many codes or logins were asked for lately";

Error wrong_code() {
    return Error(ErrorCode::two_factor, "Ring refuses the two-factor code: wrong or expired",
                 "log in again with the newest code");
}

Error slow_down(const char* reason, std::optional<std::chrono::milliseconds> pause) {
    const std::string wait = base::describe_duration(pause.value_or(k_usual_code_pause));
    return Error(ErrorCode::slow_down, fmt::format("Ring asks to slow down: {}", reason),
                 fmt::format("wait {} before the next try", wait), pause);
}

/// Asks for codes and sends each with `send`, until one is taken.
/// @param send_new_code  has Ring send another code
TokenReply try_codes(base::Secret code, LoginDialog& dialog,
                     const std::function<TokenReply(const base::Secret&)>& send,
                     const std::function<TokenReply()>& send_new_code) {
    bool after_wrong_code = false;
    for (int wrong = 0;;) {
        if (code.empty()) {
            const auto answer = dialog.ask_code(after_wrong_code);
            after_wrong_code = false;
            if (!answer) {
                throw wrong > 0 ? wrong_code()
                                : Error(ErrorCode::two_factor,
                                        "Ring wants a two-factor code, and there is nobody to ask",
                                        "run the same command with --2fa-code CODE once the code "
                                        "is there; that sends no new one");
            }
            code = *answer;
        }
        if (code.empty()) {
            TokenReply reply = send_new_code();
            const auto* challenge = std::get_if<TwoFactorChallenge>(&reply);
            if (challenge == nullptr) {
                return reply;
            }
            dialog.code_wanted(*challenge);
            continue;
        }
        TokenReply reply = send(code);
        // A repeated challenge means the same as a refusal.
        if (!std::holds_alternative<TwoFactorChallenge>(reply) &&
            !is_refused(reply, LoginRefusal::Reason::wrong_code)) {
            return reply;
        }
        if (++wrong == k_max_codes) {
            throw wrong_code();
        }
        after_wrong_code = true;
        code = {};
    }
}

const Tokens& expect_tokens(const TokenReply& reply) {
    if (const auto* refusal = std::get_if<LoginRefusal>(&reply)) {
        throw to_error(
            *refusal,
            Error(ErrorCode::not_logged_in, "Ring refuses this e-mail address or password",
                  "check both by signing in at ring.com, then run: ring-snapshot login"));
    }
    return std::get<Tokens>(reply);
}

bool tells_of_a_sent_code(const TokenReply& reply) {
    const auto* challenge = std::get_if<TwoFactorChallenge>(&reply);
    return (challenge != nullptr && challenge->is_sent()) ||
           is_refused(reply, LoginRefusal::Reason::wrong_code);
}

/// One login in progress. `m_code` is the newest code the person gave: when the ways in have to be
/// changed over, it is tried on the other one before a new one is asked for.
class PasswordLogin {
public:
    PasswordLogin(http::Client& client, const Endpoints& endpoints, Identity identity,
                  const std::string& device_name, const Credentials& credentials, base::Secret code,
                  LoginDialog& dialog, std::stop_token stop)
        : m_client(client),
          m_endpoints(endpoints),
          m_identity(std::move(identity)),
          m_device_name(device_name),
          m_credentials(credentials),
          m_code(std::move(code)),
          m_dialog(dialog),
          m_stop(std::move(stop)) {
        if (!m_code.empty()) {
            m_pending = m_dialog.pending();
        }
        if (m_pending && m_pending->reveal() == k_pending_at_token_endpoint) {
            m_pending.reset();
            m_code_sent = true;
        }
    }

    TokenReply by_token_endpoint() {
        const auto send = [&](const base::Secret& code) {
            m_code = code;
            return send_password(code);
        };
        const auto send_new_code = [&] { return send_password({}); };
        try {
            if (m_code.empty()) {
                TokenReply reply = send_password({});
                const auto* challenge = std::get_if<TwoFactorChallenge>(&reply);
                if (challenge == nullptr) {
                    return reply;
                }
                m_dialog.code_wanted(*challenge);
            }
            return try_codes(m_code, m_dialog, send, send_new_code);
        } catch (const Error& error) {
            if (error.code() == ErrorCode::two_factor && m_code_sent) {
                m_dialog.keep_pending(base::Secret(k_pending_at_token_endpoint));
            }
            throw;
        }
    }

    TokenReply by_browser_flow() {
        BrowserLogin browser(m_client, m_endpoints, m_identity, m_device_name);
        bool wants_code = m_pending && browser.restore_state(m_pending->reveal());
        TokenReply reply;
        if (!wants_code) {
            reply = browser.sign_in(m_credentials, m_stop);
            if (const auto* challenge = std::get_if<TwoFactorChallenge>(&reply)) {
                m_dialog.code_wanted(*challenge);
                wants_code = true;
            }
        }
        if (wants_code) {
            reply = verify(browser);
        }
        m_identity = browser.identity();
        return reply;
    }

    /// Whether a login by the browser's flow waits for the code that was given.
    bool has_pending() const { return m_pending.has_value(); }

    /// Whether Ring may have sent a code that the browser's flow could not use.
    bool code_sent() const { return m_code_sent; }

    const Identity& identity() const { return m_identity; }

private:
    /// Asks for tokens by the password. A request with a code has Ring send none, and one that is
    /// answered with 406 has not reached what sends them.
    TokenReply send_password(const base::Secret& code) {
        const auto send_as = [&](const Identity& identity) {
            return TokenEndpoint(m_client, m_endpoints, identity)
                .log_in(m_credentials, code, m_stop);
        };
        TokenReply reply =
            with_either_user_agent(m_identity.user_agent, [&](settings::UserAgent user_agent) {
                return send_as({m_identity.hardware_id, user_agent});
            });
        // An id that Ring has answered before is not what it refuses.
        if (is_not_acceptable(reply) && !m_id_is_settled) {
            m_id_is_settled = true;
            const Identity fresh{base::random_uuid(), settings::UserAgent::full};
            reply = send_as(fresh);
            if (!is_not_acceptable(reply)) {
                m_identity = fresh;
                m_dialog.hardware_id_replaced(fresh.hardware_id);
            }
        }
        m_id_is_settled = true;
        m_code_sent = m_code_sent || tells_of_a_sent_code(reply);
        return reply;
    }

    TokenReply verify(BrowserLogin& browser) {
        // A code that was sent and not used is still good: the next login need not ask for another.
        const auto keep_unless_used = [&] {
            if (!browser.is_code_accepted()) {
                m_dialog.keep_pending(browser.save_state());
            }
        };
        try {
            TokenReply reply = try_codes(
                m_code, m_dialog,
                [&](const base::Secret& code) { return browser.verify(code, m_stop); },
                [&] { return browser.sign_in(m_credentials, m_stop); });
            if (is_not_acceptable(reply) ||
                is_refused(reply, LoginRefusal::Reason::out_of_order) ||
                is_refused(reply, LoginRefusal::Reason::throttled)) {
                keep_unless_used();
            }
            return reply;
        } catch (const Error& error) {
            if (error.code() == ErrorCode::two_factor ||
                error.code() == ErrorCode::service_unavailable) {
                keep_unless_used();
            }
            throw;
        }
    }

    http::Client& m_client;
    const Endpoints& m_endpoints;
    Identity m_identity;
    const std::string& m_device_name;
    const Credentials& m_credentials;
    base::Secret m_code;
    LoginDialog& m_dialog;
    std::stop_token m_stop;
    /// The state of a login by the browser's flow that an earlier process kept.
    std::optional<base::Secret> m_pending;
    bool m_code_sent = false;
    /// Ring has answered to the hardware id, or a fresh one was tried.
    bool m_id_is_settled = false;
};

} // namespace

LoginResult log_in(http::Client& client, const Endpoints& endpoints, const Identity& identity,
                   const std::string& device_name, const Credentials& credentials,
                   const base::Secret& code_up_front, LoginFlow flow, LoginDialog& dialog,
                   std::stop_token stop) {
    PasswordLogin login(client, endpoints, identity, device_name, credentials, code_up_front,
                        dialog, std::move(stop));
    if (flow == LoginFlow::token || (flow == LoginFlow::automatic && !login.has_pending())) {
        const TokenReply reply = login.by_token_endpoint();
        if (flow == LoginFlow::token || !is_not_acceptable(reply)) {
            return {expect_tokens(reply), settings::TokenEncoding::json, login.identity()};
        }
        if (login.code_sent()) {
            throw Error(
                ErrorCode::service_unavailable,
                "Ring's login service refuses this program in the middle of the login (status 406)",
                "from a home connection rather than a VPN or a server, run: "
                "ring-snapshot login --flow browser (that sends a new code)");
        }
    }
    const TokenReply reply = login.by_browser_flow();
    return {expect_tokens(reply), settings::TokenEncoding::form, login.identity()};
}

Error to_error(const LoginRefusal& refusal, const Error& denied) {
    using Reason = LoginRefusal::Reason;
    const bool is_of_login = refusal.reason == Reason::denied ||
                             refusal.reason == Reason::wrong_code ||
                             refusal.reason == Reason::invalid_grant;
    if (refusal.retry_after && !is_of_login) {
        const bool is_of_codes = refusal.status == 400 || refusal.status == 429;
        return slow_down(is_of_codes ? k_too_many_codes : "its login service is busy",
                         refusal.retry_after);
    }
    const std::string detail =
        refusal.detail.empty() ? "" : fmt::format(" (it says: {})", refusal.detail);
    switch (refusal.reason) {
    case LoginRefusal::Reason::denied:
        return denied;
    case LoginRefusal::Reason::wrong_code:
        return wrong_code();
    case LoginRefusal::Reason::throttled:
        return slow_down(k_too_many_codes, std::nullopt);
    case LoginRefusal::Reason::not_acceptable:
        return Error(
            ErrorCode::service_unavailable,
            fmt::format("Ring's login service refuses this program (status {})", refusal.status),
            k_not_acceptable_hint);
    case LoginRefusal::Reason::out_of_order:
        return Error(
            ErrorCode::service_unavailable,
            fmt::format("Ring's login service is out of order (status {})", refusal.status),
            "nothing is lost; try again later");
    case LoginRefusal::Reason::invalid_grant:
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
