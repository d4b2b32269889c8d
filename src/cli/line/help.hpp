// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace cli {

/// The help of the whole program: what it is, commands, common options, examples.
/// @param app  as made by make_command_line()
std::string main_help(const CLI::App& app);
/// The help of `command`, a subcommand of `app`.
std::string command_help(const CLI::App& app, const CLI::App& command);
/// What `ring-snapshot` alone prints: the commands and the first steps.
std::string short_help();

/// The usage text of the old form, with all options and examples.
std::string old_form_help();

} // namespace cli
