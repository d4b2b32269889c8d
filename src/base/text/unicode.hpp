// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace base {

/// Whether `character` is white space of ASCII.
constexpr bool is_blank(char character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
}

/// `text` as valid UTF-8: each byte that is not part of a valid sequence becomes U+FFFD.
std::string valid_utf8(std::string_view text);

/// `text` made harmless for a terminal and for one line of output: valid UTF-8, every control
/// character (C0, DEL, C1, line and paragraph separators, bidirectional overrides) replaced by a
/// blank.
std::string printable(std::string_view text);

/// The number of terminal columns that printable `text` takes; wide characters take two.
std::size_t display_width(std::string_view text);

/// `text` cut to at most `columns` columns on a character border, ended by "…" when cut.
std::string fit_to_width(std::string_view text, std::size_t columns);

/// A form in which texts that differ only in letter case or in Unicode composition are equal.
std::string fold_case(std::string_view text);

} // namespace base
