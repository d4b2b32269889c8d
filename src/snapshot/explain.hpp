// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "ring/devices/device.hpp"
#include "ring/devices/device_list.hpp"

#include <optional>
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

/// What there is to say where an account has no camera, and what to do about it.
inline constexpr auto k_no_cameras = "no camera is shared with or owned by this account";
inline constexpr auto k_no_cameras_hint =
    "ask the owner to share it again (shares made before the summer of 2026 have to be made "
    "again), or log in as the owner";

/// How a camera is told from others: "Front Door (31000417)".
std::string title_with_id(const ring::Device& device);

/// The cameras among `devices` with their ids, as a hint: "the cameras are: …", 20 at most;
/// k_no_cameras when there is none.
std::string list_cameras(const std::vector<ring::Device>& devices);

/// Why `list` holds no camera: unknown_device, or service_unavailable where the list that would
/// hold shared ones did not come.
base::Error no_cameras(const ring::DeviceList& list);

/// Error{unknown_device} when `list` proves that `id` is not a camera of the account; std::nullopt
/// when it is one, or may be one that is missing in an incomplete list.
std::optional<base::Error> unknown_camera(ring::DeviceId id, const ring::DeviceList& list);

/// Whether the device list can say more: there was no picture, or no answer.
bool is_explainable(const base::Error& error);

/// The reason for a camera's failure in a home owner's words, with what to do: unknown, takes no
/// pictures, offline, motion detection off, may be recording. `error` with the camera named where
/// the list explains nothing.
/// @param list  the account's devices; null when the list could not be fetched
base::Error explain(const base::Error& error, ring::DeviceId id, const ring::DeviceList* list);

/// Why a camera that was asked took no picture, as far as its entry in the device list, which may
/// be null, says or lets guess; empty when it does not.
std::string reason_for_old_picture(const ring::Device* device);

/// The entry of `id`; null when there is none.
const ring::Device* find_device(const std::vector<ring::Device>& devices, ring::DeviceId id);

} // namespace snapshot
