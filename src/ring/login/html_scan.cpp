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

constexpr std::string_view k_html_space = " \t\n\r\f\v";

bool is_raw_text_element(std::string_view name) {
    constexpr std::array<std::string_view, 4> k_names{"script", "style", "textarea", "title"};
    return std::any_of(k_names.begin(), k_names.end(),
                       [&](std::string_view raw) { return base::equal_ignoring_case(raw, name); });
}

std::optional<std::uint32_t> code_of_entity(std::string_view name) {
    constexpr std::pair<std::string_view, char> k_named[] = {
        {"amp", '&'}, {"quot", '"'}, {"apos", '\''}, {"lt", '<'}, {"gt", '>'}};
    for (const auto& [known, code] : k_named) {
        if (known == name) {
            return code;
        }
    }
    const bool is_hex = name.starts_with("#x") || name.starts_with("#X");
    if (!name.starts_with('#')) {
        return std::nullopt;
    }
    name.remove_prefix(is_hex ? 2 : 1);
    std::uint32_t code = 0;
    const char* const name_end = name.data() + name.size();
    const auto [end, error] = std::from_chars(name.data(), name_end, code, is_hex ? 16 : 10);
    return end == name_end && error == std::errc() ? std::optional(code) : std::nullopt;
}

} // namespace

std::optional<std::string> HtmlTag::attribute(std::string_view attribute_name) const {
    for (const auto& [key, value] : attributes) {
        if (base::equal_ignoring_case(key, attribute_name)) {
            return decode_entities(value);
        }
    }
    return std::nullopt;
}

std::optional<HtmlTag> HtmlScanner::next() {
    if (m_rest.empty()) {
        return std::nullopt;
    }
    HtmlTag tag;
    if (m_rest.starts_with("<!") || m_rest.starts_with("<?")) {
        tag.name = m_rest.substr(1, 1);
        const std::string_view end_mark = m_rest.starts_with("<!--") ? "-->" : ">";
        // "<!-->" is a whole comment.
        const std::size_t end = m_rest.find(end_mark, 2);
        m_rest.remove_prefix(std::min(end, m_rest.size() - end_mark.size()) + end_mark.size());
        tag.text = take_until("<");
        return tag;
    }
    const std::size_t name = m_rest.starts_with("</") ? 2 : 1;
    if (m_rest.front() != '<' || name >= m_rest.size() || !base::is_letter(m_rest[name])) {
        tag.text = take_until("<", 1);
        return tag;
    }
    m_rest.remove_prefix(1);
    tag.name = take_until(" \t\n\r\f/>", 1);
    if (!read_attributes(tag)) {
        return std::nullopt;
    }
    tag.text = is_raw_text_element(tag.name) ? read_raw_text(tag.name) : take_until("<");
    return tag;
}

/// Up to behind the '>'; false when the page ends before.
bool HtmlScanner::read_attributes(HtmlTag& tag) {
    for (;;) {
        skip(" \t\n\r\f\v/");
        if (m_rest.empty()) {
            return false;
        }
        if (m_rest.front() == '>') {
            m_rest.remove_prefix(1);
            return true;
        }
        // A '=' at the start belongs to the name, so that each turn makes a step.
        const std::string_view name = take_until(" \t\n\r\f\v/>=", 1);
        skip(k_html_space);
        std::string_view value;
        if (m_rest.starts_with('=')) {
            m_rest.remove_prefix(1);
            skip(k_html_space);
            value = read_attribute_value();
        }
        tag.attributes.emplace_back(name, value);
    }
}

std::string_view HtmlScanner::read_attribute_value() {
    const std::string_view quote = m_rest.substr(0, 1);
    if (quote != "\"" && quote != "'") {
        return take_until(" \t\n\r\f\v>");
    }
    m_rest.remove_prefix(1);
    const std::string_view value = take_until(quote);
    m_rest = m_rest.substr(std::min<std::size_t>(1, m_rest.size()));
    return value;
}

std::string_view HtmlScanner::read_raw_text(std::string_view element) {
    std::size_t end = m_rest.find("</");
    while (end != std::string_view::npos &&
           !base::equal_ignoring_case(m_rest.substr(end + 2, element.size()), element)) {
        end = m_rest.find("</", end + 2);
    }
    return take(end);
}

std::string_view HtmlScanner::take(std::size_t length) {
    const std::string_view taken = m_rest.substr(0, length);
    m_rest.remove_prefix(taken.size());
    return taken;
}

std::string decode_entities(std::string_view text) {
    constexpr std::size_t k_longest_entity = 10;
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '&') {
            const std::string_view rest = text.substr(i + 1, k_longest_entity);
            const std::size_t end = rest.find(';');
            const auto code = end == rest.npos ? std::nullopt : code_of_entity(rest.substr(0, end));
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
