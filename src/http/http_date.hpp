// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "http/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace http {

/// Reads an HTTP date (IMF-fixdate of RFC 9110, 5.6.7), in which dashes may take the place of the
/// blanks around the month, as in cookies; std::nullopt for any other text, and for a time that
/// SystemTime cannot hold (in nanoseconds: after 2262). Independent of the process's locale and
/// zone.
std::optional<base::SystemTime> parse_http_date(std::string_view text);

/// `time` as an HTTP date: "Mon, 21 Sep 2026 14:13:20 GMT". Independent of locale and zone.
std::string format_http_date(base::SystemTime time);

/// When the server says that it answered (the Date header); std::nullopt when it does not say.
std::optional<base::SystemTime> date_of(const Response& response);

} // namespace http
