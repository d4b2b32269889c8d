// SPDX-License-Identifier: Apache-2.0
#include "cli/get/picture_rows.hpp"

#include "base/text/unicode.hpp"
#include "cli/output/table.hpp"

#include <algorithm>
#include <utility>

namespace cli {

namespace {

using Mark = PictureRow::Mark;

constexpr std::size_t k_mark_columns = 2;
constexpr std::size_t k_gap = 2;
/// With less room a note is put on a line of its own.
constexpr std::size_t k_narrowest_note = 24;

std::size_t columns_of(const std::string& text) {
    return base::display_width(base::printable(text));
}

std::string blanks(std::size_t count) {
    return std::string(count, ' ');
}

StyledText mark_of(const PictureRow& row, const Symbols& symbols) {
    switch (row.mark) {
    case Mark::good:
        return {symbols.good, Tone::good};
    case Mark::same:
        return {symbols.same, Tone::dim};
    case Mark::attention:
        return {symbols.attention, Tone::warning};
    case Mark::failed:
        break;
    }
    return {symbols.failed, Tone::bad};
}

Tone tone_of_age(const PictureRow& row) {
    return row.is_old ? Tone::warning : Tone::dim;
}

Tone tone_of_note(const PictureRow& row) {
    return row.mark == Mark::failed      ? Tone::bad
           : row.mark == Mark::attention ? Tone::warning
                                         : Tone::plain;
}

/// How wide the columns are.
struct Widths {
    std::size_t name = 0;
    std::size_t age = 0;
    std::size_t size = 0;
    std::size_t note = 0;

    std::size_t before_age() const { return k_mark_columns + name + k_gap; }

    std::size_t before_note() const {
        return before_age() + (age > 0 ? age + k_gap : 0) + (size > 0 ? size + k_gap : 0);
    }

    std::size_t all() const { return before_note() + note; }
};

Widths measure(const std::vector<PictureRow>& rows) {
    Widths widths;
    for (const PictureRow& row : rows) {
        widths.name = std::max(widths.name, columns_of(row.name));
        widths.age = std::max(widths.age, columns_of(row.age));
        widths.size = std::max(widths.size, columns_of(row.size));
        if (row.mark != Mark::failed) {
            widths.note = std::max(widths.note, columns_of(row.note));
        }
    }
    return widths;
}

/// A cell and the blanks behind it.
void add_cell(StyledLine& line, const std::string& text, Tone tone, std::size_t width) {
    line.push_back({text, tone});
    line.push_back({blanks(width - columns_of(text) + k_gap)});
}

/// Adds `text` to the last line, and what does not fit to lines of its own, `indent` columns in.
void add_wrapped(std::vector<StyledLine>& lines, const std::string& text, Tone tone,
                 std::size_t indent, std::size_t columns) {
    const std::size_t room = std::max(columns, indent + 1) - indent;
    const std::vector<std::string> parts = wrap_text(text, room);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) {
            lines.push_back({{blanks(indent)}});
        }
        lines.back().push_back({parts[i], tone});
    }
}

void add_in_columns(std::vector<StyledLine>& lines, const PictureRow& row, const Widths& widths,
                    std::size_t columns, const Symbols& symbols) {
    StyledLine& line = lines.emplace_back();
    line.push_back(mark_of(row, symbols));
    line.push_back({" "});
    add_cell(line, row.name, Tone::heading, widths.name);
    if (row.mark == Mark::failed) {
        // It has no age and no size, so that there is room for the cause.
        add_wrapped(lines, row.note, Tone::bad, widths.before_age(), columns);
        return;
    }
    if (widths.age > 0) {
        add_cell(line, row.age, tone_of_age(row), widths.age);
    }
    if (widths.size > 0) {
        add_cell(line, row.size, Tone::dim, widths.size);
    }
    line.push_back({row.note, tone_of_note(row)});
}

void add_in_lines(std::vector<StyledLine>& lines, const PictureRow& row, std::size_t columns,
                  const Symbols& symbols) {
    lines.push_back({mark_of(row, symbols), {" "}});
    add_wrapped(lines, row.name, Tone::heading, k_mark_columns, columns);
    lines.push_back({{blanks(k_mark_columns)}});
    const std::size_t age = columns_of(row.age);
    if (age == 0) {
        add_wrapped(lines, row.note, tone_of_note(row), k_mark_columns, columns);
    } else if (k_mark_columns + age + k_gap + columns_of(row.note) <= columns) {
        add_cell(lines.back(), row.age, tone_of_age(row), age);
        lines.back().push_back({row.note, tone_of_note(row)});
    } else {
        add_wrapped(lines, row.age, tone_of_age(row), k_mark_columns, columns);
        lines.push_back({{blanks(k_mark_columns)}});
        add_wrapped(lines, row.note, tone_of_note(row), k_mark_columns, columns);
    }
}

void add_hint(std::vector<StyledLine>& lines, const std::string& hint, std::size_t columns) {
    for (std::size_t start = 0; start < hint.size();) {
        const std::size_t end = std::min(hint.find('\n', start), hint.size());
        const std::string wrapped =
            wrap_message(hint.substr(start, end - start), columns, k_mark_columns);
        std::string indent = blanks(k_mark_columns);
        for (std::size_t at = 0; at <= wrapped.size();) {
            const std::size_t stop = std::min(wrapped.find('\n', at), wrapped.size());
            lines.push_back({{indent + wrapped.substr(at, stop - at), Tone::dim}});
            // wrap_message() has indented all but the first line.
            indent.clear();
            at = stop + 1;
        }
        start = end + 1;
    }
}

} // namespace

std::vector<StyledLine> lay_out(const std::vector<PictureRow>& rows, std::size_t columns,
                                const Symbols& symbols) {
    Widths widths = measure(rows);
    if (widths.all() > columns) {
        widths.size = 0;
    }
    const bool has_failure =
        std::ranges::any_of(rows, [](const PictureRow& row) { return row.mark == Mark::failed; });
    const bool is_narrow =
        widths.all() > columns || (has_failure && widths.before_age() + k_narrowest_note > columns);
    std::vector<StyledLine> lines;
    for (const PictureRow& row : rows) {
        if (is_narrow) {
            add_in_lines(lines, row, columns, symbols);
        } else {
            add_in_columns(lines, row, widths, columns, symbols);
        }
        add_hint(lines, row.hint, columns);
    }
    return lines;
}

} // namespace cli
