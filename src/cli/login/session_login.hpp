// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/line/options.hpp"
#include "ring/login/token_endpoint.hpp"

namespace cli {

/// What a login is given by options, completed from the environment (RING_USERNAME, RING_PASSWORD,
/// RING_2FA_CODE) and then from the settings. What is not given stays empty.
LoginInput complete_input(const LoginInput& given, const settings::Settings& settings);

/// Logs in with a password, asks for a code where one is wanted (on the terminal, else on standard
/// input), and stores the session. Proves first that the settings can be written. Throws what
/// ring::log_in() and settings::Transaction throw.
void log_in_with_password(Context& context, const ring::Credentials& credentials,
                          const base::Secret& code, ring::LoginFlow flow);

/// Renews the access where any run would, and uses it: only that shows that Ring takes a stored
/// one. The device list is kept, and what else goes wrong with it is left to whoever needs it.
/// Throws Error: not_logged_in, two_factor, interrupted, and what ring::Session throws.
void use_access(Context& context);

/// Whether a person or a script can answer when Ring wants a code: there is a terminal, `code` is
/// given, or something was written to standard input.
bool can_answer_prompts(Context& context, const base::Secret& code);

/// For an unattended run: throws Error{two_factor} when Ring wanted a code before, and
/// Error{not_logged_in} when it refused this login, an unknown one, or `input` is not complete.
/// Comparing a refused password takes half a second.
void refuse_repeated_login(Context& context, const settings::Settings& settings,
                           const LoginInput& input);

/// log_in_with_password() for a run that nobody may be watching: tried once, then refused by
/// refuse_repeated_login() until a person has logged in or the password is another.
void log_in_unattended(Context& context, const ring::Credentials& credentials,
                       const base::Secret& code);

/// Makes a session from a password in the environment or the settings when none is stored. Does
/// nothing when one is, or when there is no password.
void ensure_session(Context& context);

/// Does `work`, and remembers the pause that an Error thrown by it asks for.
template <typename Work>
auto remembering_pause(Context& context, settings::RateLimitScope scope, Work work) {
    try {
        return work();
    } catch (const base::Error& error) {
        if (error.pause()) {
            context.cooldowns().remember(scope, *error.pause());
        }
        throw;
    }
}

} // namespace cli
