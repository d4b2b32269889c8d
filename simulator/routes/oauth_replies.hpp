// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/http.hpp"
#include "simulator/router.hpp"

namespace simulator {

// Answers that both ways to log in have in common (docs/ring-service.md 2.5 and 2.6).

/// Sends a code where the account wants that, and asks for it in the way that the options name; 400
/// when there were too many.
Reply ask_for_code(World& world);

/// Whether `reply` asks for a code.
bool asks_for_code(const Reply& reply);

/// 400.
Reply wrong_code();

/// 401 `access_denied`.
Reply wrong_credentials();

/// 406 as text, or as HTML when the simulator is told so.
Reply not_acceptable(const World& world);

/// Whether the simulator is told to refuse the client that a login request comes from, by its
/// User-Agent or hardware id.
bool refuses_client(const Call& call);

} // namespace simulator
