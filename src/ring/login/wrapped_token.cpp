// SPDX-License-Identifier: Apache-2.0
#include "ring/login/wrapped_token.hpp"

#include "base/error.hpp"
#include "base/text/ascii.hpp"
#include "base/text/encoding.hpp"
#include "base/text/given_value.hpp"
#include "ring/api/json_read.hpp"

#include <algorithm>
#include <optional>

namespace ring {

namespace {

/// What could be a token: opaque, but never with the marks of the text around it.
bool is_plain_token(std::string_view text) {
    constexpr std::size_t k_longest = 16384;
    return !text.empty() && text.size() <= k_longest && text != "null" &&
           base::is_visible_ascii(text) &&
           text.find_first_of("\"'`{}[]<>,:\\") == std::string_view::npos;
}

std::optional<ImportedToken> unwrap(const Json& object) {
    const std::string token = text_member(object, "rt");
    if (!is_plain_token(token)) {
        return std::nullopt;
    }
    std::string hardware_id = text_member(object, "hid");
    if (!base::is_visible_ascii(hardware_id)) {
        hardware_id.clear();
    }
    return ImportedToken{base::Secret(token), std::move(hardware_id)};
}

/// Whether a part of the token is surely missing: of the wrapped form, or of a JSON Web Token,
/// which has three parts, or five when it is encrypted. Other tokens are opaque.
bool was_cut(std::string_view token) {
    // base64 of `{"rt":`, `{"hid"`, `{"pnc"`, and of `{"alg"`, `{"typ"`, `{"enc"`, `{"kid"`.
    constexpr std::string_view k_beginnings[] = {"eyJydCI6", "eyJoaWQi", "eyJwbmMi", "eyJhbGci",
                                                 "eyJ0eXAi", "eyJlbmMi", "eyJraWQi"};
    const auto dots = std::count(token.begin(), token.end(), '.');
    return std::ranges::any_of(k_beginnings,
                               [&](std::string_view known) { return token.starts_with(known); }) &&
           ((dots != 2 && dots != 4) || token.ends_with('.'));
}

/// The value of a setting named as refresh tokens are; all of `text` when there is none.
std::string_view setting_in(std::string_view text) {
    for (const std::string_view name : {"refreshToken", "refresh_token", "ring_token"}) {
        const std::size_t at = base::find_ignoring_case(text, name);
        if (at != std::string_view::npos) {
            const std::size_t begin = text.find_first_not_of("\"' \t\r\n:=", at + name.size());
            if (begin == std::string_view::npos) {
                return {};
            }
            const bool is_quoted = text[begin - 1] == '"' || text[begin - 1] == '\'';
            const std::size_t end = text.find_first_of(is_quoted ? "\"'" : " \t\r\n,;}#", begin);
            return text.substr(begin, end - begin);
        }
    }
    return text;
}

/// What JSON writers escape differs: '/' by some, '+' and '=' by others.
std::string unescaped(std::string_view text) {
    const Json json = text.find('\\') == std::string_view::npos
                          ? Json()
                          : read_json('"' + std::string(text) + '"');
    return json.is_string() ? json.get<std::string>() : std::string(text);
}

} // namespace

ImportedToken read_refresh_token(std::string_view text) {
    const std::string decoded = base::decode_text(text);
    std::string_view value = base::trimmed(setting_in(decoded));
    if (value.ends_with(',')) {
        value.remove_suffix(1);
    }
    std::string token = base::clean_value(base::ValueKind::token, unescaped(value));
    if (const auto json = base::base64_decode(token)) {
        if (auto unwrapped = unwrap(read_json(*json))) {
            return std::move(*unwrapped);
        }
    }
    if (!is_plain_token(token)) {
        throw base::Error(base::ErrorCode::usage, "this text is not a refresh token",
                          "give the token alone, or the \"refreshToken\" line of the other "
                          "program's configuration");
    }
    if (was_cut(token)) {
        throw base::Error(base::ErrorCode::usage,
                          "this refresh token is not whole, a part is missing",
                          "copy all of it; a file or a pipe keeps long ones whole: "
                          "ring-snapshot login --refresh-token - < FILE");
    }
    return {base::Secret(std::move(token)), {}};
}

std::string wrap_refresh_token(const base::Secret& refresh_token, const std::string& hardware_id) {
    OrderedJson object;
    object["rt"] = refresh_token.reveal();
    if (!hardware_id.empty()) {
        object["hid"] = hardware_id;
    }
    return base::base64_encode(write_json(object));
}

} // namespace ring
