// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/http.hpp"
#include "simulator/router.hpp"

namespace simulator {

class Account;

// Answers that both ways to log in have in common (ring-api.md 1.5 and 1.6).

/// Sends a code where the account wants that: 412, or 400 when there were too many.
Reply ask_for_code(Account& account);

/// 400.
Reply wrong_code();

/// 401 `access_denied`.
Reply wrong_credentials();

/// 406 as text, or as HTML when the simulator is told so.
Reply not_acceptable(const World& world);

/// Whether the request has no User-Agent though the simulator is told to ask for one.
bool lacks_user_agent(const Call& call);

} // namespace simulator
