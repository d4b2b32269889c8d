// SPDX-License-Identifier: Apache-2.0
#include "http/message.hpp"

#include "base/text/ascii.hpp"

#include <algorithm>
#include <iterator>

namespace http {

Headers::Headers(std::initializer_list<value_type> fields) : m_fields(fields) {}

void Headers::add(std::string name, std::string value) {
    m_fields.emplace_back(std::move(name), std::move(value));
}

void Headers::set(std::string name, std::string value) {
    const auto is_it = [&](const auto& field) {
        return base::equal_ignoring_case(field.first, name);
    };
    const auto first = std::find_if(m_fields.begin(), m_fields.end(), is_it);
    if (first == m_fields.end()) {
        add(std::move(name), std::move(value));
        return;
    }
    m_fields.erase(std::remove_if(first + 1, m_fields.end(), is_it), m_fields.end());
    *first = {std::move(name), std::move(value)};
}

void Headers::remove(std::string_view name) {
    std::erase_if(m_fields,
                  [&](const auto& field) { return base::equal_ignoring_case(field.first, name); });
}

std::optional<std::string> Headers::get(std::string_view name) const {
    for (const auto& [key, value] : m_fields) {
        if (base::equal_ignoring_case(key, name)) {
            return std::string(base::trimmed(value));
        }
    }
    return std::nullopt;
}

std::vector<std::string> Headers::get_all(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [key, value] : m_fields) {
        if (base::equal_ignoring_case(key, name)) {
            values.emplace_back(base::trimmed(value));
        }
    }
    return values;
}

bool looks_like_html(std::string_view body) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (body.starts_with(byte_order_mark)) {
        body.remove_prefix(byte_order_mark.size());
    }
    body = base::trimmed(body);
    constexpr std::string_view k_beginnings[] = {"<!doctype html", "<html", "<head>", "<body"};
    return std::any_of(std::begin(k_beginnings), std::end(k_beginnings), [&](std::string_view tag) {
        return base::equal_ignoring_case(body.substr(0, tag.size()), tag);
    });
}

} // namespace http
