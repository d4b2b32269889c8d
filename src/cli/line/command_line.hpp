// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/line/options.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace cli {

/// An option or positional argument, as help texts and completions show it.
struct OptionDescription {
    /// "--out", or the name of a positional argument.
    std::string name;
    /// "-h"; empty for most.
    std::string short_name;
    /// Name of its value, such as DIR; empty for a switch and for most positional arguments.
    std::string value;
    std::string help;
    bool positional = false;
    /// May be given several times.
    bool many = false;
};

/// The options that `app` offers, --help among them.
std::vector<OptionDescription> describe_options(const CLI::App& app);

/// The name of a command as it stands in the table of commands: "archive check".
std::string full_name(const CLI::App& command);

/// The command of that name.
CLI::App& find_command(CLI::App& app, std::string_view name);

/// Declares commands, as subcommands, and their options. Parsing fills `invocation`, which must
/// outlive the result.
/// @param words  only commands that one of these names are declared, since declaring takes most of
/// a
///               start; nullptr: all commands
std::unique_ptr<CLI::App> make_command_line(Invocation& invocation,
                                            const std::vector<std::string>* words = nullptr);

/// Reads the arguments (without the program's name) of a command line in the new form.
/// Throws Error{usage} that names the culprit and makes a suggestion.
Invocation parse_command_line(const std::vector<std::string>& arguments);

/// Reads a duration or a whole number given for `option`. Throw Error{usage} that names both.
std::chrono::milliseconds parse_duration_option(std::string_view option, std::string_view text);
std::int64_t parse_number_option(std::string_view option, std::string_view text, std::int64_t low,
                                 std::int64_t high);

} // namespace cli
