// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/doctor/doctor_finding.hpp"

namespace cli::doctor {

/// Logs in at the remembered MQTT broker and leaves again. Reports nothing where none is
/// remembered.
void check_mqtt(Examination& examination, const Report& report);

} // namespace cli::doctor
