// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace base {

/// Standard base64 with padding (RFC 4648 section 4).
std::string base64_encode(std::string_view bytes);

/// Decodes standard or URL-safe base64, with or without padding, white space skipped. std::nullopt
/// when another character occurs, the length is impossible, or there is padding that does not fit
/// it.
std::optional<std::string> base64_decode(std::string_view text);

/// URL-safe base64 without padding (RFC 4648 section 5).
std::string base64url_encode(std::string_view bytes);

/// Lower-case hexadecimal digits.
std::string hex_encode(std::string_view bytes);

/// `text` with everything but unreserved characters (RFC 3986) percent-encoded.
std::string percent_encode(std::string_view text);

/// `text` with percent escapes decoded; an incomplete escape is left as it is. '+' stays '+'.
std::string percent_decode(std::string_view text);

/// An application/x-www-form-urlencoded body of these fields, in this order; blanks become %20.
std::string form_encode(const std::vector<std::pair<std::string, std::string>>& fields);

} // namespace base
