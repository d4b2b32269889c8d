// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ring/devices/device.hpp"

#include <string_view>

namespace ring {

/// What is known of a kind of devices (docs/ring-service.md 5.4).
struct DeviceKind {
    /// As the service writes it; of some rows of the table the beginning, which ends in '_'.
    std::string_view kind;
    /// "Unknown model" when nobody has named it yet.
    std::string_view model;
    PowerSource usual_power;
    /// The list of ring_devices in which one of the account's own stands.
    DeviceGroup group;
    /// False for a kind that the table does not have: the group follows from words in its name.
    bool is_known = true;
};

DeviceKind find_kind(std::string_view kind);

} // namespace ring
