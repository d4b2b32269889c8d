// SPDX-License-Identifier: Apache-2.0
#include "ring/login/sign_in_page.hpp"

#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"
#include "ring/api/json_read.hpp"
#include "ring/login/html_scan.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace ring {

namespace {

constexpr std::array<std::string_view, 5> k_names{"csrf-token", "csrfToken", "csrf_token", "_csrf",
                                                  "XSRF-TOKEN"};
constexpr std::size_t k_no_rank = k_names.size();

/// The place of `name` in the list of names; k_no_rank when it is not there.
std::size_t rank_of(std::string_view name) {
    const auto found = std::find_if(k_names.begin(), k_names.end(), [&](std::string_view known) {
        return base::equal_ignoring_case(known, name);
    });
    return static_cast<std::size_t>(found - k_names.begin());
}

bool is_usable(std::string_view token) {
    constexpr std::size_t k_longest = 4096;
    return !token.empty() && token.size() <= k_longest && !base::has_control_character(token);
}

/// The value under the foremost name so far; the first one of several.
class BestToken {
public:
    void offer(std::size_t rank, std::string_view token) {
        token = base::trimmed(token);
        if (rank < m_rank && is_usable(token)) {
            m_rank = rank;
            m_token = std::string(token);
        }
    }

    const std::optional<std::string>& token() const { return m_token; }

private:
    std::size_t m_rank = k_no_rank;
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
        best.offer(rank_of(name), is_encoded ? base::percent_decode(text) : std::string(text));
    }
    return best.token();
}

/// Level by level, so that the shallowest one wins.
std::optional<std::string> find_in_json(std::string_view text) {
    constexpr int k_max_depth = 5;
    const Json root = read_json(text);
    std::vector<const Json*> level;
    if (root.is_structured()) {
        level.push_back(&root);
    }
    for (int depth = 1; depth <= k_max_depth && !level.empty(); ++depth) {
        BestToken best;
        std::vector<const Json*> next_level;
        for (const Json* parent : level) {
            for (auto child = parent->begin(); child != parent->end(); ++child) {
                if (child->is_structured()) {
                    next_level.push_back(&*child);
                } else if (child->is_string() && parent->is_object()) {
                    best.offer(rank_of(child.key()), child->get_ref<const std::string&>());
                }
            }
        }
        if (best.token()) {
            return best.token();
        }
        level = std::move(next_level);
    }
    return std::nullopt;
}

bool is_json_element(const HtmlTag& tag) {
    if (tag.is("oauth-args")) {
        return true;
    }
    const std::string id = tag.attribute("id").value_or("");
    return id == "__NEXT_DATA__" || id == "oauth-args";
}

std::optional<std::string> find_in_json_element(const HtmlTag& tag) {
    const bool is_script = tag.is("script");
    if (auto token = find_in_json(is_script ? std::string(tag.text) : decode_entities(tag.text))) {
        return token;
    }
    BestToken best;
    for (const auto& [name, value] : tag.attributes) {
        const std::string decoded = decode_entities(value);
        const std::string_view text = base::trimmed(decoded);
        if (text.starts_with('{') || text.starts_with('[')) {
            if (auto token = find_in_json(text)) {
                return token;
            }
        }
        constexpr std::string_view k_data = "data-";
        const bool is_data = base::equal_ignoring_case(name.substr(0, k_data.size()), k_data);
        best.offer(rank_of(is_data ? name.substr(k_data.size()) : name), text);
    }
    return best.token();
}

/// The values of an element that names itself by one of two attributes.
void offer_named(BestToken& best, const HtmlTag& tag,
                 std::array<std::string_view, 2> name_attributes,
                 std::string_view value_attribute) {
    for (const std::string_view name_attribute : name_attributes) {
        const std::size_t rank = rank_of(tag.attribute(name_attribute).value_or(""));
        if (rank != k_no_rank) {
            best.offer(rank, tag.attribute(value_attribute).value_or(""));
            return;
        }
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
    BestToken input;
    BestToken meta;
    HtmlScanner scanner(page);
    while (const auto tag = scanner.next()) {
        if (is_json_element(*tag)) {
            if (auto token = find_in_json_element(*tag)) {
                return token;
            }
        }
        if (tag->is("input")) {
            offer_named(input, *tag, {"name", "id"}, "value");
        } else if (tag->is("meta")) {
            offer_named(meta, *tag, {"name", "property"}, "content");
        }
    }
    return input.token() ? input.token() : meta.token();
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
