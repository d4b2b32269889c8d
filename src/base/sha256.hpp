// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace base {

/// The SHA-256 digest (FIPS 180-4) of `bytes`, as 32 raw bytes.
std::string sha256(std::string_view bytes);

} // namespace base
