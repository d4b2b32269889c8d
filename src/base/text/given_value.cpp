// SPDX-License-Identifier: Apache-2.0
#include "base/text/given_value.hpp"

#include "base/files/places.hpp"
#include "base/process/environment.hpp"
#include "base/text/ascii.hpp"
#include "base/text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

namespace base {

namespace {

constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";

/// White space beyond ASCII and what cannot be seen at all: no-break space, zero-width space and
/// its kin, word joiner, ideographic space, byte order mark.
constexpr std::array<std::string_view, 9> k_invisible = {
    "\xC2\xA0",     "\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D",   "\xE2\x80\x8E",
    "\xE2\x80\x8F", "\xE2\x81\xA0", "\xE3\x80\x80", k_byte_order_mark};

/// Hyphens as editors and web pages make them.
constexpr std::array<std::string_view, 5> k_hyphens = {"-", "\xE2\x80\x90", "\xE2\x80\x91",
                                                       "\xE2\x80\x92", "\xE2\x80\x93"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> k_quotes = {{
    {"\"", "\""},
    {"'", "'"},
    {"`", "`"},
    {"\xE2\x80\x9C", "\xE2\x80\x9D"},
    {"\xE2\x80\x98", "\xE2\x80\x99"},
}};

/// The number of bytes at the beginning of `text` that are one blank; 0 for none.
std::size_t blank_at_start(std::string_view text) {
    if (!text.empty() && is_space(text.front())) {
        return 1;
    }
    const auto* found =
        std::find_if(k_invisible.begin(), k_invisible.end(),
                     [text](std::string_view blank) { return text.starts_with(blank); });
    return found == k_invisible.end() ? 0 : found->size();
}

std::string_view without_outer_blanks(std::string_view text) {
    while (const std::size_t bytes = blank_at_start(text)) {
        text.remove_prefix(bytes);
    }
    for (;;) {
        if (!text.empty() && is_space(text.back())) {
            text.remove_suffix(1);
            continue;
        }
        const auto* found =
            std::find_if(k_invisible.begin(), k_invisible.end(),
                         [text](std::string_view blank) { return text.ends_with(blank); });
        if (found == k_invisible.end()) {
            return text;
        }
        text.remove_suffix(found->size());
    }
}

/// Takes one pair of quotes away, and the blanks within.
std::string_view without_quotes(std::string_view text) {
    for (const auto& [open, close] : k_quotes) {
        if (text.size() >= open.size() + close.size() && text.starts_with(open) &&
            text.ends_with(close)) {
            text.remove_prefix(open.size());
            text.remove_suffix(close.size());
            return without_outer_blanks(text);
        }
    }
    return text;
}

std::string without_invisible(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const std::size_t bytes = is_space(text.front()) ? 0 : blank_at_start(text);
        if (bytes == 0) {
            result += text.front();
        }
        text.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return result;
}

std::string cleaned_email(std::string_view text) {
    text = without_quotes(without_outer_blanks(text));
    if (text.size() >= 2 && text.starts_with('<') && text.ends_with('>')) {
        text = without_outer_blanks(text.substr(1, text.size() - 2));
    }
    return without_invisible(text);
}

std::string cleaned_code(std::string_view text) {
    std::string code;
    while (!text.empty()) {
        std::size_t skip = blank_at_start(text);
        for (const std::string_view hyphen : k_hyphens) {
            skip = skip == 0 && text.starts_with(hyphen) ? hyphen.size() : skip;
        }
        for (const auto& [open, close] : k_quotes) {
            for (const std::string_view quote : {open, close}) {
                skip = skip == 0 && text.starts_with(quote) ? quote.size() : skip;
            }
        }
        // Of UTF-16 that was read line by line, a NUL may remain.
        if (skip == 0 && text.front() != '\0') {
            code += text.front();
        }
        text.remove_prefix(std::max<std::size_t>(skip, 1));
    }
    return code;
}

/// Joins what was wrapped: mail programs and terminals break long words into lines, of which all
/// but the last are long. Words of a sentence are short, and stay apart.
std::string cleaned_token(std::string_view text) {
    constexpr std::size_t k_shortest_line = 20;
    text = without_quotes(without_outer_blanks(text));
    std::string joined;
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto end = std::find_if(rest.begin(), rest.end(), is_space);
        const auto length = static_cast<std::size_t>(end - rest.begin());
        joined.append(rest.substr(0, length));
        rest.remove_prefix(length);
        if (!rest.empty() && length < k_shortest_line) {
            return std::string(text);
        }
        rest = without_outer_blanks(rest);
    }
    return joined;
}

std::string cleaned_password(std::string_view text) {
    if (text.ends_with('\n')) {
        text.remove_suffix(1);
    }
    if (text.ends_with('\r')) {
        text.remove_suffix(1);
    }
    return std::string(text);
}

bool is_email(std::string_view text) {
    const std::size_t at = text.rfind('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           std::none_of(text.begin(), text.end(), is_space) && !has_control_character(text);
}

bool is_code(std::string_view text) {
    // Ring's have six digits; what is shorter than four characters was cut.
    constexpr std::size_t k_shortest = 4;
    constexpr std::size_t k_longest_code = 12;
    return text.size() >= k_shortest && text.size() <= k_longest_code &&
           std::all_of(text.begin(), text.end(), is_letter_or_digit) &&
           text.find_first_of("0123456789") != std::string_view::npos;
}

/// @param low  the place of the low byte in each pair
std::string utf8_from_utf16(std::string_view bytes, std::size_t low) {
    const auto unit_at = [&](std::size_t at) -> std::uint32_t {
        const auto byte = [&](std::size_t i) {
            return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i]));
        };
        return byte(at + low) | byte(at + 1 - low) << 8U;
    };
    constexpr std::uint32_t k_replacement = 0xFFFD;
    std::string text;
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
        std::uint32_t code = unit_at(at);
        const bool is_high = code >= 0xD800 && code < 0xDC00;
        const std::uint32_t next = is_high && at + 3 < bytes.size() ? unit_at(at + 2) : 0;
        if (next >= 0xDC00 && next < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10U) + (next - 0xDC00);
            at += 2;
        } else if (code >= 0xD800 && code < 0xE000) {
            code = k_replacement;
        }
        append_utf8(text, code);
    }
    return text;
}

} // namespace

