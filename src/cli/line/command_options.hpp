// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/line/command_line.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace cli {

/// Declares every command and option once. Parsing fills `invocation`, which must outlive the
/// result.
std::unique_ptr<CLI::App> make_command_line(Invocation& invocation);

} // namespace cli
