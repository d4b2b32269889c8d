// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/output/output.hpp"
#include "ring/devices/device.hpp"
#include "ring/devices/device_directory.hpp"
#include "snapshot/camera_job.hpp"

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// Which cameras to work on.
struct Selection {
    std::vector<std::string> devices;
    bool all = false;
    std::optional<std::string> location;
};

/// The cameras that `selection` names (id, and device when the list was fetched), each once, in the
/// order given. A number is an id and is used without asking for the list unless `with_details`;
/// everything else is looked up in it, as find_names() does. Nothing selected: the account's only
/// camera. Throws Error{unknown_device} that says what may have been meant or what there is, or
/// service_unavailable when the name may be in a list that is unavailable.
std::vector<snapshot::CameraFacts> select_cameras(const Selection& selection, bool with_details,
                                                  ring::DeviceDirectory& directory,
                                                  std::stop_token stop);

/// Tells the user what is missing when one of Ring's two device lists is unavailable.
void warn_of_incomplete_list(Output& output, const ring::DeviceList& list);

/// The camera among `devices` that `text` names. Throws Error{unknown_device}: with the candidates,
/// one a line, when several are meant; with the one that is like it, else all, when none is.
const ring::Device& find_camera(std::string_view text, const std::vector<ring::Device>& devices);

/// `text` as a device id; std::nullopt when it is not a positive whole number.
std::optional<ring::DeviceId> parse_device_id(std::string_view text);

} // namespace cli
