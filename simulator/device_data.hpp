// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace simulator {

/// The default account's devices, as `clients_api/ring_devices` tells them
/// (docs/ring-service.md 5.2, and a few more cameras to look at).
extern const std::string_view k_ordinary_devices;

/// Everything that trips up a reader: large ids, null names, odd types, a list of an unknown name.
extern const std::string_view k_awkward_devices;

/// A new account: all lists there, all empty.
extern const std::string_view k_no_devices;

extern const std::string_view k_locations;

} // namespace simulator
