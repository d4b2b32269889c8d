// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/doctor/doctor_finding.hpp"
#include "cli/doctor/doctor_privacy.hpp"
#include "ring/devices/device.hpp"
#include "ring/devices/device_list.hpp"
#include "snapshot/newest_picture.hpp"

#include <cstddef>
#include <variant>

namespace cli::doctor {

using Look = std::variant<snapshot::NewestPicture, base::Error>;

/// What there is to say of the two device lists of Ring.
Finding devices_finding(const ring::DeviceList& list, const Privacy& privacy);

/// @param number  which camera of the list it is, from 1: its name for strangers
Finding camera_finding(std::size_t number, const ring::Device& device, const Look& look,
                       const Privacy& privacy);

} // namespace cli::doctor
