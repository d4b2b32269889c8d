// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/line/options.hpp"
#include "web/access/gatekeeper.hpp"
#include "web/server/listen_address.hpp"

#include <string>

namespace cli {

/// Who may see the page, by its options and settings. Throws Error{usage} for options that say
/// nothing sensible, and where a password is needed and none is set.
web::AccessOptions make_access(Context& context, const ServeOptions& options,
                               const web::ListenAddress& address);

/// "/PATH/" of what --base-path says; "/" without it. Throws Error{usage}.
std::string base_path_of(const ServeOptions& options);

/// Asks for a password twice and stores it.
int set_page_password(Context& context);

/// Makes a key and prints it, this once.
int add_page_key(Context& context, const std::string& name);

int revoke_page_key(Context& context, const std::string& name);

} // namespace cli
