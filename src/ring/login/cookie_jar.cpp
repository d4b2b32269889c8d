// SPDX-License-Identifier: Apache-2.0
#include "ring/login/cookie_jar.hpp"

#include "base/text/ascii.hpp"
#include "http/http_date.hpp"

#include <chrono>

namespace ring {

namespace {

/// `text` cut at the first `mark`; what is behind it is empty when there is none.
std::pair<std::string_view, std::string_view> split_at(std::string_view text, char mark) {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) {
        return {base::trimmed(text), {}};
    }
    return {base::trimmed(text.substr(0, at)), base::trimmed(text.substr(at + 1))};
}

bool is_removal(std::string_view attributes, base::SystemTime now) {
    std::optional<bool> by_age;
    std::optional<bool> by_date;
    while (!attributes.empty()) {
        const auto [attribute, rest] = split_at(attributes, ';');
        const auto [name, value] = split_at(attribute, '=');
        if (base::equal_ignoring_case(name, "max-age")) {
            by_age = value.starts_with('-') || value == "0";
        } else if (base::equal_ignoring_case(name, "expires")) {
            if (const auto expiry = http::parse_http_date(value)) {
                by_date = *expiry <= now;
            }
        }
        attributes = rest;
    }
    return by_age.value_or(by_date.value_or(false));
}

} // namespace

void CookieJar::take(const http::Response& response) {
    // Without a Date only the usual way of removal, a date of 1970, is taken for one.
    constexpr base::SystemTime k_long_ago{std::chrono::seconds(946'684'800)};
    const base::SystemTime now = http::date_of(response).value_or(k_long_ago);
    for (const std::string& field : response.headers.get_all("Set-Cookie")) {
        const auto [pair, attributes] = split_at(field, ';');
        const auto [name, value] = split_at(pair, '=');
        if (name.empty() || pair.find('=') == std::string_view::npos ||
            base::has_control_character(pair)) {
            continue;
        }
        if (is_removal(attributes, now)) {
            m_cookies.erase(std::string(name));
        } else {
            set(std::string(name), std::string(value));
        }
    }
}

std::string CookieJar::header() const {
    std::string result;
    for (const auto& [name, value] : m_cookies) {
        if (!result.empty()) {
            result += "; ";
        }
        result.append(name).append("=").append(value);
    }
    return result;
}

} // namespace ring
