// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace base {

/// Unpacks a text that was built into the program in DEFLATE's format (RFC 1951) without a header.
/// Throws Error{unexpected} when it does not yield exactly `size` bytes.
std::string inflated(std::string_view deflated, std::size_t size);

} // namespace base
