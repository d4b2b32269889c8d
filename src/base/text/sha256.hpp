// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace base {

/// The SHA-256 digest (FIPS 180-4) of `bytes`, as 32 raw bytes.
std::string sha256(std::string_view bytes);

/// 32 bytes derived from `password` by PBKDF2 with HMAC-SHA256 (RFC 8018, 5.2). Takes about a
/// second for 600,000 rounds.
/// @param rounds  at least 1
std::string pbkdf2_sha256(std::string_view password, std::string_view salt, int rounds);

} // namespace base
