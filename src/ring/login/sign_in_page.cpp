// SPDX-License-Identifier: Apache-2.0
#include "ring/login/sign_in_page.hpp"

#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"
#include "ring/api/json_read.hpp"
#include "ring/login/html_scan.hpp"

#include <algorithm>
#include <array>

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
enum Place : std::size_t { in_cookie, in_json, in_json_end = in_json + 5, in_input, in_meta };

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

    void offer_cookie(std::string_view name, std::string_view value) {
        if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"')) {
            value = value.substr(1, value.size() - 2);
        }
        // Those who use this name write its value encoded, for scripts to decode it before they
        // send it back (Angular's and Laravel's convention); of the others it is as it is.
        const bool is_encoded = base::equal_ignoring_case(name, "XSRF-TOKEN");
        offer(in_cookie, name, is_encoded ? base::percent_decode(value) : std::string(value));
    }

    void offer_json(const Json& value, std::size_t level = in_json) {
        for (auto child = value.begin(); child != value.end() && level < in_json_end; ++child) {
            if (child->is_structured()) {
                offer_json(*child, level + 1);
            } else if (child->is_string() && value.is_object()) {
                offer(level, child.key(), child->get_ref<const std::string&>());
            }
        }
    }

    void offer_tag(const HtmlTag& tag) {
        const std::string id = tag.attribute("id").value_or("");
        const auto attribute = [&](const char* name) { return tag.attribute(name).value_or(""); };
        if (tag.is("oauth-args") || id == "__NEXT_DATA__" || id == "oauth-args") {
            const bool is_script = tag.is("script");
            offer_json(read_json(is_script ? std::string(tag.text) : decode_entities(tag.text)));
            for (const auto& [name, value] : tag.attributes) {
                offer_json(read_json(decode_entities(value)));
            }
        } else if (tag.is("input")) {
            offer(in_input, attribute("name"), attribute("value"));
            offer(in_input, id, attribute("value"));
        } else if (tag.is("meta")) {
            offer(in_meta, attribute("name"), attribute("content"));
        }
    }

    const std::optional<std::string>& token() const { return m_token; }

private:
    std::size_t m_rank = std::string_view::npos;
    std::optional<std::string> m_token;
};

bool says_captcha(std::string_view text) {
    return base::contains_ignoring_case(text, "captcha") ||
           base::contains_ignoring_case(text, "turnstile");
}

} // namespace

std::optional<std::string> find_csrf_token(const CookieJar& cookies, std::string_view page) {
    BestToken best;
    for (const auto& [name, value] : cookies.all()) {
        best.offer_cookie(name, value);
    }
    HtmlScanner scanner(page);
    while (const auto tag = scanner.next()) {
        best.offer_tag(*tag);
    }
    return best.token();
}

bool asks_for_captcha(std::string_view page) {
    if (!http::looks_like_html(page)) {
        return says_captcha(page);
    }
    HtmlScanner scanner(page);
    while (const auto tag = scanner.next()) {
        // Only loading such a library, or a hidden field for it, asks for nothing yet.
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
