// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"

namespace cli {

/// Leads a person at a terminal who is not logged in from the login over the first pictures to a
/// service that goes on with them. Throws as run_login(), choose_cameras() and run_service().
/// @return the exit code: that of the first pictures when none came
int run_guide(Context& context);

} // namespace cli
