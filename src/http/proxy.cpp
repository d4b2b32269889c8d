// SPDX-License-Identifier: Apache-2.0
#include "http/proxy.hpp"

#include "http/url.hpp"

#include <initializer_list>

namespace http {

namespace {

struct Variable {
    std::string name;
    std::string value;
};

std::optional<Variable> first_set(std::initializer_list<const char*> names,
                                  const Environment& environment) {
    for (const char* name : names) {
        if (auto value = environment(name)) {
            return Variable{name, std::move(*value)};
        }
    }
    return {};
}

} // namespace

std::optional<Proxy> proxy_for(std::string_view url, const Environment& environment) {
    // HTTP_PROXY in capitals could come from a header of a request to a web server.
    const auto found =
        origin_of(url).starts_with("https:")
            ? first_set({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}, environment)
            : first_set({"http_proxy", "all_proxy", "ALL_PROXY"}, environment);
    if (!found) {
        return {};
    }
    Proxy proxy{found->name, found->value};
    if (const auto scheme = proxy.place.find("://"); scheme != std::string::npos) {
        proxy.place.erase(0, scheme + 3);
    }
    // Before the last @: a password may hold a slash or another @.
    if (const auto at = proxy.place.rfind('@'); at != std::string::npos) {
        proxy.place.erase(0, at + 1);
        proxy.has_credentials = true;
    }
    proxy.place = proxy.place.substr(0, proxy.place.find_first_of("/?#"));
    if (const auto exceptions = first_set({"no_proxy", "NO_PROXY"}, environment)) {
        proxy.exceptions_variable = exceptions->name;
        proxy.exceptions = exceptions->value;
    }
    return proxy;
}

} // namespace http