std::string decode_text(std::string_view bytes) {
    if (bytes.starts_with(k_byte_order_mark)) {
        return std::string(bytes.substr(k_byte_order_mark.size()));
    }
    if (bytes.starts_with("\xFF\xFE")) {
        return utf8_from_utf16(bytes.substr(2), 0);
    }
    if (bytes.starts_with("\xFE\xFF")) {
        return utf8_from_utf16(bytes.substr(2), 1);
    }
    // No text begins with a NUL, or has one behind its first character.
    if (bytes.size() >= 2 && bytes.size() % 2 == 0 && (bytes[0] == '\0') != (bytes[1] == '\0')) {
        return utf8_from_utf16(bytes, bytes[0] == '\0' ? 1 : 0);
    }
    return std::string(bytes);
}

std::string clean_value(ValueKind kind, std::string_view text) {
    const std::string decoded = decode_text(text);
    switch (kind) {
    case ValueKind::email:
        return cleaned_email(decoded);
    case ValueKind::code:
        return cleaned_code(decoded);
    case ValueKind::token:
        return cleaned_token(decoded);
    case ValueKind::password:
        return cleaned_password(decoded);
    case ValueKind::path:
    case ValueKind::word:
        return std::string(without_quotes(without_outer_blanks(decoded)));
    case ValueKind::text:
        break;
    }
    return std::string(without_outer_blanks(decoded));
}

std::string problem_of(ValueKind kind, std::string_view cleaned) {
    switch (kind) {
    case ValueKind::email:
        return is_email(cleaned) ? "" : "is not an e-mail address";
    case ValueKind::code:
        return is_code(cleaned) ? "" : "is not a two-factor code";
    case ValueKind::token:
        return is_visible_ascii(cleaned) ? "" : "holds characters that no token has";
    case ValueKind::password:
        if (has_control_character(cleaned)) {
            return "holds a line end or another control character";
        }
        return valid_utf8(cleaned) == cleaned ? "" : "is not UTF-8 text";
    case ValueKind::path:
        return has_control_character(cleaned) ? "holds a line end or another control character"
                                              : "";
    case ValueKind::word:
    case ValueKind::text:
        break;
    }
    return "";
}

bool is_foreign_path(std::string_view path, PathStyle here) {
    if (here == PathStyle::windows) {
        constexpr std::string_view k_folders[] = {"/home/", "/Users/", "/mnt/",  "/media/",
                                                  "/var/",  "/opt/",   "/root/", "/srv/",
                                                  "/tmp/",  "/usr/",   "/etc/",  "/Volumes/"};
        return std::any_of(std::begin(k_folders), std::end(k_folders),
                           [path](std::string_view folder) { return path.starts_with(folder); });
    }
    const bool has_drive = path.size() >= 2 && is_letter(path[0]) && path[1] == ':' &&
                           (path.size() == 2 || path[2] == '\\' || path[2] == '/');
    const std::size_t end = path.find('%', 1);
    const bool has_variable = path.starts_with('%') && end != std::string_view::npos &&
                              path.substr(end + 1).starts_with('\\');
    return has_drive || has_variable || path.starts_with("\\\\");
}

std::string with_home_folder(std::string_view source, std::string_view path, ErrorCode code) {
    const bool names_home = path == "~" || path.starts_with("~/") ||
                            (k_path_style == PathStyle::windows && path.starts_with("~\\"));
    if (!names_home) {
        return std::string(path);
    }
    std::string home = home_folder();
    if (home.empty()) {
        throw Error(code, fmt::format("{} begins with ~, and no home folder is known", source),
                    "write the whole path");
    }
    while (home.size() > 1 && home.ends_with('/')) {
        home.pop_back();
    }
    return home + std::string(path.substr(1));
}

std::string take_value(ValueKind kind, std::string_view source, std::string_view text,
                       ErrorCode code) {
    std::string cleaned = clean_value(kind, text);
    if (const std::string problem = problem_of(kind, cleaned); !problem.empty()) {
        throw Error(code, fmt::format("{} {}", source, problem),
                    kind == ValueKind::code ? "it is a few digits, such as 123456" : "");
    }
    if (kind != ValueKind::path) {
        return cleaned;
    }
    if (is_foreign_path(cleaned, k_path_style)) {
        throw Error(
            code, fmt::format("{} is a path of another system, '{}'", source, printable(cleaned)),
            k_path_style == PathStyle::posix ? "write it like /home/you/pictures or ~/pictures"
                                             : "write it like C:\\Users\\you\\Pictures");
    }
    return with_home_folder(source, cleaned, code);
}

std::optional<std::string> take_variable(ValueKind kind, const std::string& name) {
    const auto text = environment_variable(name);
    if (!text || (kind != ValueKind::password && clean_value(ValueKind::text, *text).empty())) {
        return std::nullopt;
    }
    return take_value(kind, name, *text);
}

} // namespace base
