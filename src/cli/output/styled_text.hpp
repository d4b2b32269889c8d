// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace cli {

/// How a result, or a part of it, looks on a terminal with colours.
enum class Tone { plain, heading, dim, good, warning, bad };

/// A part of a line of output.
struct StyledText {
    std::string text;
    Tone tone = Tone::plain;
    /// An address that a terminal opens when the text is clicked; empty for none.
    std::string address = {};
};

using StyledLine = std::vector<StyledText>;

/// The text `shown` that opens the file or folder `absolute`.
StyledText file_link(std::string shown, const std::string& absolute, Tone tone = Tone::plain);

/// The text of `line`, without looks.
std::string text_of(const StyledLine& line);

/// The columns that `line` takes.
std::size_t width_of(const StyledLine& line);

/// The signs that output is made of, besides letters: each takes one column, but for the arrow and
/// the ellipsis.
struct Symbols {
    const char* good;
    const char* same;
    const char* attention;
    const char* failed;
    const char* arrow;
    const char* times;
    const char* dot;
    /// Between the ends of a range.
    const char* dash;
    /// For what is left out.
    const char* ellipsis;
};

inline constexpr Symbols k_symbols = {"✓", "=", "!", "✗", "→", "×", "·", "–", "…"};

/// For terminals and fonts that know no others.
inline constexpr Symbols k_ascii_symbols = {"v", "=", "!", "x", "->", "x", "-", "-", "..."};

} // namespace cli
