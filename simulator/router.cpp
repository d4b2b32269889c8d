// SPDX-License-Identifier: Apache-2.0
#include "simulator/router.hpp"

#include <algorithm>

namespace simulator {

namespace {

/// Cuts the first segment off, without its slash.
std::string_view next_segment(std::string_view& path) {
    path.remove_prefix(path.starts_with('/') ? 1 : 0);
    const auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
    std::vector<std::string> captured;
    while (!pattern.empty() && !path.empty()) {
        const auto wanted = next_segment(pattern);
        const auto given = next_segment(path);
        if (wanted.starts_with('{') && !given.empty()) {
            captured.emplace_back(given);
        } else if (wanted != given) {
            return std::nullopt;
        }
    }
    return pattern.empty() && path.empty() ? std::optional{captured} : std::nullopt;
}

} // namespace

std::int64_t Call::id() const {
    return captured.empty() ? 0 : parse_integer(captured.front()).value_or(0);
}

Router::Router() {
    add_token_routes(*this);
    add_browser_routes(*this);
    add_account_routes(*this);
    add_legacy_snapshot_routes(*this);
    add_snapshot_routes(*this);
    add_history_routes(*this);
    add_media_routes(*this);
    add_other_routes(*this);
}

Router::Match Router::find(std::string_view method, std::string_view path) const {
    if (method == "HEAD") {
        method = "GET";
    }
    Match result;
    for (const auto& route : m_routes) {
        auto captured = match(route.pattern, path);
        if (!captured) {
            continue;
        }
        if (route.method == method) {
            return {&route, std::move(*captured), {}};
        }
        result.allowed.emplace_back(route.method);
    }
    return result;
}

} // namespace simulator
