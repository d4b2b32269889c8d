// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace base {

/// The system's words for an error number of its own, without a full stop: "Connection refused".
std::string system_message(int number);

} // namespace base
