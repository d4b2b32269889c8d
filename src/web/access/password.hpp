// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.hpp"

#include <string>
#include <string_view>

namespace web {

/// So often a password is hashed: half a second on a desk, a few on a small board.
inline constexpr int k_password_rounds = 600'000;

/// What is stored of a password: "pbkdf2-sha256$ROUNDS$SALT$HASH", the last two in base64. Takes as
/// long as its check.
std::string hash_password(const base::Secret& password, int rounds = k_password_rounds);

/// Whether `password` is the one that hash_password() made `stored` of. False for a text that it
/// did not make.
bool is_password(const base::Secret& password, std::string_view stored);

/// Compares in a time that does not tell where two texts of one length differ.
bool are_equal_in_constant_time(std::string_view left, std::string_view right);

/// HMAC-SHA256 of `message`: what may be kept of a secret in memory.
std::string keyed_hash(std::string_view key, std::string_view message);

/// 128 random bits, in letters, digits, '-' and '_'.
base::Secret make_key();

/// What is stored of a key: its SHA-256 in hexadecimal digits. A key is random, so that it needs no
/// slow hash.
std::string hash_key(const base::Secret& key);

} // namespace web
