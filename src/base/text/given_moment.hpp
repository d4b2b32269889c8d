// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string_view>

namespace base {

/// Reads a moment as users write it: "2026-11-23 14:41", "2026-11-23T14:41:29+01:00", "14:41" (of
/// today), "yesterday 14:41", "2 h ago" or "now". A day alone ("2026-11-23", "yesterday") is its
/// beginning. Seconds, their parts and an offset may be left out; without an offset it is local
/// time, the first of two such moments in autumn. std::nullopt for any other text.
std::optional<SystemTime> parse_moment(std::string_view text, SystemTime now);

} // namespace base
