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

/// One refresh: the requests that it takes until there is an answer to go by.
class Refresh {
public:
    Refresh(const settings::Settings& settings, http::Client& client, const Endpoints& endpoints,
            base::Clock& clock, std::stop_token stop)
        : m_settings(settings),
          m_client(client),
          m_endpoints(endpoints),
          m_clock(clock),
          m_stop(std::move(stop)),
          m_encoding(settings.token_encoding),
          m_user_agent(settings.user_agent) {}

    /// A 406 may be for the User-Agent or for the encoding, and the first is the likelier cause.
    TokenReply ask() {
        TokenReply reply = ask_with_either_user_agent();
        if (is_not_acceptable(reply)) {
            m_encoding =
                m_encoding == TokenEncoding::json ? TokenEncoding::form : TokenEncoding::json;
            reply = ask_with_either_user_agent();
        }
        return reply;
    }

    /// Those that passed.
    TokenEncoding encoding() const { return m_encoding; }

    settings::UserAgent user_agent() const { return m_user_agent; }

private:
    TokenReply ask_with_either_user_agent() {
        return with_either_user_agent(m_user_agent, [&](settings::UserAgent user_agent) {
            return ask_as({m_settings.hardware_id, user_agent});
        });
    }

    TokenReply ask_as(const Identity& identity) {
        const TokenEndpoint endpoint(m_client, m_endpoints, identity);
        const auto send = [&](http::Version version) {
            return endpoint.refresh(m_settings.refresh_token, m_encoding, m_stop, version);
        };
        const auto wait_for_retry = [](const TokenReply& reply) {
            const auto* refusal = std::get_if<LoginRefusal>(&reply);
            return refusal != nullptr && is_transient(*refusal)
                       ? std::optional(std::chrono::milliseconds(0))
                       : std::nullopt;
        };
        try {
            return http::retry(m_attempts, m_clock, m_stop, send, wait_for_retry);
        } catch (const http::TransportError& error) {
            throw Error(ErrorCode::service_unavailable,
                        "cannot renew the access to Ring: " + error.message(), error.hint());
        }
    }

    const settings::Settings& m_settings;
    http::Client& m_client;
    const Endpoints& m_endpoints;
    base::Clock& m_clock;
    std::stop_token m_stop;
    TokenEncoding m_encoding;
    settings::UserAgent m_user_agent;
    /// Counted over all variants: transient faults have nothing to do with them.
    http::Attempts m_attempts{k_attempts};
};

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
}

std::chrono::seconds refresh_tokens(settings::Settings& settings, http::Client& client,
                                    const Endpoints& endpoints, base::Clock& clock,
                                    const Error& denied, std::stop_token stop) {
    Refresh refresh(settings, client, endpoints, clock, std::move(stop));
    TokenReply reply = refresh.ask();
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
    store_tokens(settings, tokens, refresh.encoding(), refresh.user_agent(), clock.now());
    return tokens.life;
}

} // namespace ring
