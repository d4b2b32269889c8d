// SPDX-License-Identifier: Apache-2.0
#include "base/text/unicode.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <new>

namespace base {

namespace {

constexpr std::string_view k_replacement = "\xEF\xBF\xBD";
constexpr utf8proc_int32_t k_replacement_code = 0xFFFD;

struct Character {
    utf8proc_int32_t code;
    std::size_t bytes;
    bool valid;
};

/// The character that `text`, which is not empty, begins with.
Character first_character(std::string_view text) {
    utf8proc_int32_t code = 0;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    // No sequence is longer than four bytes; the cut keeps the length in utf8proc's type.
    const auto size = static_cast<utf8proc_ssize_t>(std::min<std::size_t>(text.size(), 4));
    const utf8proc_ssize_t used = utf8proc_iterate(bytes, size, &code);
    if (used <= 0 || code < 0) {
        return {k_replacement_code, 1, false};
    }
    return {code, static_cast<std::size_t>(used), true};
}

/// Calls `use(character, its bytes)` for each character of `text`.
template <typename Use>
void for_each_character(std::string_view text, Use use) {
    while (!text.empty()) {
        const Character character = first_character(text);
        use(character, text.substr(0, character.bytes));
        text.remove_prefix(character.bytes);
    }
}

bool is_control(utf8proc_int32_t code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029 ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

std::size_t width_of(utf8proc_int32_t code) {
    const utf8proc_property_t& property = *utf8proc_get_property(code);
    // The vowels and final consonants of Korean join the consonant before them.
    if (property.boundclass == UTF8PROC_BOUNDCLASS_V ||
        property.boundclass == UTF8PROC_BOUNDCLASS_T) {
        return 0;
    }
    // Terminals show a box for a code point that is not assigned.
    if (property.category == UTF8PROC_CATEGORY_CN) {
        return 1;
    }
    return static_cast<std::size_t>(std::max(utf8proc_charwidth(code), 0));
}

struct Free {
    void operator()(utf8proc_uint8_t* memory) const { std::free(memory); }
};

std::string mapped(std::string_view text, int options) {
    utf8proc_uint8_t* result = nullptr;
    const utf8proc_ssize_t size =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                     static_cast<utf8proc_ssize_t>(text.size()), &result,
                     static_cast<utf8proc_option_t>(options));
    const std::unique_ptr<utf8proc_uint8_t, Free> owner(result);
    if (size < 0) {
        // The text is valid UTF-8, so that only memory can be missing.
        throw std::bad_alloc();
    }
    return {reinterpret_cast<const char*>(result), static_cast<std::size_t>(size)};
}

} // namespace

std::string_view utf8_prefix(std::string_view text, std::size_t most) {
    if (text.size() <= most) {
        return text;
    }
    while (most > 0 && continues_utf8(text[most])) {
        --most;
    }
    return text.substr(0, most);
}

void append_utf8(std::string& text, std::uint32_t code) {
    const auto character = static_cast<utf8proc_int32_t>(code);
    std::array<utf8proc_uint8_t, 4> bytes{};
    const utf8proc_ssize_t size = utf8proc_encode_char(
        utf8proc_codepoint_valid(character) ? character : k_replacement_code, bytes.data());
    text.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size));
}

std::string valid_utf8(std::string_view text) {
    std::string valid;
    valid.reserve(text.size());
    for_each_character(text, [&valid](const Character& character, std::string_view bytes) {
        valid += character.valid ? bytes : k_replacement;
    });
    return valid;
}

std::string printable(std::string_view text) {
    std::string harmless;
    harmless.reserve(text.size());
    for_each_character(text, [&harmless](const Character& character, std::string_view bytes) {
        if (is_control(character.code)) {
            harmless += ' ';
        } else {
            harmless += character.valid ? bytes : k_replacement;
        }
    });
    return harmless;
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for_each_character(text, [&width](const Character& character, std::string_view) {
        width += width_of(character.code);
    });
    return width;
}

std::string fit_to_width(std::string_view text, std::size_t columns, std::string_view ellipsis) {
    if (display_width(text) <= columns) {
        return std::string(text);
    }
    const std::size_t ellipsis_width = display_width(ellipsis);
    if (columns < ellipsis_width) {
        return fit_to_width(ellipsis, columns, "");
    }

    // What is kept ends between two characters as users see them, which may be several code points:
    // a letter and its accents, or a family of emoji.
    std::size_t kept = 0;
    std::size_t position = 0;
    std::size_t width = 0;
    utf8proc_int32_t previous = 0;
    utf8proc_int32_t state = 0;
    while (position < text.size()) {
        const Character character = first_character(text.substr(position));
        if (position > 0 &&
            utf8proc_grapheme_break_stateful(previous, character.code, &state) != 0) {
            kept = position;
        }
        width += width_of(character.code);
        if (width > columns - ellipsis_width) {
            break;
        }
        previous = character.code;
        position += character.bytes;
    }
    return std::string(text.substr(0, kept)).append(ellipsis);
}

std::string fold_case(std::string_view text) {
    // Folding a composed letter can differ from folding its parts, so it is taken apart first.
    const std::string parts = mapped(valid_utf8(text), UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
    return mapped(parts, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
}

} // namespace base
