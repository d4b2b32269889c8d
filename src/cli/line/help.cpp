// SPDX-License-Identifier: Apache-2.0
#include "cli/line/help.hpp"

#include "base/error.hpp"
#include "base/text/given_value.hpp"
#include "base/text/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/line/command_line.hpp"
#include "cli/line/suggestion.hpp"
#include "cli/output/output.hpp"
#include "cli/output/table.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <span>
#include <string_view>
#include <utility>

namespace cli {

namespace {

using Row = std::pair<std::string, std::string>;

/// Puts a help text together.
class HelpText {
public:
    explicit HelpText(const HelpLayout& layout) : m_layout(layout) {}

    void heading(std::string_view title) { m_text += "\n" + emphasized(title, ":") + "\n"; }

    void usage(const std::string& line) {
        m_text += "\n" + emphasized("Usage", ":") + " " + wrapped(line, 7, 11) + "\n";
    }

    void paragraph(const std::string& text) { m_text += wrapped(text, 0, 0) + "\n"; }

    /// Two columns; what explains a row with a wide left part stands below that, and on a narrow
    /// terminal, where many are wide, what explains any.
    void rows(const std::vector<Row>& rows) {
        std::size_t width = 0;
        std::size_t wide = 0;
        for (const Row& row : rows) {
            const std::size_t left = base::display_width(row.first);
            if (2 * (left + 4) > m_layout.columns) {
                ++wide;
            } else {
                width = std::max(width, left);
            }
        }
        const bool stacked = 4 * wide > rows.size();
        const std::size_t indent = stacked ? 6 : width + 4;
        for (const auto& [left, right] : rows) {
            const std::string explained = wrapped(right, indent, indent);
            m_text +=
                stacked || base::display_width(left) > width
                    ? fmt::format("  {}\n{:{}}{}\n", broken_at_bars(left), "", indent, explained)
                    : fmt::format("  {:<{}}  {}\n", left, width, explained);
        }
    }

    /// Command lines, one a line, which stay commands where they have to be broken.
    void commands(std::string_view lines) {
        const bool can_break = base::k_path_style == base::PathStyle::posix;
        while (!lines.empty()) {
            const std::size_t end = std::min(lines.find('\n'), lines.size());
            const std::string line(lines.substr(0, end));
            m_text += "  ";
            m_text += can_break ? wrapped(line, 2, 4, " \\") : line;
            m_text += "\n";
            lines.remove_prefix(std::min(end + 1, lines.size()));
        }
    }

    void gap() { m_text += "\n"; }

    std::string text() && { return std::move(m_text); }

private:
    std::string emphasized(std::string_view title, std::string_view after) const {
        return m_layout.bold ? fmt::format("\x1b[1m{}{}\x1b[0m", title, after)
                             : fmt::format("{}{}", title, after);
    }

    /// Words to choose from, as in "--color auto|always|never", continued in further lines.
    std::string broken_at_bars(const std::string& text) const {
        constexpr std::size_t k_indent = 6;
        std::string broken;
        std::size_t column = 2;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find('|', at), text.size() - 1) + 1;
            const std::string part = text.substr(at, end - at);
            const std::size_t width = base::display_width(part);
            if (column + width > m_layout.columns && at > 0) {
                broken += fmt::format("\n{:{}}", "", k_indent);
                column = k_indent;
            }
            broken += part;
            column += width;
            at = end;
        }
        return broken;
    }

    /// @param first   where the text begins
    /// @param indent  where further lines begin
    /// @param broken  ends a line that goes on in the next one
    std::string wrapped(const std::string& text, std::size_t first, std::size_t indent,
                        std::string_view broken = "") const {
        constexpr std::size_t k_narrowest = 12;
        const std::size_t taken = std::max(first, indent) + broken.size();
        const std::size_t columns = std::max(m_layout.columns, taken + k_narrowest) - taken;
        if (base::display_width(text) <= columns + broken.size()) {
            return text;
        }
        return fmt::format("{}", fmt::join(wrap_text(text, columns),
                                           fmt::format("{}\n{:{}}", broken, "", indent)));
    }

    HelpLayout m_layout;
    std::string m_text;
};

/// Rows of the options of `app` but those named in `without`.
std::vector<Row> option_rows(const CLI::App& app, const std::vector<std::string>& without = {}) {
    std::vector<Row> rows;
    for (const OptionDescription& option : describe_options(app)) {
        if (std::ranges::find(without, option.name) != without.end()) {
            continue;
        }
        const std::string before = option.positional           ? ""
                                   : option.short_name.empty() ? "    "
                                                               : option.short_name + ", ";
        rows.emplace_back(fmt::format("{}{}{}{}", before, option.name,
                                      option.value.empty() || option.positional ? "" : " ",
                                      option.positional ? "" : option.value),
                          option.help);
    }
    return rows;
}

constexpr std::string_view k_examples = "ring-snapshot login\n"
                                        "ring-snapshot list\n"
                                        "ring-snapshot get \"Front Door\" --fresh\n"
                                        "ring-snapshot get --all --out /pictures";

HelpText head(const HelpLayout& layout) {
    HelpText text(layout);
    text.paragraph("Download still pictures from Ring doorbells and cameras.");
    text.usage("ring-snapshot COMMAND [OPTIONS]");
    text.heading("Commands");
    std::vector<Row> rows;
    for (const Command& command : commands()) {
        if (command.name.find(' ') == std::string_view::npos) {
            rows.emplace_back(command.name, command.help);
        }
    }
    text.rows(rows);
    return text;
}

