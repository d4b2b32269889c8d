// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"

namespace cli {

/// Shows a person who is logged in how things are: the account, the cameras with the age of their
/// newest saved picture and what Ring says of them, the services, and what to do next. Asks Ring
/// for its list of cameras and does without when it does not come.
/// @return false, with nothing shown, when Ring has ended the login
bool show_dashboard(Context& context);

} // namespace cli
