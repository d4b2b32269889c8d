// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace base {

/// The SHA-256 digest (FIPS 180-4) of `bytes`, as 32 raw bytes.
std::string sha256(std::string_view bytes);

/// The same in hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

/// HMAC with SHA-256 (RFC 2104) of `message`, as 32 raw bytes.
std::string hmac_sha256(std::string_view key, std::string_view message);

/// 32 bytes derived from `password` by PBKDF2 with HMAC-SHA256 (RFC 8018, 5.2). Takes about a
/// second for 600,000 rounds.
/// @param rounds  at least 1
std::string pbkdf2_sha256(std::string_view password, std::string_view salt, int rounds);

} // namespace base
