// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ring {

/// A tag of an HTML page and the text behind it. All views are into the page.
struct HtmlTag {
    /// As written: "INPUT", "/form"; "!" for comments and declarations; empty for text that no tag
    /// precedes.
    std::string_view name;
    /// Names and values as written, entities not decoded, in their order.
    std::vector<std::pair<std::string_view, std::string_view>> attributes;
    /// What follows: up to the next '<', or in script, style, textarea and title up to their end
    /// tag.
    std::string_view text;

    bool is(std::string_view other) const;

    /// The first attribute of that name, compared without case, entities decoded.
    std::optional<std::string> attribute(std::string_view attribute_name) const;
};

/// Walks through an HTML page as browsers tokenize it, well-formed or not, without building a tree.
/// Takes linear time whatever the page.
class HtmlScanner {
public:
    /// `page` must outlive the scanner and its tags.
    explicit HtmlScanner(std::string_view page) : m_page(page) {}

    /// The next tag; nothing at the end of the page, and for a tag that the page's end cuts off.
    std::optional<HtmlTag> next();

private:
    bool read_attributes(HtmlTag& tag);
    std::string_view read_attribute_value();
    std::string_view read_text();
    std::string_view read_raw_text(std::string_view element);
    void skip_space();
    void skip_behind(std::string_view end);

    bool at_end() const { return m_at >= m_page.size(); }

    std::string_view m_page;
    std::size_t m_at = 0;
};

/// `text` with character references decoded: all numeric ones, and amp, quot, apos, lt, gt, nbsp.
/// Others are left as they are.
std::string decode_entities(std::string_view text);

} // namespace ring
