// SPDX-License-Identifier: Apache-2.0
#include "s3/reply_xml.hpp"

#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"
#include "base/text/unicode.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace s3 {
namespace {

/// The name in a tag, without '<', a namespace's prefix and attributes.
std::string_view name_in(std::string_view tag) {
    tag = tag.substr(0, tag.find_first_of(" \t\r\n"));
    if (const std::size_t colon = tag.find(':'); colon != std::string_view::npos) {
        tag.remove_prefix(colon + 1);
    }
    return tag;
}

/// What an element holds, and where the text goes on behind it.
struct Element {
    std::string_view content;
    std::string_view rest;
};

/// The first element with this name.
std::optional<Element> find_element(std::string_view xml, std::string_view name) {
    std::optional<std::size_t> begin;
    for (std::size_t open = xml.find('<'); open != std::string_view::npos;
         open = xml.find('<', open + 1)) {
        const std::size_t close = xml.find('>', open);
        if (close == std::string_view::npos) {
            return {};
        }
        const std::string_view tag = xml.substr(open + 1, close - open - 1);
        if (!begin && name_in(tag) == name) {
            begin = close + 1;
        } else if (!begin && tag.ends_with('/') && name_in(tag.substr(0, tag.size() - 1)) == name) {
            return Element{{}, xml.substr(close + 1)};
        } else if (begin && tag.starts_with('/') && name_in(tag.substr(1)) == name) {
            return Element{xml.substr(*begin, open - *begin), xml.substr(close + 1)};
        }
    }
    return {};
}

/// The character that an entity stands for; false for an unknown one.
bool append_entity(std::string& text, std::string_view entity) {
    static constexpr std::array<std::pair<std::string_view, char>, 5> k_named = {
        {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
    for (const auto& [name, character] : k_named) {
        if (entity == name) {
            text += character;
            return true;
        }
    }
    if (!entity.starts_with('#')) {
        return false;
    }
    entity.remove_prefix(1);
    const bool is_hex = entity.starts_with('x') || entity.starts_with('X');
    entity.remove_prefix(is_hex ? 1 : 0);
    std::uint32_t code = 0;
    const char* end = entity.data() + entity.size();
    const auto [stopped, error] = std::from_chars(entity.data(), end, code, is_hex ? 16 : 10);
    if (error != std::errc() || stopped != end) {
        return false;
    }
    base::append_utf8(text, code);
    return true;
}

std::string decoded(std::string_view content) {
    constexpr std::size_t k_longest_entity = 10;
    std::string text;
    while (!content.empty()) {
        const std::size_t mark = std::min(content.find('&'), content.size());
        text += content.substr(0, mark);
        content.remove_prefix(mark);
        if (content.empty()) {
            break;
        }
        const std::size_t end = content.substr(0, k_longest_entity).find(';');
        if (end != std::string_view::npos && append_entity(text, content.substr(1, end - 1))) {
            content.remove_prefix(end + 1);
        } else {
            text += '&';
            content.remove_prefix(1);
        }
    }
    return text;
}

std::uintmax_t number_in(const std::string& text) {
    std::uintmax_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

} // namespace

std::optional<std::string> element_text(std::string_view xml, std::string_view name) {
    const auto element = find_element(xml, name);
    if (!element || element->content.find('<') != std::string_view::npos) {
        return {};
    }
    return decoded(base::trimmed(element->content));
}

std::optional<ListPage> read_list_page(std::string_view xml) {
    const auto listing = find_element(xml, "ListBucketResult");
    if (!listing) {
        return {};
    }
    ListPage page;
    std::string_view rest = listing->content;
    while (const auto object = find_element(rest, "Contents")) {
        if (const auto key = element_text(object->content, "Key")) {
            page.objects.push_back({base::percent_decode(*key),
                                    number_in(element_text(object->content, "Size").value_or(""))});
        }
        rest = object->rest;
    }
    const bool goes_on = element_text(listing->content, "IsTruncated") == "true";
    if (goes_on) {
        page.continuation = element_text(listing->content, "NextContinuationToken").value_or("");
    }
    return page;
}

} // namespace s3
