// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace cli {

/// An option or positional argument, as help texts and completions show it.
struct OptionDescription {
    /// "--out", or the name of a positional argument.
    std::string name;
    /// "-h"; empty for most.
    std::string short_name;
    /// Name of its value, such as DIR; empty for a switch and a positional argument.
    std::string value;
    std::string help;
    bool positional = false;
    /// May be given several times.
    bool many = false;
};

struct CommandDescription {
    std::string name;
    std::string help;
    std::vector<OptionDescription> options;
    /// Command lines, one a line.
    std::string examples;
};

/// The whole command line: made from the one declaration of each option.
struct ProgramDescription {
    std::string help;
    /// Options of every command, --help and --version among them.
    std::vector<OptionDescription> common;
    std::vector<CommandDescription> commands;
};

/// Describes the command line in the new form.
ProgramDescription describe_command_line();

} // namespace cli
