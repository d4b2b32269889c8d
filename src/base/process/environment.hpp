// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace base {

/// The environment variable `name` as UTF-8; std::nullopt when it is not set or empty.
std::optional<std::string> environment_variable(const std::string& name);

} // namespace base
