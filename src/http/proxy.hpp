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
    /// The variable that lists hosts to reach without a proxy, no_proxy or NO_PROXY, and its value;
    /// both are empty when neither is set.
    std::string exceptions_variable = {};
    std::string exceptions = {};
};

/// The proxy that libcurl uses for `url`, unless the exceptions list its host: the first that is
/// set of https_proxy, HTTPS_PROXY, all_proxy and ALL_PROXY for https; of http_proxy (lower case
/// only), all_proxy and ALL_PROXY for http. std::nullopt when none is set.
std::optional<Proxy> proxy_for(std::string_view url, const Environment& environment);

/// The hint of a TransportError for a host that cannot be reached, where no proxy says why.
inline constexpr const char* k_check_connection =
    "check the internet connection of this machine, and the proxy where one is set";

} // namespace http
