// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/service/service_place.hpp"
#include "service/runner.hpp"

namespace cli {

/// `service logs`: the last 50 lines of all parts, from the journal or from the service's own logs.
/// Throws Error{cannot_write} when they cannot be read.
int print_service_logs(Context& context, service::Runner& runner,
                       const InstalledService& installed);

} // namespace cli
