// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace simulator {

/// The default account's devices, as `clients_api/ring_devices` tells them
/// (docs/ring-service.md 5.2, and a few more cameras to look at).
extern const std::string_view k_ordinary_devices;

/// Whatever trips up a reader: large ids, null names, odd types, a list of an unknown name.
extern const std::string_view k_awkward_devices;

/// A new account: all lists there, all empty.
extern const std::string_view k_no_devices;

/// What only the newer routes list in an account that is shared with: two cameras, one that is no
/// longer there, and somebody else's base station.
extern const std::string_view k_newer_only_devices;

/// The homes that the account owns.
extern const std::string_view k_locations;

/// The home of k_newer_only_devices, shared with the account.
extern const std::string_view k_shared_location;

} // namespace simulator
