// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "http/message.hpp"

#include <optional>
#include <string_view>

namespace http {

/// Reads an HTTP date (RFC 9110 5.6.7: IMF-fixdate, RFC 850 and asctime forms) as UTC; std::nullopt
/// for any other text, and for a time that SystemTime cannot hold (in nanoseconds: after 2262).
/// Independent of the process's locale and zone. Two-digit years are those from 1970 to 2069.
std::optional<base::SystemTime> parse_http_date(std::string_view text);

/// When the server says that it answered (the Date header); std::nullopt when it does not say.
std::optional<base::SystemTime> date_of(const Response& response);

} // namespace http
