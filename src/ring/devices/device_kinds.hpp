// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ring/devices/device.hpp"

#include <string_view>

namespace ring {

/// What the flat list of device_info/v3/devices needs to know to sort a camera as ring_devices
/// does.
enum class CameraFamily {
    doorbell,
    stickup_cam,
    /// Of another maker: stands in the list `other`.
    third_party,
};

/// A row of the table of camera kinds (docs/ring-service.md 5.4).
struct CameraKind {
    std::string_view kind;
    /// Empty when nobody has named it yet.
    std::string_view model;
    PowerSource power;
    CameraFamily family;
};

/// Null when the table does not have `kind`.
const CameraKind* find_camera_kind(std::string_view kind);

} // namespace ring
