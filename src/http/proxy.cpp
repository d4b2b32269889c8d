// SPDX-License-Identifier: Apache-2.0
#include "http/proxy.hpp"

#include "base/text/ascii.hpp"
#include "http/url.hpp"

#include <algorithm>
#include <vector>

namespace http {

namespace {

struct Variable {
    std::string name;
    std::string value;
};

std::optional<Variable> first_set(const std::vector<std::string>& names,
                                  const Environment& environment) {
    for (const std::string& name : names) {
        if (auto value = environment(name)) {
            return Variable{name, std::move(*value)};
        }
    }
    return {};
}

std::optional<Variable> named_proxy(std::string_view url, const Environment& environment) {
    // HTTP_PROXY in capitals could come from a header of a request to a web server.
    return origin_of(url).starts_with("https:")
               ? first_set({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}, environment)
               : first_set({"http_proxy", "all_proxy", "ALL_PROXY"}, environment);
}

/// The host of an origin: without scheme, port and brackets.
std::string host_of(std::string_view url) {
    std::string host = origin_of(url);
    host.erase(0, std::min(host.find("://"), host.size() - 3) + 3);
    if (host.starts_with('[')) {
        return host.substr(1, host.find(']') - 1);
    }
    return host.substr(0, host.rfind(':'));
}

bool covers(std::string_view list, const std::string& host) {
    constexpr std::string_view separators = ", \t";
    if (list == "*") {
        return true;
    }
    for (std::size_t start = 0; start < list.size();) {
        const std::size_t end = std::min(list.find_first_of(separators, start), list.size());
        std::string entry = base::to_lower(list.substr(start, end - start));
        start = end + 1;
        if (entry.starts_with('.')) {
            entry.erase(0, 1);
        }
        if (!entry.empty() && (host == entry || host.ends_with("." + entry))) {
            return true;
        }
    }
    return false;
}

} // namespace

std::string proxy_exception(std::string_view url, const Environment& environment) {
    if (origin_of(url).empty() || !named_proxy(url, environment)) {
        return {};
    }
    const auto list = first_set({"no_proxy", "NO_PROXY"}, environment);
    return list && covers(list->value, host_of(url)) ? list->name : std::string();
}

std::optional<Proxy> proxy_for(std::string_view url, const Environment& environment) {
    if (origin_of(url).empty()) {
        return {};
    }
    const auto found = named_proxy(url, environment);
    if (!found || !proxy_exception(url, environment).empty()) {
        return {};
    }
    Proxy proxy{found->name, found->value, false};
    if (const auto scheme = proxy.place.find("://"); scheme != std::string::npos) {
        proxy.place.erase(0, scheme + 3);
    }
    // Before the last @: a password may hold a slash or another @.
    if (const auto at = proxy.place.rfind('@'); at != std::string::npos) {
        proxy.place.erase(0, at + 1);
        proxy.has_credentials = true;
    }
    proxy.place = proxy.place.substr(0, proxy.place.find_first_of("/?#"));
    return proxy;
}

} // namespace http
