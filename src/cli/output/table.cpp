// SPDX-License-Identifier: Apache-2.0
#include "cli/output/table.hpp"

#include "base/text/unicode.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace cli {

std::vector<std::string> format_table(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], base::display_width(base::printable(row[i])));
        }
    }
    std::vector<std::string> lines;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string cell = base::printable(row[i]);
            line += cell + std::string(widths[i] - base::display_width(cell) + 2, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<StyledLine> format_styled_table(const std::vector<StyledLine>& rows) {
    std::vector<std::size_t> widths;
    for (const StyledLine& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], width_of({row[i]}));
        }
    }
    std::vector<StyledLine> lines;
    for (const StyledLine& row : rows) {
        StyledLine line;
        std::size_t missing = 0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (!row[i].text.empty()) {
                if (missing > 0) {
                    line.push_back({std::string(missing, ' ')});
                }
                line.push_back(row[i]);
                missing = 0;
            }
            missing += widths[i] - width_of({row[i]}) + 2;
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

namespace {

bool is_number(std::string_view word) {
    return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

} // namespace

std::vector<std::string> wrap_text(const std::string& text, std::optional<std::size_t> columns) {
    if (!columns) {
        return {text};
    }
    std::vector<std::string> lines;
    std::size_t width = 0;
    for (std::size_t start = 0; start < text.size();) {
        std::size_t end = std::min(text.find(' ', start), text.size());
        if (is_number(std::string_view(text).substr(start, end - start))) {
            end = std::min(text.find(' ', end + 1), text.size());
        }
        const std::string word = text.substr(start, end - start);
        const std::size_t word_width = base::display_width(base::printable(word));
        if (lines.empty() || width + 1 + word_width > *columns) {
            // Of several blanks none begins a line.
            if (lines.empty() || !word.empty()) {
                lines.push_back(word);
                width = word_width;
            }
        } else {
            lines.back() += ' ' + word;
            width += 1 + word_width;
        }
        start = end + 1;
    }
    return lines;
}

namespace {

/// What stands from `begin` to `end` in the text of `line`.
StyledLine part_of(const StyledLine& line, std::size_t begin, std::size_t end) {
    StyledLine parts;
    std::size_t at = 0;
    for (const StyledText& part : line) {
        const std::size_t from = std::max(begin, at);
        const std::size_t to = std::min(end, at + part.text.size());
        if (from < to) {
            parts.push_back({part.text.substr(from - at, to - from), part.tone, part.address});
        }
        at += part.text.size();
    }
    return parts;
}

} // namespace

std::vector<StyledLine> wrap_styled(const StyledLine& line, std::size_t indent,
                                    std::optional<std::size_t> columns) {
    constexpr std::size_t k_narrowest = 20;
    const auto room =
        columns ? std::optional(std::max(*columns, indent + k_narrowest) - indent) : std::nullopt;
    const std::string text = text_of(line);
    std::vector<StyledLine> lines;
    std::size_t begin = 0;
    for (const std::string& each : wrap_text(text, room)) {
        begin = text.find(each, begin);
        StyledLine& next = lines.emplace_back();
        if (indent > 0) {
            next.push_back({std::string(indent, ' ')});
        }
        for (StyledText& part : part_of(line, begin, begin + each.size())) {
            next.push_back(std::move(part));
        }
        begin += each.size();
    }
    return lines;
}

void add_wrapped(std::vector<StyledLine>& lines, const StyledLine& line, std::size_t indent,
                 std::optional<std::size_t> columns) {
    for (StyledLine& each : wrap_styled(line, indent, columns)) {
        lines.push_back(std::move(each));
    }
}

std::vector<StyledLine> fitting_lines(const std::vector<StyledLine>& rows, std::size_t heading,
                                      std::optional<std::size_t> columns) {
    std::vector<StyledLine> lines = format_styled_table(rows);
    if (!columns || all_fit(lines, *columns)) {
        return lines;
    }
    lines.clear();
    for (const StyledLine& row : rows) {
        StyledLine title;
        StyledLine facts;
        for (std::size_t i = 0; i < row.size(); ++i) {
            StyledLine& line = i < heading ? title : facts;
            if (!row[i].text.empty()) {
                if (!line.empty()) {
                    line.push_back({i < heading ? "  " : ", "});
                }
                line.push_back(row[i]);
            }
        }
        add_wrapped(lines, title, 0, columns);
        add_wrapped(lines, facts, 2, columns);
    }
    return lines;
}

bool all_fit(const std::vector<StyledLine>& lines, std::size_t columns) {
    return std::ranges::all_of(lines,
                               [&](const StyledLine& line) { return width_of(line) <= columns; });
}

namespace {

/// Wraps `text` behind `before` columns of its first line; further lines begin at `indent`, which is
/// no more than that.
std::string wrap_behind(const std::string& text, std::size_t columns, std::size_t before,
                        std::size_t indent) {
    // Stands for what is before, less a blank behind it.
    const std::string filler(before > indent ? before - indent - 1 : 0, '-');
    const std::string whole = filler.empty() ? text : filler + ' ' + text;
    std::string result;
    bool is_first = true;
    for (const std::string& line : wrap_text(whole, columns > indent ? columns - indent : columns)) {
        result += is_first ? line.substr(std::min(line.size(), filler.empty() ? 0 : filler.size() + 1))
                           : "\n" + std::string(indent, ' ') + line;
        is_first = false;
    }
    return result;
}

} // namespace

std::string wrap_message(const std::string& text, std::size_t columns, std::size_t before) {
    if (before + base::display_width(text) <= columns) {
        return text;
    }
    const std::size_t indent = 3 * before <= columns ? before : std::min<std::size_t>(before, 2);
    // Also what "for a new one: ring-snapshot get …" says.
    const std::size_t run = text.find("run: ");
    const std::size_t ours = text.find(": ring-snapshot ");
    const std::size_t command =
        std::min({run, ours == std::string::npos ? ours : ours + 2, text.size()});
    std::string result = wrap_behind(text.substr(0, command), columns, before, indent);
    if (command < text.size()) {
        const bool fits = indent + base::display_width(text.substr(command)) <= columns;
        result += "\n" + std::string(fits ? indent : std::min<std::size_t>(indent, 2), ' ') +
                  text.substr(command);
    }
    return result;
}

} // namespace cli
