// SPDX-License-Identifier: Apache-2.0
#include "web/access/password.hpp"

#include "base/system/random.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"

#include <fmt/core.h>

#include <charconv>
#include <cstddef>

namespace web {
namespace {

constexpr std::string_view k_hash_scheme = "pbkdf2-sha256$";
constexpr std::size_t k_random_bytes = 16;
/// More would be a way to keep a processor busy.
constexpr int k_most_rounds = 10'000'000;

/// Takes what stands before the next '$' from the front of `text`.
std::string_view take_field(std::string_view& text) {
    const std::size_t end = text.find('$');
    const std::string_view field = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return field;
}

} // namespace

std::string hash_password(const base::Secret& password, int rounds) {
    const std::string salt = base::random_bytes(k_random_bytes);
    return fmt::format("{}{}${}${}", k_hash_scheme, rounds, base::base64_encode(salt),
                       base::base64_encode(base::pbkdf2_sha256(password.reveal(), salt, rounds)));
}

bool is_password(const base::Secret& password, std::string_view stored) {
    if (!stored.starts_with(k_hash_scheme)) {
        return false;
    }
    stored.remove_prefix(k_hash_scheme.size());
    const std::string_view count = take_field(stored);
    int rounds = 0;
    const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), rounds);
    const auto salt = base::base64_decode(take_field(stored));
    const auto hash = base::base64_decode(stored);
    if (error != std::errc() || end != count.data() + count.size() || rounds < 1 ||
        rounds > k_most_rounds || !salt || !hash) {
        return false;
    }
    return are_equal_in_constant_time(base::pbkdf2_sha256(password.reveal(), *salt, rounds), *hash);
}

bool are_equal_in_constant_time(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) {
        return false;
    }
    unsigned difference = 0;
    for (std::size_t i = 0; i < left.size(); ++i) {
        difference |= static_cast<unsigned>(static_cast<unsigned char>(left[i])) ^
                      static_cast<unsigned>(static_cast<unsigned char>(right[i]));
    }
    return difference == 0;
}

std::string keyed_hash(std::string_view key, std::string_view message) {
    // One round of PBKDF2 is HMAC of the message and a number that is always the same.
    return base::pbkdf2_sha256(key, message, 1);
}

base::Secret make_key() {
    return base::Secret(base::base64url_encode(base::random_bytes(k_random_bytes)));
}

std::string hash_key(const base::Secret& key) {
    return base::hex_encode(base::sha256(key.reveal()));
}

} // namespace web
