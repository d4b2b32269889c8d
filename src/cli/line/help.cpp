// SPDX-License-Identifier: Apache-2.0
#include "cli/line/help.hpp"

#include "cli/commands.hpp"
#include "cli/line/command_line.hpp"
#include "cli/output/table.hpp"

#include <CLI/CLI.hpp>
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

/// Rows of the options of `app` but the one named `without`.
std::string option_rows(const CLI::App& app, std::string_view without = {}) {
    std::vector<Row> rows;
    for (const OptionDescription& option : describe_options(app)) {
        if (option.name != without) {
            rows.emplace_back(fmt::format("{}{}{}{}{}", option.short_name,
                                          option.short_name.empty() ? "" : ", ", option.name,
                                          option.value.empty() ? "" : " ", option.value),
                              option.help);
        }
    }
    return two_columns(rows);
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

std::string head() {
    std::vector<Row> rows;
    for (const Command& command : commands()) {
        rows.emplace_back(command.name, command.help);
    }
    return "Downloads still pictures from Ring doorbells and cameras.\n\n"
           "Usage: ring-snapshot COMMAND [OPTIONS]\n\nCommands:\n" +
           two_columns(rows);
}

} // namespace

std::string main_help(const CLI::App& app) {
    return head() + "\nOptions of every command:\n" + option_rows(app) + "\nExamples:\n" +
           indented(k_examples) +
           "\nring-snapshot COMMAND --help explains a command. The options of "
           "RingSnapshotDownload\n(-username, -deviceid, -list …) are understood as well: "
           "RingSnapshotDownload -help.\n";
}

std::string short_help() {
    return head() + "\nExamples:\n" + indented(k_examples) +
           "\nMore: ring-snapshot --help, ring-snapshot COMMAND --help\n";
}

std::string command_help(const CLI::App& app, const CLI::App& command) {
    std::string positionals;
    for (const OptionDescription& option : describe_options(command)) {
        if (option.positional) {
            positionals += option.many ? fmt::format(" [{} …]", option.name) : " " + option.name;
        }
    }
    const auto row = std::ranges::find(commands(), command.get_name(), &Command::name);
    std::string text = fmt::format("{0}: {1}\n\nUsage: ring-snapshot {0}{2} [OPTIONS]\n", row->name,
                                   row->help, positionals);
    if (const std::string rows = option_rows(command, "--help"); !rows.empty()) {
        text += "\nOptions:\n" + rows;
    }
    text += "\nOptions of every command:\n" + option_rows(app, "--version");
    if (!row->examples.empty()) {
        text += "\nExamples:\n" + indented(std::string(row->examples));
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
