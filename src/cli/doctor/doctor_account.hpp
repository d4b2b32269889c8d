// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/doctor/doctor_finding.hpp"
#include "ring/devices/device.hpp"
#include "ring/devices/device_list.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <variant>

namespace cli::doctor {

/// What came of Ring's two device lists.
Finding devices_finding(const ring::DeviceList& list);

/// The stored login. It is renewed where a `get` would renew it, and never made by a password.
void check_login(Examination& examination, const Report& report);

/// The device list.
void check_devices(Examination& examination, const Report& report);

/// The age of a camera's newest picture, std::nullopt when Ring does not say, or why there is none.
using Look = std::variant<std::optional<std::chrono::milliseconds>, base::Error>;

/// @param number  which camera of the list it is, from 1: its name in a report
Finding camera_finding(std::size_t number, const ring::Device& device, const Look& look);

/// Each camera, a line each: state, power, and the newest picture that Ring has. Wakes none.
void check_cameras(Examination& examination, const Report& report);

} // namespace cli::doctor
