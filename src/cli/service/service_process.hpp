// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/line/options.hpp"

namespace cli {

/// `service run`, what service managers start: the watch that `service install` has noted down, or
/// with --page its page, each once a name. Throws Error{usage} when no such service is installed or
/// its options cannot be read, Error{cannot_write} when it runs already, and what run_watch() or
/// run_page() throws.
int run_service_process(Context& context, const ServiceOptions& options);

} // namespace cli
