// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <system_error>

namespace base {

// Windows speaks UTF-16, this program UTF-8. What is invalid becomes U+FFFD.

std::wstring wide_from_utf8(std::string_view text);
std::string utf8_from_wide(std::wstring_view text);

/// The reason of the last failed call in this thread, as std::errc where that has a name for it.
std::error_code last_system_error();

/// The std::error_code for an error number of the system.
std::error_code system_error_code(unsigned long number);

} // namespace base
