// SPDX-License-Identifier: Apache-2.0
#include "cli/line/help.hpp"

#include "cli/output/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace cli {

namespace {

constexpr std::size_t k_width = 80;

using Row = std::pair<std::string, std::string>;

std::string two_columns(const std::vector<Row>& rows) {
    std::size_t width = 0;
    for (const Row& row : rows) {
        width = std::max(width, row.first.size());
    }
    const std::size_t indent = width + 4;
    std::string result;
    for (const auto& [left, right] : rows) {
        result += fmt::format(
            "  {:<{}}  {}\n", left, width,
            fmt::join(wrap_text(right, k_width - indent), "\n" + std::string(indent, ' ')));
    }
    return result;
}

std::string left_column(const OptionDescription& option) {
    std::string text = option.short_name.empty() ? "" : option.short_name + ", ";
    text += option.name;
    return option.value.empty() ? text : text + " " + option.value;
}

/// Rows of the options but the one named `without`.
std::vector<Row> option_rows(const std::vector<OptionDescription>& options,
                             std::string_view without = {}) {
    std::vector<Row> rows;
    for (const OptionDescription& option : options) {
        if (option.name != without) {
            rows.emplace_back(left_column(option), option.help);
        }
    }
    return rows;
}

std::vector<Row> command_rows(const ProgramDescription& program) {
    std::vector<Row> rows;
    for (const CommandDescription& command : program.commands) {
        rows.emplace_back(command.name, command.help);
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

std::string head(const ProgramDescription& program) {
    return program.help + "\n\nUsage: ring-snapshot COMMAND [OPTIONS]\n\nCommands:\n" +
           two_columns(command_rows(program));
}

} // namespace

std::string main_help(const ProgramDescription& program) {
    return head(program) + "\nOptions of every command:\n" +
           two_columns(option_rows(program.common)) + "\nExamples:\n" + indented(k_examples) +
           "\nring-snapshot COMMAND --help explains a command. The options of "
           "RingSnapshotDownload\n(-username, -deviceid, -list …) are understood as well: "
           "RingSnapshotDownload -help.\n";
}

std::string short_help(const ProgramDescription& program) {
    return head(program) + "\nExamples:\n" + indented(k_examples) +
           "\nMore: ring-snapshot --help, ring-snapshot COMMAND --help\n";
}

std::string command_help(const ProgramDescription& program, const CommandDescription& command) {
    std::string positionals;
    for (const OptionDescription& option : command.options) {
        if (option.positional) {
            positionals += option.many ? fmt::format(" [{} …]", option.name) : " " + option.name;
        }
    }
    std::string text = fmt::format("{}: {}\n\nUsage: ring-snapshot {}{} [OPTIONS]\n", command.name,
                                   command.help, command.name, positionals);
    if (const auto rows = option_rows(command.options, "--help"); !rows.empty()) {
        text += "\nOptions:\n" + two_columns(rows);
    }
    text += "\nOptions of every command:\n" + two_columns(option_rows(program.common, "--version"));
    if (!command.examples.empty()) {
        text += "\nExamples:\n" + indented(command.examples);
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
