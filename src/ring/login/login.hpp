// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/secret.hpp"
#include "http/client.hpp"
#include "ring/api/endpoints.hpp"
#include "ring/login/token_endpoint.hpp"
#include "ring/login/token_reply.hpp"
#include "settings/settings.hpp"

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

namespace ring {

/// In how long Ring counts the codes that it sent (docs/ring-service.md 2.5): what to wait when it
/// sends no more, and does not say for how long.
inline constexpr std::chrono::minutes k_usual_code_pause{10};

/// Which way in to take (docs/ring-service.md 2 and 3).
enum class LoginFlow {
    /// The token endpoint, and the browser's flow when that is refused with 406.
    automatic,
    token,
    browser,
};

/// The person, or what stands in for one, during a login.
class LoginDialog {
public:
    virtual ~LoginDialog() = default;

    /// Ring has sent a code, or has one shown by the authenticator app.
    virtual void code_wanted(const TwoFactorChallenge& challenge) = 0;

    /// A code; an empty one to have Ring send a new one; std::nullopt when nobody can be asked.
    /// @param after_wrong_code  the one before was refused
    virtual std::optional<base::Secret> ask_code(bool after_wrong_code) = 0;

    /// Keeps the state of a login that waits for its code, for a later process.
    virtual void keep_pending(const base::Secret& state) = 0;

    /// The state kept for this account; std::nullopt when there is none or it is too old.
    virtual std::optional<base::Secret> pending() = 0;

    /// Ring refuses the hardware id that the login began with, and takes this new one: to be kept
    /// for the next login, should this one fail.
    virtual void hardware_id_replaced(const std::string& hardware_id) = 0;
};

/// What a login yields.
struct LoginResult {
    Tokens tokens;
    /// The encoding that later refreshes start with.
    settings::TokenEncoding encoding = settings::TokenEncoding::json;
    /// What Ring took: not always what the login began with.
    Identity identity;
};

/// Logs in with a password. After a 406 follow the other User-Agent; at the token endpoint a fresh
/// hardware id; and the browser's flow, unless Ring has sent a code already, since that flow sends
/// another. Throws Error: two_factor (no code, or three wrong ones), not_logged_in (wrong name or
/// password), slow_down (too many codes), service_unavailable (refused or out of order).
/// @param identity       what to begin with
/// @param code_up_front  goes with the first password request, so that no further code is sent;
///                       empty for none
LoginResult log_in(http::Client& client, const Endpoints& endpoints, const Identity& identity,
                   const std::string& device_name, const Credentials& credentials,
                   const base::Secret& code_up_front, LoginFlow flow, LoginDialog& dialog,
                   std::stop_token stop);

/// A refusal of the login service as an error for the user.
/// @param denied  what to say when it is LoginRefusal::Reason::denied
base::Error to_error(const LoginRefusal& refusal, const base::Error& denied);

} // namespace ring
