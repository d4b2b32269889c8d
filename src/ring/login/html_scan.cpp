// SPDX-License-Identifier: Apache-2.0
#include "ring/login/html_scan.hpp"

#include "base/text/ascii.hpp"
#include "base/text/unicode.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace ring {

namespace {

constexpr auto npos = std::string_view::npos;

bool is_raw_text_element(std::string_view name) {
    constexpr std::array<std::string_view, 4> k_names{"script", "style", "textarea", "title"};
    return std::any_of(k_names.begin(), k_names.end(),
                       [&](std::string_view raw) { return base::equal_ignoring_case(raw, name); });
}

std::optional<std::uint32_t> code_of_entity(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::uint32_t>, 6> k_named{{
        {"amp", '&'},
        {"quot", '"'},
        {"apos", '\''},
        {"lt", '<'},
        {"gt", '>'},
        {"nbsp", 0xa0},
    }};
    for (const auto& [known, code] : k_named) {
        if (base::equal_ignoring_case(known, name)) {
            return code;
        }
    }
    if (!name.starts_with('#')) {
        return std::nullopt;
    }
    name.remove_prefix(1);
    const bool is_hex = name.starts_with('x') || name.starts_with('X');
    if (is_hex) {
        name.remove_prefix(1);
    }
    std::uint32_t code = 0;
    const auto [end, error] =
        std::from_chars(name.data(), name.data() + name.size(), code, is_hex ? 16 : 10);
    if (name.empty() || end != name.data() + name.size() || error != std::errc()) {
        return std::nullopt;
    }
    return code;
}

} // namespace

bool HtmlTag::is(std::string_view other) const {
    return base::equal_ignoring_case(name, other);
}

std::optional<std::string> HtmlTag::attribute(std::string_view attribute_name) const {
    for (const auto& [key, value] : attributes) {
        if (base::equal_ignoring_case(key, attribute_name)) {
            return decode_entities(value);
        }
    }
    return std::nullopt;
}

std::optional<HtmlTag> HtmlScanner::next() {
    if (at_end()) {
        return std::nullopt;
    }
    HtmlTag tag;
    const char mark = m_at + 1 < m_page.size() ? m_page[m_at + 1] : '\0';
    const char letter = mark == '/' && m_at + 2 < m_page.size() ? m_page[m_at + 2] : mark;
    if (m_page[m_at] != '<' || (!base::is_letter(letter) && mark != '!' && mark != '?')) {
        const std::size_t begin = m_at++;
        read_text();
        tag.text = m_page.substr(begin, m_at - begin);
        return tag;
    }
    if (mark == '!' || mark == '?') {
        tag.name = m_page.substr(m_at + 1, 1);
        const bool is_comment = m_page.substr(m_at).starts_with("<!--");
        // "<!-->" is a whole comment.
        m_at += 2;
        skip_behind(is_comment ? "-->" : ">");
        tag.text = read_text();
        return tag;
    }
    const std::size_t begin = ++m_at;
    m_at = std::min(m_page.find_first_of(" \t\n\r\f/>", begin + 1), m_page.size());
    tag.name = m_page.substr(begin, m_at - begin);
    if (!read_attributes(tag)) {
        m_at = m_page.size();
        return std::nullopt;
    }
    tag.text = is_raw_text_element(tag.name) ? read_raw_text(tag.name) : read_text();
    return tag;
}

/// Up to behind the '>'; false when the page ends before.
bool HtmlScanner::read_attributes(HtmlTag& tag) {
    while (true) {
        while (!at_end() && (base::is_space(m_page[m_at]) || m_page[m_at] == '/')) {
            ++m_at;
        }
        if (at_end()) {
            return false;
        }
        if (m_page[m_at] == '>') {
            ++m_at;
            return true;
        }
        const std::size_t begin = m_at;
        // A '=' at the start belongs to the name, so that each turn makes a step.
        m_at = std::min(m_page.find_first_of(" \t\n\r\f\v/>=", begin + 1), m_page.size());
        const std::string_view name = m_page.substr(begin, m_at - begin);
        skip_space();
        std::string_view value;
        if (!at_end() && m_page[m_at] == '=') {
            ++m_at;
            skip_space();
            value = read_attribute_value();
        }
        tag.attributes.emplace_back(name, value);
    }
}

std::string_view HtmlScanner::read_attribute_value() {
    if (at_end()) {
        return {};
    }
    const char quote = m_page[m_at];
    if (quote == '"' || quote == '\'') {
        const std::size_t begin = m_at + 1;
        const std::size_t end = std::min(m_page.find(quote, begin), m_page.size());
        m_at = std::min(end + 1, m_page.size());
        return m_page.substr(begin, end - begin);
    }
    const std::size_t begin = m_at;
    m_at = std::min(m_page.find_first_of(" \t\n\r\f\v>", begin), m_page.size());
    return m_page.substr(begin, m_at - begin);
}

std::string_view HtmlScanner::read_text() {
    const std::size_t begin = m_at;
    m_at = std::min(m_page.find('<', begin), m_page.size());
    return m_page.substr(begin, m_at - begin);
}

std::string_view HtmlScanner::read_raw_text(std::string_view element) {
    const std::size_t begin = m_at;
    std::size_t end = m_page.find("</", begin);
    while (end != npos &&
           !base::equal_ignoring_case(m_page.substr(end + 2, element.size()), element)) {
        end = m_page.find("</", end + 2);
    }
    m_at = std::min(end, m_page.size());
    return m_page.substr(begin, m_at - begin);
}

void HtmlScanner::skip_space() {
    while (!at_end() && base::is_space(m_page[m_at])) {
        ++m_at;
    }
}

void HtmlScanner::skip_behind(std::string_view end) {
    const std::size_t found = m_page.find(end, m_at);
    m_at = found == npos ? m_page.size() : found + end.size();
}

std::string decode_entities(std::string_view text) {
    constexpr std::size_t k_longest_entity = 10;
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '&') {
            const std::string_view rest = text.substr(i + 1, k_longest_entity);
            const std::size_t end = rest.find(';');
            const auto code = end == npos ? std::nullopt : code_of_entity(rest.substr(0, end));
            if (code) {
                // HTML takes &#0; for the replacement character.
                base::append_utf8(result, *code == 0 ? 0xFFFD : *code);
                i += end + 2;
                continue;
            }
        }
        result += text[i++];
    }
    return result;
}

} // namespace ring
