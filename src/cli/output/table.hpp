// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/output/styled_text.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace cli {

/// Lines of a table whose columns line up, wide characters included; two blanks between columns,
/// none at the ends of lines. Texts are made printable.
std::vector<std::string> format_table(const std::vector<std::vector<std::string>>& rows);

/// The same for cells with looks; what fills a column up has none.
std::vector<StyledLine> format_styled_table(const std::vector<StyledLine>& rows);

/// The lines of a table where all of them fit into `columns` columns, else two or more for each
/// row: its first `heading` cells, and below them the others with commas between, broken at words.
std::vector<StyledLine> fitting_lines(const std::vector<StyledLine>& rows, std::size_t heading,
                                      std::optional<std::size_t> columns);

/// `line` broken at words into lines of at most `columns` columns, each `indent` columns in.
std::vector<StyledLine> wrap_styled(const StyledLine& line, std::size_t indent,
                                    std::optional<std::size_t> columns);

/// Puts those lines behind `lines`.
void add_wrapped(std::vector<StyledLine>& lines, const StyledLine& line, std::size_t indent,
                 std::optional<std::size_t> columns);

/// Whether no line is wider than `columns` columns.
bool all_fit(const std::vector<StyledLine>& lines, std::size_t columns);

/// `text` in lines of at most `columns` columns, broken at blanks; a number stays with its unit,
/// and a longer word keeps a line of its own. No limit: one line.
std::vector<std::string> wrap_text(const std::string& text, std::optional<std::size_t> columns);

/// A sentence that stands behind `before` columns of a terminal, broken at words; further lines
/// begin below its own beginning, or two columns in where that leaves little room. A command, which
/// "run: " announces, or a colon where it is one of ours, stays in one line, so that it can be
/// copied.
std::string wrap_message(const std::string& text, std::size_t columns, std::size_t before);

} // namespace cli
