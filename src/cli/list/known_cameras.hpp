// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/line/suggestion.hpp"

#include <vector>

namespace cli {

class Context;

/// The cameras that this machine knows from the pictures it saved. Asks nobody, writes nothing,
/// and finds none where what is stored cannot be read.
std::vector<KnownCamera> known_cameras(Context& context);

} // namespace cli
