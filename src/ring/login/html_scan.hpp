// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text/ascii.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ring {

/// A tag of an HTML page and the text behind it. All views are into the page.
struct HtmlTag {
    /// As written; "!" for comments and declarations, empty for text before any tag.
    std::string_view name;
    /// Names and values as written, entities not decoded, in their order.
    std::vector<std::pair<std::string_view, std::string_view>> attributes;
    /// What follows, up to the next '<' or the end tag of a script, style, textarea or title.
    std::string_view text;

    bool is(std::string_view other) const { return base::equal_ignoring_case(name, other); }

    /// The first attribute of that name, compared without case, entities decoded.
    std::optional<std::string> attribute(std::string_view attribute_name) const;
};

/// Walks through an HTML page as browsers tokenize it, well-formed or not, without building a tree.
/// Takes linear time whatever the page.
class HtmlScanner {
public:
    /// `page` must outlive the scanner and its tags.
    explicit HtmlScanner(std::string_view page) : m_rest(page) {}

    /// The next tag; std::nullopt at the end of the page, and for a tag that it cuts off.
    std::optional<HtmlTag> next();

private:
    bool read_attributes(HtmlTag& tag);
    std::string_view read_attribute_value();
    std::string_view read_raw_text(std::string_view element);
    std::string_view take(std::size_t length);

    std::string_view take_until(std::string_view marks, std::size_t from = 0) {
        return take(m_rest.find_first_of(marks, from));
    }

    void skip(std::string_view characters) { take(m_rest.find_first_not_of(characters)); }

    std::string_view m_rest;
};

/// `text` with numeric character references and amp, quot, apos, lt and gt decoded.
std::string decode_entities(std::string_view text);

} // namespace ring
