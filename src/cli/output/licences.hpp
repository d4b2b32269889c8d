// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace cli {

/// The licence of this program and those of what is built into it. Its source is made by
/// cmake/licences.cmake.
std::string_view licences();

} // namespace cli
