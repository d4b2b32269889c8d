// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace simulator {

/// Names and values in the order in which they came; a name may come twice.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// The first value called `name`, or nothing.
std::optional<std::string> find_field(const Fields& fields, std::string_view name);

/// Undoes `%XX` (any bytes, so UTF-8 too) and, in queries and forms, `+` for a blank.
/// A `%` that no two hex digits follow stays as it is.
std::string percent_decode(std::string_view text, bool plus_is_blank);

/// Escapes all but the unreserved characters.
std::string percent_encode(std::string_view text);

/// A query string or an application/x-www-form-urlencoded body.
Fields parse_form(std::string_view text);

/// The value of a `Cookie` header.
Fields parse_cookies(std::string_view text);

/// Base64 with padding.
std::string base64(std::string_view bytes);

/// Base64 with the URL alphabet and without padding, as JWTs and PKCE want it.
std::string base64url(std::string_view bytes);

/// Accepts both alphabets, with or without padding; nothing when it is neither.
std::optional<std::string> base64_decode(std::string_view text);

std::string to_hex(std::string_view bytes);

/// `bytes` random bytes, not meant to withstand an attacker.
std::string random_bytes(std::size_t bytes);

/// A gzip file that holds `text` without compressing it.
std::string gzip_stored(std::string_view text);

/// A date as HTTP headers have it: `Mon, 21 Sep 2026 14:13:33 GMT`.
std::string http_date(std::int64_t epoch_ms);

/// `2026-09-21T14:13:33.120Z`
std::string iso_time(std::int64_t epoch_ms);

/// Reads what iso_time() writes; the fraction may be missing.
std::optional<std::int64_t> parse_iso_time(std::string_view text);

/// The whole text as a decimal number; nothing when it is anything else.
std::optional<std::int64_t> parse_integer(std::string_view text);

std::string to_lower(std::string_view text);

} // namespace simulator
