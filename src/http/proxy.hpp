// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace http {

/// Looks up an environment variable; std::nullopt when it is not set or empty.
using Environment = std::function<std::optional<std::string>(const std::string&)>;

/// A proxy that the environment names.
struct Proxy {
    /// The variable, such as "HTTPS_PROXY".
    std::string variable;
    /// Host and port, never the user name and password that may stand before them; empty when the
    /// value cannot be read.
    std::string place;
    bool has_credentials = false;
};

/// The proxy through which libcurl sends a request to `url`, by libcurl's own rules: https_proxy,
/// HTTPS_PROXY, all_proxy, ALL_PROXY for https; http_proxy (lower case only), all_proxy, ALL_PROXY
/// for http; none for hosts in no_proxy or NO_PROXY. Blocks of addresses in NO_PROXY are not looked
/// at: Ring's hosts have names.
std::optional<Proxy> proxy_for(std::string_view url, const Environment& environment);

/// The variable that keeps `url` from going through a proxy that applies otherwise; empty when
/// there is none.
std::string proxy_exception(std::string_view url, const Environment& environment);

} // namespace http
