// SPDX-License-Identifier: Apache-2.0
#include "ring/login/sign_in_page.hpp"

#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"
#include "ring/api/json_read.hpp"
#include "ring/login/html_scan.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace ring {

namespace {

constexpr std::array<std::string_view, 5> k_names{"csrf-token", "csrfToken", "csrf_token", "_csrf",
                                                  "XSRF-TOKEN"};

bool is_usable(std::string_view token) {
    constexpr std::size_t k_longest = 4096;
    return !token.empty() && token.size() <= k_longest && !base::has_control_character(token);
}

/// Where a token may stand, the best place first. Within JSON, each level down is a place of its
/// own, so that the shallowest token wins.
enum Place : std::size_t { in_json = 0, in_json_attribute = 5, in_input, in_meta };

/// The token from the best place, and there under the foremost name; the first one of several.
class BestToken {
public:
    void offer(std::size_t place, std::string_view name, std::string_view token) {
        const auto known = std::find_if(k_names.begin(), k_names.end(), [&](std::string_view each) {
            return base::equal_ignoring_case(each, name);
        });
        const auto rank =
            place * k_names.size() + static_cast<std::size_t>(known - k_names.begin());
        token = base::trimmed(token);
        if (known != k_names.end() && rank < m_rank && is_usable(token)) {
            m_rank = rank;
            m_token = std::string(token);
        }
    }

    const std::optional<std::string>& token() const { return m_token; }

private:
    std::size_t m_rank = std::string_view::npos;
    std::optional<std::string> m_token;
};

std::optional<std::string> find_in_cookies(const CookieJar& cookies) {
    BestToken best;
    for (const auto& [name, value] : cookies.all()) {
        std::string_view text = value;
        if (text.size() >= 2 && text.starts_with('"') && text.ends_with('"')) {
            text = text.substr(1, text.size() - 2);
        }
        // Those who use this name write its value encoded, for scripts to decode it before they
        // send it back (Angular's and Laravel's convention); of the others it is as it is.
        const bool is_encoded = base::equal_ignoring_case(name, "XSRF-TOKEN");
        best.offer(0, name, is_encoded ? base::percent_decode(text) : std::string(text));
    }
    return best.token();
}

void offer_json(BestToken& best, const Json& value, std::size_t level = in_json) {
    for (auto child = value.begin(); child != value.end() && level < in_json_attribute; ++child) {
        if (child->is_structured()) {
            offer_json(best, *child, level + 1);
        } else if (child->is_string() && value.is_object()) {
            best.offer(level, child.key(), child->get_ref<const std::string&>());
        }
    }
}

void offer_json_element(BestToken& best, const HtmlTag& tag) {
    const std::string id = tag.attribute("id").value_or("");
    if (!tag.is("oauth-args") && id != "__NEXT_DATA__" && id != "oauth-args") {
        return;
    }
    const bool is_script = tag.is("script");
    offer_json(best, read_json(is_script ? std::string(tag.text) : decode_entities(tag.text)));
    for (const auto& [name, value] : tag.attributes) {
        const std::string decoded = decode_entities(value);
        const std::string_view text = base::trimmed(decoded);
        if (text.starts_with('{') || text.starts_with('[')) {
            offer_json(best, read_json(text));
        }
        constexpr std::string_view k_data = "data-";
        const bool is_data = base::equal_ignoring_case(name.substr(0, k_data.size()), k_data);
        best.offer(in_json_attribute, is_data ? name.substr(k_data.size()) : name, text);
    }
}

void offer_attribute(BestToken& best, Place place, const HtmlTag& tag,
                     std::initializer_list<std::string_view> name_attributes,
                     std::string_view value_attribute) {
    for (const std::string_view attribute : name_attributes) {
        best.offer(place, tag.attribute(attribute).value_or(""),
                   tag.attribute(value_attribute).value_or(""));
    }
}

bool says_captcha(std::string_view text) {
    return base::contains_ignoring_case(text, "captcha") ||
           base::contains_ignoring_case(text, "turnstile");
}

} // namespace

std::optional<std::string> find_csrf_token(const CookieJar& cookies, std::string_view page) {
    if (auto token = find_in_cookies(cookies)) {
        return token;
    }
    BestToken best;
    HtmlScanner scanner(page);
    while (const auto tag = scanner.next()) {
        offer_json_element(best, *tag);
        if (tag->is("input")) {
            offer_attribute(best, in_input, *tag, {"name", "id"}, "value");
        } else if (tag->is("meta")) {
            offer_attribute(best, in_meta, *tag, {"name", "property"}, "content");
        }
    }
    return best.token();
}

bool asks_for_captcha(std::string_view page) {
    if (!http::looks_like_html(page)) {
        return says_captcha(page);
    }
    HtmlScanner scanner(page);
    while (const auto tag = scanner.next()) {
        // A page that only loads such a library, or keeps a hidden field for it, asks for nothing
        // yet.
        if (tag->is("script") || tag->is("style") || tag->is("link") || tag->is("meta") ||
            base::equal_ignoring_case(tag->attribute("type").value_or(""), "hidden")) {
            continue;
        }
        if (tag->attribute("data-sitekey") || says_captcha(tag->text)) {
            return true;
        }
        for (const std::string_view name : {"id", "class", "name", "src", "title"}) {
            if (says_captcha(tag->attribute(name).value_or(""))) {
                return true;
            }
        }
    }
    return false;
}

} // namespace ring
