// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.hpp"
#include "http/message.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace ring {

/// Success of /oauth/token (docs/ring-service.md 2.4).
struct Tokens {
    base::Secret access_token;
    /// Empty when the reply had none: the one used stays valid then.
    base::Secret refresh_token;
    /// How long the access token lives, where the reply says so.
    std::chrono::seconds life{3600};
};

/// A two-factor code is wanted. Every member may be empty.
struct TwoFactorChallenge {
    enum class Channel { text_message, email, authenticator_app, whatsapp, voice_call, unknown };

    Channel channel = Channel::unknown;
    /// Masked by Ring, made printable.
    std::string phone;
    /// How long Ring sends no other code; std::nullopt when it does not say.
    std::optional<std::chrono::seconds> next_code_after;

    /// Whether Ring has sent the code, as far as is known; an authenticator app makes its own.
    bool is_sent() const { return channel != Channel::authenticator_app; }
};

/// What the login service answered, sorted by what a client must do about it.
struct LoginRefusal {
    enum class Reason {
        /// Wrong two-factor code, or one that has expired.
        wrong_code,
        /// Too many codes or tokens were asked for.
        throttled,
        /// Wrong e-mail or password, or a refresh token that is no longer accepted (401).
        denied,
        /// The grant itself is refused (400 invalid_grant): what the OAuth standard says of a
        /// refresh token or an authorization code that is no longer good.
        invalid_grant,
        /// The way in is closed to this client (406).
        not_acceptable,
        /// The service is out of order: 5xx, an HTML page, an answer that cannot be read.
        out_of_order,
        /// Any other refusal, described in `detail`.
        other,
    };

    Reason reason;
    int status = 0;
    /// The service's own words (error, error_description, err_msg), printable and short; never a
    /// token. Empty when it gave none.
    std::string detail;
    /// From Retry-After.
    std::optional<std::chrono::milliseconds> retry_after;
};

using TokenReply = std::variant<Tokens, TwoFactorChallenge, LoginRefusal>;

bool is_refused(const TokenReply& reply, LoginRefusal::Reason reason);

/// Whether Ring refuses the program itself (406).
bool is_not_acceptable(const TokenReply& reply);

/// Sorts an answer of /oauth/token (docs/ring-service.md 2.4 to 2.6). Any 200 that is neither a
/// challenge nor has a usable access token is out_of_order. "too many requests" in a 400 answer,
/// and any 429, is throttled; "Verification Code" in the body or the WWW-Authenticate header of a
/// 400 answer is wrong_code. Never throws for foreign bytes.
TokenReply read_token_reply(const http::Response& response);

/// Whether an answer of either login flow asks for a two-factor code: a 412; another answer without
/// tokens that holds `tsv_state` or `tsv_methods`; a 202 with a JSON object that is neither a
/// success nor an error; a redirect to a path that holds "/2fa".
bool is_challenge(const http::Response& response);

/// Reads the body of a challenge. `tsv_methods` names the channel where `tsv_state` does not.
TwoFactorChallenge read_challenge(std::string_view body);

/// Sorts an answer of either login flow that is neither a success nor a challenge.
LoginRefusal read_refusal(const http::Response& response);

/// "by text message to +1xxxxxxxx89", "by e-mail", "look it up in your authenticator app" …
std::string describe(const TwoFactorChallenge& challenge);

} // namespace ring
