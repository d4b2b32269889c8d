// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/line/options.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// Reads the arguments (without the program's name) of a command line in the new form.
/// Throws Error{usage} that names the culprit and makes a suggestion.
Invocation parse_command_line(const std::vector<std::string>& arguments);

/// Reads a duration or a whole number given for `option`. Throw Error{usage} that names both.
std::chrono::milliseconds parse_duration_option(std::string_view option, std::string_view text);
std::int64_t parse_number_option(std::string_view option, std::string_view text, std::int64_t low,
                                 std::int64_t high);

} // namespace cli
