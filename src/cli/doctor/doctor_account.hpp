// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/doctor/doctor_examination.hpp"
#include "cli/doctor/doctor_finding.hpp"
#include "ring/devices/device_list.hpp"

namespace cli::doctor {

/// What came of Ring's two device lists.
Finding devices_finding(const ring::DeviceList& list);

/// The stored login. It is renewed where a `get` would renew it, and never made by a password.
void check_login(Examination& examination, const Report& report);

/// The device list.
void check_devices(Examination& examination, const Report& report);

} // namespace cli::doctor
