// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "http/client.hpp"
#include "ring/api/endpoints.hpp"
#include "ring/login/token_reply.hpp"
#include "settings/settings.hpp"

#include <chrono>
#include <stop_token>

namespace ring {

/// Puts tokens into the settings; a reply without a refresh token leaves the stored one.
void store_tokens(settings::Settings& settings, const Tokens& tokens,
                  settings::TokenEncoding encoding, settings::UserAgent user_agent,
                  base::SystemTime now);

/// Exchanges the refresh token in `settings` for new tokens and puts these in its place (in memory;
/// the caller writes them to disk first of all). Transient faults are tried again with the same
/// token, three times in all: the service takes it for a while after a lost answer. After a 406
/// follow the other User-Agent and the other body encoding, of which those that passed go into
/// `settings`; never another hardware id, which the token belongs to. Throws Error and leaves
/// `settings` as they are: `denied` when the token is no longer accepted (401, or 400
/// invalid_grant), slow_down, service_unavailable for any other failure, interrupted.
/// @return how long the new access token lives
std::chrono::seconds refresh_tokens(settings::Settings& settings, http::Client& client,
                                    const Endpoints& endpoints, base::Clock& clock,
                                    const base::Error& denied, std::stop_token stop);

} // namespace ring
