// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace base {

/// The environment variable `name` as UTF-8; std::nullopt when it is not set or empty.
std::optional<std::string> environment_variable(const std::string& name);

/// Sets the environment variable `name` of this process; an empty value removes it. Not while other
/// threads read the environment.
void set_environment_variable(const std::string& name, const std::string& value);

/// The names of all environment variables, in no particular order.
std::vector<std::string> environment_names();

} // namespace base
