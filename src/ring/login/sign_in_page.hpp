// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ring/login/cookie_jar.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ring {

/// The CSRF token of the sign-in page, from the first of the places and names of
/// docs/ring-service.md 3.2 that holds one; names are compared without case. A cookie XSRF-TOKEN is
/// percent-decoded, by the convention of those who use it. std::nullopt when there is none. Never
/// throws for foreign bytes.
std::optional<std::string> find_csrf_token(const CookieJar& cookies, std::string_view page);

/// Whether the page asks for a captcha by an element or in its words, other than by a script that
/// is loaded or a hidden field. An answer that is not HTML does when it names one.
bool asks_for_captcha(std::string_view page);

} // namespace ring
