// SPDX-License-Identifier: Apache-2.0
#include "ring/login/cookie_jar.hpp"

#include "base/text/ascii.hpp"
#include "http/http_date.hpp"

#include <algorithm>
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

/// Max-Age of zero or less, as RFC 6265 5.2.2 reads it; std::nullopt when it is not a number.
std::optional<bool> is_over(std::string_view max_age) {
    const bool is_negative = max_age.starts_with('-');
    const std::string_view digits = max_age.substr(is_negative ? 1 : 0);
    if (digits.empty() || !std::all_of(digits.begin(), digits.end(), base::is_digit)) {
        return std::nullopt;
    }
    return is_negative || digits.find_first_not_of('0') == std::string_view::npos;
}

bool is_removal(std::string_view attributes, base::SystemTime now) {
    std::optional<bool> by_age;
    std::optional<bool> by_date;
    while (!attributes.empty()) {
        const auto [attribute, rest] = split_at(attributes, ';');
        const auto [name, value] = split_at(attribute, '=');
        if (base::equal_ignoring_case(name, "max-age")) {
            by_age = is_over(value);
        } else if (base::equal_ignoring_case(name, "expires")) {
            if (const auto expiry = http::parse_http_date(value)) {
                by_date = *expiry <= now;
            }
        }
        attributes = rest;
    }
    return by_age.value_or(by_date.value_or(false));
}

base::SystemTime time_of(const http::Response& response) {
    // Without a Date only the usual way of removal, a date of 1970, is taken for one.
    constexpr base::SystemTime k_long_ago{std::chrono::seconds(946'684'800)};
    return http::date_of(response).value_or(k_long_ago);
}

} // namespace

void CookieJar::take(const http::Response& response) {
    const base::SystemTime now = time_of(response);
    for (const std::string& field : response.headers.get_all("Set-Cookie")) {
        const auto [pair, attributes] = split_at(field, ';');
        const auto [name, value] = split_at(pair, '=');
        if (name.empty() || pair.find('=') == std::string_view::npos ||
            base::has_control_character(pair)) {
            continue;
        }
        if (is_removal(attributes, now)) {
            if (const auto old = m_cookies.find(name); old != m_cookies.end()) {
                m_cookies.erase(old);
            }
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

std::optional<std::string> CookieJar::get(std::string_view name) const {
    const auto found = m_cookies.find(name);
    return found == m_cookies.end() ? std::nullopt : std::optional(found->second);
}

} // namespace ring
