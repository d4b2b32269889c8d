// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "cli/output/styled_text.hpp"
#include "ring/devices/device.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cli {

/// When the newest picture of each camera was captured, by its id.
using NewestCaptures = std::map<std::string, base::SystemTime>;

/// The lines of `list`: a table with a row a device, grouped by home when there are several;
/// devices that take no pictures stand by themselves. Columns go, MODEL and ID first, as the
/// terminal gets narrower; below 50 columns a device takes two lines.
/// @param devices  in the order of a ring::DeviceList
/// @param columns  those of the terminal; std::nullopt for no limit
std::vector<StyledLine> list_lines(const std::vector<ring::Device>& devices,
                                   const NewestCaptures& newest, base::SystemTime now,
                                   std::optional<std::size_t> columns);

} // namespace cli
