// SPDX-License-Identifier: Apache-2.0
#include "base/secret.hpp"

#include "base/text/unicode.hpp"

#include <cstddef>

namespace base {

namespace {

constexpr std::string_view k_hidden = "***";

/// The first character of valid UTF-8 `text`; empty when there is none.
std::string_view leading_character(std::string_view text) {
    std::size_t length = text.empty() ? 0 : 1;
    while (length < text.size() && continues_utf8(text[length])) {
        ++length;
    }
    return text.substr(0, length);
}

std::string masked(std::string_view text) {
    return std::string(leading_character(text)).append(k_hidden);
}

} // namespace

std::string masked_email(std::string_view text) {
    if (text.empty()) {
        return {};
    }
    const std::string shown = printable(text);
    const std::string_view whole = shown;
    const std::size_t at = whole.rfind('@');
    if (at == std::string_view::npos) {
        return masked(whole);
    }
    const std::string_view domain = whole.substr(at + 1);
    const std::size_t last_dot = domain.rfind('.');
    const std::string_view ending =
        last_dot == std::string_view::npos ? std::string_view() : domain.substr(last_dot);
    return masked(whole.substr(0, at)) + '@' + masked(domain).append(ending);
}

} // namespace base
