// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace http {

/// Scheme, host and port of a URL, normalised (lower case, default port left out): what "same
/// origin" compares. Empty when `url` is not an absolute http or https URL.
std::string origin_of(std::string_view url);

/// The path of an absolute http or https URL without query and fragment; "/" when it has none.
std::string path_of(std::string_view url);

/// The value of the query parameter `name` of an absolute http or https URL, percent-decoded ('+'
/// as blank); std::nullopt when absent.
std::optional<std::string> query_parameter(std::string_view url, std::string_view name);

/// `reference` (as in a Location header) seen from `base_url` (RFC 3986 section 5);
/// std::nullopt unless it leads to an http or https URL.
std::optional<std::string> resolve_url(std::string_view base_url, const std::string& reference);

/// Whether the host of `url` is a loopback address: localhost, 127.0.0.0/8 or [::1]. False for a
/// URL with a user name, which is there to mislead.
bool is_loopback(std::string_view url);

/// Whether the host of `url` can only be in the same home: a loopback, private (RFC 1918, RFC 4193)
/// or link-local address, or a name below .local or .home.arpa, which public name servers do not
/// know. False for a URL with a user name.
bool is_in_home_network(std::string_view url);

/// Whether an absolute http or https URL has a user name.
bool has_user_name(std::string_view url);

/// Host and port of a URL, as origin_of() has them: all that may be shown of one whose path is
/// secret. Empty when `url` is not an absolute http or https URL.
std::string host_of(std::string_view url);

} // namespace http
