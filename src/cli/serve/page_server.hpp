// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/line/options.hpp"
#include "web/server/listen_address.hpp"

#include <functional>
#include <string>

namespace cli {

/// Where the page listens. Throws Error{usage}.
web::ListenAddress listen_address_of(const ServeOptions& options);

/// Where people find a page that listens at `address`.
/// @param base_path  as of base_path_of()
std::string page_url(web::ListenAddress address, const std::string& base_path);

/// Serves the page until a stop is requested. Throws Error: usage for options that say nothing
/// sensible, and where a password is needed and none is set; cannot_write when it cannot listen.
/// @param announce  is called once with the address of the page, as soon as that answers
/// @return the exit code: 0 after SIGTERM, by which service managers end it
int run_page(Context& context, const ServeOptions& options,
             const std::function<void(const std::string& url)>& announce);

} // namespace cli
