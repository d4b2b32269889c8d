// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "ring/login/login.hpp"

#include <memory>
#include <string>

namespace cli {

/// A person at the terminal, or what comes from standard input, during a login. On a terminal it
/// asks until there is a code that can be one. Enter has a new one sent, twice a login at most and
/// not before Ring sends another; never for an authenticator app.
/// @param context  must outlive the result
std::unique_ptr<ring::LoginDialog> make_login_dialog(Context& context, const std::string& account);

} // namespace cli
