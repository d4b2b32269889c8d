// SPDX-License-Identifier: Apache-2.0
#include "ring/login/refresh.hpp"

#include "http/retry.hpp"
#include "ring/login/login.hpp"
#include "ring/login/token_endpoint.hpp"

#include <utility>

namespace ring {

namespace {

using base::Error;
using base::ErrorCode;
using settings::TokenEncoding;

constexpr int k_attempts = 3;

/// Whether to try again. A success that holds no tokens may have cost the refresh token all the
/// same; asking again while the service's grace window is open brings it back.
bool is_transient(const LoginRefusal& refusal) {
    const bool spoiled = refusal.status >= 200 && refusal.status < 300;
    return (spoiled || http::is_transient_status(refusal.status)) && refusal.status != 429 &&
           !refusal.retry_after;
}

/// Asks for new tokens until there is an answer to go by.
/// @param encoding, user_agent  where to begin; become those that passed
TokenReply ask(const settings::Settings& settings, http::Client& client, const Endpoints& endpoints,
               base::Clock& clock, TokenEncoding& encoding, settings::UserAgent& user_agent,
               const std::stop_token& stop) {
    // Counted over all variants: transient faults have nothing to do with them.
    http::Attempts attempts(k_attempts);
    const auto wait_for_retry = [](const TokenReply& reply) {
        const auto* refusal = std::get_if<LoginRefusal>(&reply);
        return refusal != nullptr && is_transient(*refusal)
                   ? std::optional(std::chrono::milliseconds(0))
                   : std::nullopt;
    };
    const auto ask_as = [&](settings::UserAgent agent) {
        const TokenEndpoint endpoint(client, endpoints, {settings.hardware_id, agent});
        const auto send = [&](http::Version version) {
            return endpoint.refresh(settings.refresh_token, encoding, stop, version);
        };
        return http::retry(attempts, clock, stop, send, wait_for_retry);
    };
    // A 406 may be for the User-Agent or for the encoding, and the first is the likelier cause.
    TokenReply reply = with_either_user_agent(user_agent, ask_as);
    if (is_not_acceptable(reply)) {
        encoding = encoding == TokenEncoding::json ? TokenEncoding::form : TokenEncoding::json;
        reply = with_either_user_agent(user_agent, ask_as);
    }
    return reply;
}

} // namespace

void store_tokens(settings::Settings& settings, const Tokens& tokens, TokenEncoding encoding,
                  settings::UserAgent user_agent, base::SystemTime now) {
    settings.access_token = tokens.access_token;
    settings.access_token_life = tokens.life;
    settings.access_token_expires = now + tokens.life;
    if (!tokens.refresh_token.empty()) {
        settings.refresh_token = tokens.refresh_token;
    }
    settings.token_encoding = encoding;
    settings.user_agent = user_agent;
    settings.password_login = settings::PasswordLogin::untried;
    settings.login_ended.reset();
}

std::chrono::seconds refresh_tokens(settings::Settings& settings, http::Client& client,
                                    const Endpoints& endpoints, base::Clock& clock,
                                    const Error& denied, std::stop_token stop) {
    TokenEncoding encoding = settings.token_encoding;
    settings::UserAgent user_agent = settings.user_agent;
    TokenReply reply;
    try {
        reply = ask(settings, client, endpoints, clock, encoding, user_agent, stop);
    } catch (const http::TransportError& error) {
        throw Error(ErrorCode::service_unavailable,
                    "cannot renew the access to Ring: " + error.message(), error.hint());
    }
    if (auto* refusal = std::get_if<LoginRefusal>(&reply)) {
        if (refusal->reason == LoginRefusal::Reason::invalid_grant) {
            throw Error(denied);
        }
        if (refusal->reason == LoginRefusal::Reason::wrong_code) {
            // No code was sent, so none can be wrong.
            refusal->reason = LoginRefusal::Reason::other;
        }
        throw to_error(*refusal, denied);
    }
    if (std::holds_alternative<TwoFactorChallenge>(reply)) {
        throw Error(ErrorCode::two_factor, "Ring wants a two-factor code again",
                    "run: ring-snapshot login");
    }
    const Tokens& tokens = std::get<Tokens>(reply);
    store_tokens(settings, tokens, encoding, user_agent, clock.now());
    return tokens.life;
}

} // namespace ring