std::string main_help(const CLI::App& app, const HelpLayout& layout) {
    HelpText text = head(layout);
    text.heading("Global options");
    text.rows(option_rows(app));
    text.heading("Examples");
    text.commands(k_examples);
    text.gap();
    text.paragraph("ring-snapshot help COMMAND explains a command. The options of "
                   "RingSnapshotDownload (such as -username, -deviceid and -list) work too; see "
                   "RingSnapshotDownload -help.");
    return std::move(text).text();
}

std::string sentence(std::string_view help) {
    std::string text(help);
    text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    return text + ".";
}

std::string command_help(const CLI::App& app, const CLI::App& command, const HelpLayout& layout) {
    std::string positionals;
    for (const OptionDescription& option : describe_options(command)) {
        if (option.positional) {
            positionals += option.many
                               ? fmt::format(" [{} {}]", option.name, layout.symbols.ellipsis)
                               : " " + option.name;
        }
    }
    const auto row = std::ranges::find(commands(), full_name(command), &Command::name);
    HelpText text(layout);
    text.paragraph(sentence(row->help));
    text.usage(fmt::format("ring-snapshot {}{} [OPTIONS]", row->name, positionals));
    std::vector<Row> below;
    for (const Command& each : commands()) {
        if (each.name.starts_with(fmt::format("{} ", row->name))) {
            below.emplace_back(each.name, each.help);
        }
    }
    if (!below.empty()) {
        text.heading("Commands");
        text.rows(below);
    }
    if (const auto rows = option_rows(command, {"--help"}); !rows.empty()) {
        text.heading("Options");
        text.rows(rows);
    }
    text.heading("Global options");
    text.rows(option_rows(app, {"--version", "--licenses"}));
    if (!row->examples.empty()) {
        text.heading("Examples");
        text.commands(row->examples);
    }
    return std::move(text).text();
}

/// Throws Error{usage} for the first of `words` that cannot stand behind a command.
void check_words_behind(CLI::App& command, std::span<const std::string> words) {
    const std::string name = full_name(command);
    std::string given = name;
    for (CLI::Option* option : command.get_options()) {
        if (!words.empty() && option->get_positional() &&
            !choices_of(option->get_type_name()).empty()) {
            option->add_result(words.front());
            option->run_callback();
            given += ' ' + words.front();
            words = words.subspan(1);
        }
    }
    if (words.empty()) {
        return;
    }
    std::vector<std::string> names;
    for (const CLI::App* below : command.get_subcommands([](CLI::App*) { return true; })) {
        names.push_back(full_name(*below));
    }
    const std::string wrong = fmt::format("{} {}", given, words.front());
    throw base::Error(base::ErrorCode::usage,
                      fmt::format("unknown command '{}'", base::printable(wrong)),
                      suggestion(wrong, names, fmt::format("run: ring-snapshot help {}", name)));
}

} // namespace

HelpLayout HelpLayout::of(const Output& output) {
    constexpr std::size_t k_most_columns = 100;
    const HelpLayout usual;
    return {.columns = std::min(output.result_width().value_or(usual.columns), k_most_columns),
            .bold = output.colors_results(),
            .symbols = output.symbols()};
}

std::string help_text(const std::vector<std::string>& command, const HelpLayout& layout) {
    Invocation unused;
    if (command.empty()) {
        return main_help(*make_command_line(unused, &command), layout);
    }
    std::string name = command.front();
    if (!is_command(name)) {
        throw unknown_command({name}, {});
    }
    std::span<const std::string> further = std::span(command).subspan(1);
    while (!further.empty() && is_command(name + " " + further.front())) {
        name += " " + further.front();
        further = further.subspan(1);
    }
    const std::vector<std::string> words = {name.substr(0, name.find(' '))};
    const auto app = make_command_line(unused, &words);
    CLI::App& explained = find_command(*app, name);
    check_words_behind(explained, further);
    return command_help(*app, explained, layout);
}

std::string short_help(const HelpLayout& layout) {
    HelpText text = head(layout);
    text.heading("Examples");
    text.commands(k_examples);
    text.gap();
    text.paragraph("More: ring-snapshot --help, ring-snapshot help COMMAND");
    return std::move(text).text();
}

std::string old_form_help(const HelpLayout& layout) {
    HelpText text(layout);
    text.paragraph("RingSnapshotDownload downloads the latest snapshot of a Ring doorbell or "
                   "camera.");
    text.usage("RingSnapshotDownload [OPTIONS]");
    text.heading("Options");
    text.rows({{"-username EMAIL", "log in with this e-mail address"},
               {"-password PASSWORD", "log in with this password, which is never stored"},
               {"-2facode CODE", "give the two-factor code if you already have it"},
               {"-list", "list your cameras and their ids"},
               {"-deviceid ID", "take a snapshot of this camera"},
               {"-out DIR", "save in this folder (default the current one)"},
               {"-forceupdate", "ask the camera for a fresh picture first"},
               {"-cached", "take the newest picture that Ring has"},
               {"-validateimage", "accepted; pictures are always validated"},
               {"-maxretries N", "try each picture up to this many times, 1 to 100 (default 3)"},
               {"-settings FILE", "use this settings file"}});
    text.gap();
    text.paragraph("Options may have one or two dashes, in any letter case. "
                   "Every option but -password, -2facode, -settings and -list is remembered in "
                   "Settings.json, so that you need not give it again.");
    text.heading("Examples");
    text.commands("RingSnapshotDownload -username my@email.com -password mypassword -list\n"
                  "RingSnapshotDownload -username my@email.com -deviceid 12345 -out /pictures\n"
                  "RingSnapshotDownload -deviceid 12345 -forceupdate -maxretries 5\n"
                  "RingSnapshotDownload");
    return std::move(text).text();
}

} // namespace cli
