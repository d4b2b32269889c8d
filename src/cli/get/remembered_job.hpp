// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/line/options.hpp"
#include "settings/settings.hpp"

#include <string>

namespace cli {

/// What `get` and `watch` do without options, as --save remembers it, written as options: "Garden
/// --fresh --out /pictures". Of secret addresses only the host is told, of commands only the
/// program. Empty when nothing is remembered.
std::string describe_job(const settings::Settings& settings, const Symbols& symbols);

/// Says what is remembered now, and how to undo that.
void tell_job(Context& context, const settings::Settings& settings);

/// `get --forget`: forgets it, says what that was, and takes no picture. Throws Error{usage} when
/// another option is given, and what settings::Store::update() throws.
/// @return 0
int forget_job(Context& context, const GetOptions& options);

} // namespace cli
