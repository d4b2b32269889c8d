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
    return !text.empty() && text.size() <= k_longest && base::is_visible_ascii(text) &&
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
    if (!base::is_visible_ascii(hardware_id)) {
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
    std::string token = base::clean_value(base::ValueKind::token, text);
    if (!is_plain_token(token)) {
        return std::nullopt;
    }
    return ImportedToken{base::Secret(std::move(token)), {}};
}

/// The bytes that the base64 at the beginning of `text` stands for, as far as it goes.
std::string decoded_beginning(std::string_view text) {
    text = text.substr(0, text.find('.'));
    if (auto whole = base::base64_decode(text)) {
        return std::move(*whole);
    }
    return base::base64_decode(text.substr(0, text.size() / 4 * 4)).value_or("");
}

/// Whether a part of the token is surely missing: of the wrapped form, or of a JSON Web Token,
/// which has three parts, or five when it is encrypted.
bool was_cut(const std::string& token) {
    const std::string beginning = decoded_beginning(token);
    if (!beginning.starts_with("{\"")) {
        return false;
    }
    const Json json = read_json(beginning);
    const auto dots = std::count(token.begin(), token.end(), '.');
    if (dots == 0 && !json.is_object()) {
        constexpr std::string_view k_first_names[] = {"rt",  "hid", "pnc", "alg",
                                                      "typ", "enc", "kid"};
        const std::string_view name =
            std::string_view(beginning).substr(2, beginning.find('"', 2) - 2);
        return std::find(std::begin(k_first_names), std::end(k_first_names), name) !=
               std::end(k_first_names);
    }
    const bool is_web_token = json.is_object() && json.contains("alg");
    return is_web_token && ((dots != 2 && dots != 4) || token.ends_with('.'));
}

/// The word from `begin` to `end`, with the lines that it was wrapped over: those that have nothing
/// but one word that can be a part of a token.
std::string with_wrapped_lines(std::string_view text, std::size_t begin, std::size_t end) {
    constexpr std::size_t k_shortest_line = 20;
    constexpr std::string_view k_blanks = " \t\r";
    std::string value(text.substr(begin, end - begin));
    std::size_t length = value.size();
    while (length >= k_shortest_line) {
        const std::size_t line = text.find_first_not_of(k_blanks, end);
        if (line >= text.size() || text[line] != '\n') {
            break;
        }
        const std::size_t start = std::min(text.find_first_not_of(k_blanks, line + 1), text.size());
        end = start;
        while (end < text.size() &&
               (base::is_letter(text[end]) || base::is_digit(text[end]) ||
                std::string_view("+/_.-").find(text[end]) != std::string_view::npos)) {
            ++end;
        }
        end = std::min(text.find_first_not_of('=', end), text.size());
        length = end - start;
        const std::size_t after = std::min(text.find_first_not_of(k_blanks, end), text.size());
        if (length == 0 || (after < text.size() && text[after] != '\n')) {
            break;
        }
        value.append(text.substr(start, length));
    }
    return value;
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
    if (text.substr(begin, at - begin) == "null") {
        return {};
    }
    return with_wrapped_lines(text, begin, at);
}

/// The value of the first setting with a name under which a refresh token is kept.
std::optional<ImportedToken> find_setting(std::string_view text) {
    for (const std::string_view name : {"refreshToken", "refresh_token", "ring_token"}) {
        std::size_t at = base::find_ignoring_case(text, name);
        while (at != std::string_view::npos) {
            at += name.size();
            if (auto token = read_token(read_value(text, at))) {
                return token;
            }
            at = base::find_ignoring_case(text, name, at);
        }
    }
    return std::nullopt;
}

/// What stands around a value that was copied with a little too much.
std::string_view without_surroundings(std::string_view text) {
    text = base::trimmed(text);
    while (text.ends_with(',') || text.ends_with(';')) {
        text = base::trimmed(text.substr(0, text.size() - 1));
    }
    return text;
}

ImportedToken find_token(std::string_view text) {
    if (auto token = find_setting(text)) {
        return std::move(*token);
    }
    const std::string bare = base::clean_value(base::ValueKind::word, without_surroundings(text));
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

} // namespace

ImportedToken read_refresh_token(std::string_view text) {
    ImportedToken token = find_token(base::decode_text(text));
    if (was_cut(token.refresh_token.reveal())) {
        throw base::Error(base::ErrorCode::usage,
                          "this refresh token is not whole, a part is missing",
                          "copy all of it; a file or a pipe keeps long ones whole: "
                          "ring-snapshot login --refresh-token - < FILE");
    }
    return token;
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
