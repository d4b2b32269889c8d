// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "ring/devices/device.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// The cameras that a person picks from a numbered list.
struct CameraChoice {
    /// All that there will ever be; `ids` are those of today.
    bool all = false;
    std::vector<ring::DeviceId> ids;

    /// The words that name them to a command: "--all", or their ids.
    std::vector<std::string> words() const;
};

/// What an answer means: "a" or "all"; else numbers of the list such as "1", "1,3" or "2-4", names
/// and ids. Throws Error{unknown_device}.
/// @param cameras  as they were numbered, from 1 on; at least one
CameraChoice parse_camera_choice(std::string_view answer, const std::vector<ring::Device>& cameras);

/// Shows the account's cameras with numbers and asks which ones are meant; the only one is not
/// asked about. Throws Error: unknown_device when there is none, what the device list throws, and
/// as ask_until().
CameraChoice choose_cameras(Context& context);

} // namespace cli
