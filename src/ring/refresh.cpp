// SPDX-License-Identifier: Apache-2.0
#include "ring/refresh.hpp"

#include "base/random.hpp"
#include "http/retry.hpp"
#include "ring/login.hpp"
#include "ring/token_endpoint.hpp"

namespace ring {

namespace {

using base::Error;
using base::ErrorCode;
using settings::TokenEncoding;

constexpr int k_attempts = 3;

/// Whether to try again. A success that holds no tokens may have cost the refresh token all the
/// same; asking again while the service's grace window is open brings it back.
bool is_passing(const LoginRefusal& refusal) {
    const bool spoiled = refusal.status >= 200 && refusal.status < 300;
    return (spoiled || http::is_passing_status(refusal.status)) && refusal.status != 429 &&
           !refusal.retry_after;
}

TokenReply ask(const settings::Settings& settings, TokenEncoding encoding, http::Client& client,
               const Endpoints& endpoints, base::Clock& clock, std::stop_token stop) {
    const TokenEndpoint endpoint(client, endpoints, settings.hardware_id);
    for (int attempt = 1;; ++attempt) {
        const bool last = attempt == k_attempts;
        try {
            TokenReply reply = endpoint.refresh(settings.refresh_token, encoding, stop);
            const auto* refusal = std::get_if<LoginRefusal>(&reply);
            const bool passing = refusal != nullptr && is_passing(*refusal);
            if (!passing || last) {
                return reply;
            }
        } catch (const http::TransportError& error) {
            if (last || !http::is_passing(error.fault())) {
                throw Error(ErrorCode::service_unavailable,
                            "cannot renew the access to Ring: " + error.message(), error.hint());
            }
        }
        if (!clock.sleep_for(http::retry_delay(attempt, base::random_fraction()), stop)) {
            throw Error(ErrorCode::interrupted, "stopped while renewing the access to Ring");
        }
    }
}

bool is_not_acceptable(const TokenReply& reply) {
    const auto* refusal = std::get_if<LoginRefusal>(&reply);
    return refusal != nullptr && refusal->reason == LoginRefusal::Reason::not_acceptable;
}

} // namespace

void store_tokens(settings::Settings& settings, const Tokens& tokens, TokenEncoding encoding,
                  base::SystemTime now) {
    settings.access_token = tokens.access_token;
    settings.access_token_life = tokens.life;
    settings.access_token_expires = now + tokens.life;
    if (!tokens.refresh_token.empty()) {
        settings.refresh_token = tokens.refresh_token;
    }
    settings.token_encoding = encoding;
    settings.password_login = settings::PasswordLogin::untried;
}

std::chrono::seconds refresh_tokens(settings::Settings& settings, http::Client& client,
                                    const Endpoints& endpoints, base::Clock& clock,
                                    const Error& denied, std::stop_token stop) {
    TokenEncoding encoding = settings.token_encoding;
    TokenReply reply = ask(settings, encoding, client, endpoints, clock, stop);
    if (is_not_acceptable(reply)) {
        encoding = encoding == TokenEncoding::json ? TokenEncoding::form : TokenEncoding::json;
        reply = ask(settings, encoding, client, endpoints, clock, stop);
    }
    if (auto* refusal = std::get_if<LoginRefusal>(&reply)) {
        if (refusal->reason == LoginRefusal::Reason::wrong_code) {
            // No code was sent, so none can be wrong; and only a 401 ends a session.
            refusal->reason = LoginRefusal::Reason::other;
        }
        throw to_error(*refusal, denied);
    }
    if (std::holds_alternative<TwoFactorChallenge>(reply)) {
        throw Error(ErrorCode::two_factor, "Ring wants a two-factor code again",
                    "run: ring-snapshot login");
    }
    const Tokens& tokens = std::get<Tokens>(reply);
    store_tokens(settings, tokens, encoding, clock.now());
    return tokens.life;
}

} // namespace ring
