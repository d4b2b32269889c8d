// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "ring/devices/device.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace ring {

/// A moment in milliseconds since 1970, or in seconds when below 10^11 (docs/ring-service.md 6.2).
/// std::nullopt for one before 2000 or after 2200.
std::optional<base::SystemTime> read_service_time(std::int64_t value);

/// Reads the value of an x-time-millis header; std::nullopt when it is not a number or
/// read_service_time() refuses it.
std::optional<base::SystemTime> read_time_header(std::string_view value);

/// Reads the answer of POST snapshots/timestamps: the greatest time of each device that has one.
/// Throws Error{service_unavailable} when `body` is not a JSON object.
std::map<DeviceId, base::SystemTime> read_timestamps(std::string_view body);

/// The numbers in the `errors` array of an asset-state answer (docs/ring-service.md 10.2), e.g.
/// 7019; empty when `body` is something else.
std::vector<int> read_asset_errors(std::string_view body);

} // namespace ring
