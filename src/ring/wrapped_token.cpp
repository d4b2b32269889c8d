// SPDX-License-Identifier: Apache-2.0
#include "ring/wrapped_token.hpp"

#include "base/encoding.hpp"
#include "base/error.hpp"
#include "ring/ascii.hpp"
#include "ring/json_read.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace ring {

namespace {

/// What could be a token: opaque, but never with the marks of the text around it.
bool is_plain_token(std::string_view text) {
    constexpr std::size_t k_longest = 16384;
    return !text.empty() && text.size() <= k_longest && is_visible_ascii(text) &&
           text.find_first_of("\"'`{}[]<>,:\\") == std::string_view::npos;
}

/// The rule of ring-client-api, whose users' tokens these are: whatever is not a wrapped token is a
/// plain one.
std::optional<ImportedToken> unwrap(const Json& object) {
    const std::string token = text_member(object, "rt");
    if (!is_plain_token(token)) {
        return std::nullopt;
    }
    std::string hardware_id = text_member(object, "hid");
    if (!is_visible_ascii(hardware_id)) {
        hardware_id.clear();
    }
    return ImportedToken{base::Secret(token), std::move(hardware_id)};
}

std::optional<ImportedToken> read_token(std::string_view text) {
    if (const auto decoded = base::base64_decode(text)) {
        if (auto token = unwrap(read_json(*decoded))) {
            return token;
        }
    }
    text = without_outer_space(text);
    if (!is_plain_token(text)) {
        return std::nullopt;
    }
    return ImportedToken{base::Secret(std::string(text)), {}};
}

/// What JSON writers escape differs: '/' by some, '+' and '=' by others.
std::string unescaped(std::string_view inner) {
    if (inner.find('\\') != std::string_view::npos) {
        std::string literal = "\"";
        literal.append(inner).push_back('"');
        if (const Json value = read_json(literal); value.is_string()) {
            return value.get<std::string>();
        }
    }
    return std::string(inner);
}

/// The setting whose name ends at `at`: what stands behind `":` or `=`, with or without quotes;
/// empty when nothing does. Moves `at` behind it.
std::string read_value(std::string_view text, std::size_t& at) {
    const auto skip = [&](std::string_view characters) {
        at = std::min(text.find_first_not_of(characters, at), text.size());
    };
    constexpr std::string_view k_space = " \t\r\n";
    if (at < text.size() && (text[at] == '"' || text[at] == '\'')) {
        ++at;
    }
    skip(k_space);
    if (at == text.size() || (text[at] != ':' && text[at] != '=')) {
        return {};
    }
    ++at;
    skip(k_space);
    const std::size_t begin = at;
    if (at < text.size() && (text[at] == '"' || text[at] == '\'')) {
        const char quote = text[at++];
        while (at < text.size() && text[at] != quote) {
            at += text[at] == '\\' ? 2 : 1;
        }
        at = std::min(at, text.size());
        return unescaped(text.substr(begin + 1, at - begin - 1));
    }
    at = std::min(text.find_first_of(" \t\r\n,;}]\"'#", begin), text.size());
    const std::string_view value = text.substr(begin, at - begin);
    return value == "null" ? std::string() : std::string(value);
}

/// The value of the first setting with a name under which a refresh token is kept.
std::optional<ImportedToken> find_setting(std::string_view text) {
    for (const std::string_view name : {"refreshToken", "refresh_token", "ring_token"}) {
        std::size_t at = find_ignoring_case(text, name);
        while (at != std::string_view::npos) {
            at += name.size();
            if (auto token = read_token(read_value(text, at))) {
                return token;
            }
            at = find_ignoring_case(text, name, at);
        }
    }
    return std::nullopt;
}

/// What stands around a value that was copied with a little too much.
std::string_view without_surroundings(std::string_view text) {
    constexpr std::string_view k_byte_order_mark = "\xef\xbb\xbf";
    if (text.starts_with(k_byte_order_mark)) {
        text.remove_prefix(k_byte_order_mark.size());
    }
    text = without_outer_space(text);
    while (text.ends_with(',') || text.ends_with(';')) {
        text = without_outer_space(text.substr(0, text.size() - 1));
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> k_quotes{{
        {"\"", "\""},
        {"'", "'"},
        {"`", "`"},
        {"\xe2\x80\x9c", "\xe2\x80\x9d"},
        {"\xe2\x80\x98", "\xe2\x80\x99"},
    }};
    for (const auto& [open, close] : k_quotes) {
        if (text.size() >= open.size() + close.size() && text.starts_with(open) &&
            text.ends_with(close)) {
            text.remove_prefix(open.size());
            text.remove_suffix(close.size());
            return without_outer_space(text);
        }
    }
    return text;
}

} // namespace

ImportedToken read_refresh_token(std::string_view text) {
    if (auto token = find_setting(text)) {
        return std::move(*token);
    }
    const std::string_view bare = without_surroundings(text);
    if (auto token = unwrap(read_json(bare))) {
        return std::move(*token);
    }
    if (auto token = read_token(bare)) {
        return std::move(*token);
    }
    throw base::Error(base::ErrorCode::usage, "this text is not a refresh token",
                      "give the token alone, or the \"refreshToken\" line of the other program's "
                      "configuration");
}

std::string wrap_refresh_token(const base::Secret& refresh_token, const std::string& hardware_id) {
    nlohmann::ordered_json object;
    object["rt"] = refresh_token.reveal();
    if (!hardware_id.empty()) {
        object["hid"] = hardware_id;
    }
    // A foreign hardware id need not be UTF-8, which dump() would throw for.
    return base::base64_encode(
        object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

} // namespace ring
