// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/line/suggestion.hpp"
#include "cli/list/list_table.hpp"

#include <vector>

namespace cli {

class Context;

/// The cameras that this machine knows from the pictures it saved. Asks nobody, writes nothing,
/// and finds none where what is stored cannot be read.
std::vector<KnownCamera> known_cameras(Context& context);

/// When the newest picture that was saved of each camera was captured, in the same way.
NewestCaptures newest_captures_here(Context& context);

} // namespace cli
