// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace base {

/// Whether `byte` is the second, third or fourth byte of a UTF-8 sequence.
constexpr bool continues_utf8(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The longest beginning of valid UTF-8 `text` that has at most `most` bytes and ends on a
/// character border.
std::string_view utf8_prefix(std::string_view text, std::size_t most);

/// Appends the character with the number `code`; U+FFFD when no character has that number.
void append_utf8(std::string& text, std::uint32_t code);

/// `text` as valid UTF-8: each byte that is not part of a valid sequence becomes U+FFFD.
std::string valid_utf8(std::string_view text);

/// `text` made harmless for a terminal and for one line of output: valid UTF-8, every control
/// character (C0, DEL, C1, line and paragraph separators, bidirectional overrides) replaced by a
/// blank.
std::string printable(std::string_view text);

/// The number of terminal columns that printable `text` takes; wide characters take two.
std::size_t display_width(std::string_view text);

/// `text` cut to at most `columns` columns on a character border, ended by `ellipsis` when cut,
/// which is cut itself where there is room for nothing else.
std::string fit_to_width(std::string_view text, std::size_t columns,
                         std::string_view ellipsis = "\xE2\x80\xA6");

/// A form in which texts that differ only in letter case or in Unicode composition are equal.
std::string fold_case(std::string_view text);

} // namespace base
