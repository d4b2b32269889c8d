// SPDX-License-Identifier: Apache-2.0
#include "cli/help.hpp"

#include "cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace cli {

namespace {

constexpr std::size_t k_width = 80;

using Row = std::pair<std::string, std::string>;

/// `text` broken into lines that end before `k_width`, continued at column `indent`.
std::string wrapped(const std::string& text, std::size_t indent) {
    std::string result;
    std::size_t column = indent;
    std::size_t start = 0;
    while (start < text.size()) {
        const std::size_t end = std::min(text.find(' ', start), text.size());
        const std::string word = text.substr(start, end - start);
        if (column > indent && column + 1 + word.size() > k_width) {
            result += "\n" + std::string(indent, ' ');
            column = indent;
        }
        if (column > indent) {
            result += ' ';
            ++column;
        }
        result += word;
        column += word.size();
        start = end + 1;
    }
    return result;
}

std::string two_columns(const std::vector<Row>& rows) {
    std::size_t width = 0;
    for (const Row& row : rows) {
        width = std::max(width, row.first.size());
    }
    std::string result;
    for (const auto& [left, right] : rows) {
        result += fmt::format("  {:<{}}  {}\n", left, width, wrapped(right, width + 4));
    }
    return result;
}

std::string left_column(const CLI::Option& option) {
    std::string names;
    for (const std::string& name : option.get_snames()) {
        names += "-" + name + ", ";
    }
    for (const std::string& name : option.get_lnames()) {
        names += "--" + name;
    }
    if (names.empty()) {
        return option.get_name(true);
    }
    return option.get_items_expected_max() == 0 ? names : names + " " + option.get_type_name();
}

/// Rows of the options but those named in `without`.
std::vector<Row> option_rows(const CLI::App& app, const std::vector<std::string>& without = {}) {
    std::vector<Row> rows;
    for (const CLI::Option* option : app.get_options()) {
        const bool left_out =
            std::any_of(without.begin(), without.end(),
                        [&](const std::string& name) { return option->check_name(name); });
        if (!left_out) {
            rows.emplace_back(left_column(*option), option->get_description());
        }
    }
    return rows;
}

std::vector<Row> command_rows(const CLI::App& app) {
    std::vector<Row> rows;
    for (const std::string_view name : k_commands) {
        const CLI::App* command = app.get_subcommand(std::string(name));
        rows.emplace_back(name, command->get_description());
    }
    return rows;
}

std::string indented(const std::string& lines) {
    std::string result = "  ";
    for (const char c : lines) {
        result += c;
        if (c == '\n') {
            result += "  ";
        }
    }
    return result + "\n";
}

constexpr auto k_examples = "ring-snapshot login\n"
                            "ring-snapshot list\n"
                            "ring-snapshot get \"Front Door\" --fresh\n"
                            "ring-snapshot get --all --out /pictures";

std::string head(const CLI::App& app) {
    return app.get_description() + "\n\nUsage: ring-snapshot COMMAND [OPTIONS]\n\nCommands:\n" +
           two_columns(command_rows(app));
}

} // namespace

std::string main_help(const CLI::App& app) {
    return head(app) + "\nOptions of every command:\n" + two_columns(option_rows(app)) +
           "\nExamples:\n" + indented(k_examples) +
           "\nring-snapshot COMMAND --help explains a command. The options of "
           "RingSnapshotDownload\n(-username, -deviceid, -list …) are understood as well: "
           "RingSnapshotDownload -help.\n";
}

std::string short_help(const CLI::App& app) {
    return head(app) + "\nExamples:\n" + indented(k_examples) +
           "\nMore: ring-snapshot --help, ring-snapshot COMMAND --help\n";
}

std::string command_help(const CLI::App& app, const CLI::App& command) {
    std::string positionals;
    for (const CLI::Option* option : command.get_options()) {
        if (option->get_positional()) {
            const bool many = option->get_items_expected_max() > 1;
            positionals += many ? fmt::format(" [{} …]", option->get_name(true))
                                : " " + option->get_name(true);
        }
    }
    std::string text =
        fmt::format("{}: {}\n\nUsage: ring-snapshot {}{} [OPTIONS]\n", command.get_name(),
                    command.get_description(), command.get_name(), positionals);
    if (const auto rows = option_rows(command, {"--help"}); !rows.empty()) {
        text += "\nOptions:\n" + two_columns(rows);
    }
    text += "\nOptions of every command:\n" + two_columns(option_rows(app, {"--version"}));
    if (const std::string examples = command.get_footer(); !examples.empty()) {
        text += "\nExamples:\n" + indented(examples);
    }
    return text;
}

std::string old_form_help() {
    return "RingSnapshotDownload downloads the latest snapshot of a Ring doorbell or camera.\n"
           "\n"
           "Usage: RingSnapshotDownload [OPTIONS]\n"
           "\n"
           "Options (one or two dashes, any letter case):\n" +
           two_columns({{"-username EMAIL", "the e-mail address of the Ring account"},
                        {"-password PASSWORD", "its password; never stored"},
                        {"-2facode CODE", "the two-factor code, when it is there already"},
                        {"-list", "list the cameras and their ids"},
                        {"-deviceid ID", "the camera to take a snapshot of"},
                        {"-out DIR", "where to save (the current folder)"},
                        {"-forceupdate", "ask the camera for a fresh picture first"},
                        {"-cached", "take the newest picture that Ring has"},
                        {"-validateimage", "accepted; pictures are always validated"},
                        {"-maxretries N", "attempts per picture, 1 to 100 (3)"},
                        {"-settings FILE", "the settings file to use"}}) +
           "\nEvery option but -password, -2facode, -settings and -list is remembered in\n"
           "Settings.json, so that it need not be given again.\n"
           "\nExamples:\n" +
           indented("RingSnapshotDownload -username my@email.com -password mypassword -list\n"
                    "RingSnapshotDownload -username my@email.com -deviceid 12345 -out /pictures\n"
                    "RingSnapshotDownload -deviceid 12345 -forceupdate -maxretries 5\n"
                    "RingSnapshotDownload");
}

} // namespace cli
