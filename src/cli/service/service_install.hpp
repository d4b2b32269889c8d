// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/line/options.hpp"

namespace cli {

/// `service install`: sets the service up, starts it and says what is true of it. Throws what
/// make_service_request() and service::Executor throw; Error{cannot_write} when it does not run.
int install_service(Context& context, const ServiceOptions& options);

} // namespace cli
