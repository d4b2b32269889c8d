// SPDX-License-Identifier: Apache-2.0
#include "settings/refused_password.hpp"

#include "base/system/random.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "base/text/unicode.hpp"

#include <cstddef>

namespace settings {

namespace {

constexpr int k_rounds = 600'000;
constexpr std::size_t k_salt_bytes = 16;
constexpr std::size_t k_kept_bytes = 2;

/// SALT:BYTES, in hexadecimal digits.
std::string mark_with(std::string_view salt, const std::string& username,
                      const base::Secret& password) {
    // A corrected user name is another login too.
    const std::string account = std::string(salt) + base::fold_case(username);
    const std::string derived = base::pbkdf2_sha256(password.reveal(), account, k_rounds);
    return std::string(salt) + ":" + base::hex_encode(derived.substr(0, k_kept_bytes));
}

} // namespace

std::string mark_of_refused_login(const std::string& username, const base::Secret& password) {
    return mark_with(base::hex_encode(base::random_bytes(k_salt_bytes)), username, password);
}

bool may_be_refused_login(std::string_view mark, const std::string& username,
                          const base::Secret& password) {
    constexpr std::size_t k_salt_digits = 2 * k_salt_bytes;
    constexpr std::size_t k_mark_digits = k_salt_digits + 1 + 2 * k_kept_bytes;
    const bool is_mark = mark.size() == k_mark_digits && mark[k_salt_digits] == ':' &&
                         mark.find_first_not_of("0123456789abcdef:") == std::string_view::npos;
    return !is_mark || mark == mark_with(mark.substr(0, k_salt_digits), username, password);
}

} // namespace settings
