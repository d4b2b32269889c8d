// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "cli/output/styled_text.hpp"
#include "cli/status/camera_status.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace cli {

/// The lines of `status` about the cameras: a row each, and below it what is wrong. The path of the
/// newest picture goes where the terminal has no room for it; below 50 columns a camera takes two
/// lines.
/// @param with_gaps  something takes pictures regularly, so that gaps tell something
/// @param columns    those of the terminal; std::nullopt for no limit
std::vector<StyledLine> status_lines(const std::vector<CameraStatus>& cameras, base::SystemTime now,
                                     bool with_gaps, std::optional<std::size_t> columns);

} // namespace cli
