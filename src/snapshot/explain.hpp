// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "ring/device.hpp"

#include <string>
#include <vector>

namespace snapshot {

/// What to do about a camera that is offline, or whose motion detection is off, in an Error's hint.
inline constexpr auto k_offline_hint =
    "check its power and its Wi-Fi; the Ring app shows when it is back";
inline constexpr auto k_motion_off_hint =
    "switch Motion Detection on in the Ring app (a mode may have switched it off)";

/// How a camera is called in messages: its printable name, or "camera 31000417" without one.
std::string camera_title(ring::DeviceId id, const ring::Device* device);

/// The cameras among `devices` with their ids, as a hint: "the cameras are: …", 20 at most.
std::string list_cameras(const std::vector<ring::Device>& devices);

/// Whether the device list can say more about `error`: there was no picture, or the service did not
/// answer.
bool is_explainable(const base::Error& error);

/// The reason for a camera's failure in words that a home owner understands, with what to do: an
/// unknown device, one that takes no pictures, offline, motion detection switched off, a battery
/// camera that may be recording. `error` with the camera named where the list explains nothing.
/// @param devices  the account's devices; empty when the list could not be had
base::Error explain(const base::Error& error, ring::DeviceId id,
                    const std::vector<ring::Device>& devices);

/// The entry of `id`; null when there is none.
const ring::Device* find_device(const std::vector<ring::Device>& devices, ring::DeviceId id);

} // namespace snapshot
