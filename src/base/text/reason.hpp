// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace base {

/// A message whose reason stands in brackets, to follow a colon, of which a line has one alone:
/// "cannot write x.jpg (the disk is full)" for "cannot write x.jpg: the disk is full". One that
/// ends with brackets stays as it is.
inline std::string with_reason_in_brackets(const std::string& message) {
    const std::size_t colon = message.rfind(": ");
    return colon == std::string::npos || message.ends_with(')')
               ? message
               : message.substr(0, colon) + " (" + message.substr(colon + 2) + ")";
}

} // namespace base
