// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.hpp"
#include "http/client.hpp"
#include "ring/api/endpoints.hpp"
#include "ring/login/token_reply.hpp"
#include "settings/settings.hpp"

#include <stop_token>
#include <string>

namespace ring {

/// What a person logs in with.
struct Credentials {
    std::string username;
    base::Secret password;
};

/// The token endpoint (docs/ring-service.md 2.1 to 2.6): one call, one request, sorted into a
/// TokenReply. Each call throws as http::Client::send().
class TokenEndpoint {
public:
    /// @param client  must outlive this object
    TokenEndpoint(http::Client& client, const Endpoints& endpoints, Identity identity);

    /// The password grant. Without a `code`, Ring sends one when the account wants it.
    TokenReply log_in(const Credentials& credentials, const base::Secret& code,
                      std::stop_token stop) const;

    /// The refresh grant. The request still goes on for 10 s after a stop was requested, since the
    /// answer is the only copy of the next refresh token.
    TokenReply refresh(const base::Secret& refresh_token, settings::TokenEncoding encoding,
                       std::stop_token stop, http::Version version = http::Version::any) const;

    /// The authorization-code grant, last step of the browser flow (docs/ring-service.md 3).
    TokenReply exchange(const base::Secret& code, const base::Secret& code_verifier,
                        std::stop_token stop) const;

private:
    http::Request request() const;

    http::Client& m_client;
    Endpoints m_endpoints;
    Identity m_identity;
};

/// The redirect URI of the browser flow (docs/ring-service.md 3).
inline constexpr auto k_redirect_uri = "https://ring.com/signin/callback";

} // namespace ring
