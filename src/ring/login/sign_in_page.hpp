// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace ring {

/// The cookies of one origin: all that came, by name. Attributes other than a removal (Max-Age of
/// zero or less, or an Expires date in the past of the answer's Date) are ignored.
class CookieJar {
public:
    /// Takes the Set-Cookie fields of an answer.
    void take(const http::Response& response);

    /// The value of the Cookie header; empty when there is none.
    std::string header() const;

    std::optional<std::string> get(std::string_view name) const;

    const std::map<std::string, std::string, std::less<>>& all() const { return m_cookies; }

    void set(std::string name, std::string value) {
        m_cookies.insert_or_assign(std::move(name), std::move(value));
    }

private:
    std::map<std::string, std::string, std::less<>> m_cookies;
};

/// The CSRF token of the sign-in page (docs/ring-service.md 3.2), looked for in this order under
/// the names csrf-token, csrfToken, csrf_token, _csrf, XSRF-TOKEN: a cookie (that of the last name
/// is percent-decoded, by the convention of those who use it); JSON in the element with the id
/// __NEXT_DATA__ or oauth-args (keys at any depth up to 5); an input element; a meta element.
/// Attributes in any order, quoted in any way; entities decoded. Names are compared without case.
/// Nothing when there is none. Never throws for foreign bytes.
std::optional<std::string> find_csrf_token(const CookieJar& cookies, std::string_view page);

/// Whether the page asks for a captcha: by an element for one or in its words. A script that is
/// only loaded and a hidden field do not count. An answer that is no HTML counts when it names one.
bool asks_for_captcha(std::string_view page);

} // namespace ring
