// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/doctor/doctor_examination.hpp"

namespace cli::doctor {

/// The clock against the service's, proxies, certificates, and that the API and the snapshot
/// service answer: one request without a token to each, and none while a rate limit of Ring's
/// lasts. The login service is not asked anything.
void check_network(Examination& examination, const Report& report);

} // namespace cli::doctor
