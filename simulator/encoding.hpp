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

/// The first value called `name`, std::nullopt when there is none.
std::optional<std::string> find_field(const Fields& fields, std::string_view name);

/// A query string or an application/x-www-form-urlencoded body.
Fields parse_form(std::string_view text);

/// The value of a `Cookie` header.
Fields parse_cookies(std::string_view text);

/// A gzip file that holds `text` without compressing it.
std::string gzip_stored(std::string_view text);

/// A date as HTTP headers have it: `Mon, 21 Sep 2026 14:13:33 GMT`.
std::string http_date(std::int64_t epoch_ms);

/// `2026-09-21T14:13:33.120Z`
std::string iso_time(std::int64_t epoch_ms);

/// Reads what iso_time() writes; the fraction may be missing.
std::optional<std::int64_t> parse_iso_time(std::string_view text);

/// The whole text as a decimal number; std::nullopt when it is anything else.
std::optional<std::int64_t> parse_integer(std::string_view text);

} // namespace simulator
