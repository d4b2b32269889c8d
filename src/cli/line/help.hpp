// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/line/command_description.hpp"

#include <string>

namespace cli {

/// The help of the whole program: what it is, commands, common options, examples.
std::string main_help(const ProgramDescription& program);

/// The help of one command, made from its options.
std::string command_help(const ProgramDescription& program, const CommandDescription& command);

/// What `ring-snapshot` alone prints: the commands and the first steps.
std::string short_help(const ProgramDescription& program);

/// The usage text of the old form, with all options and examples.
std::string old_form_help();

} // namespace cli
