// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace cli {

class Platform;

/// Runs the program and returns its exit code (docs/exit-codes.md). Arguments that hold secrets are
/// overwritten in `argv`.
int run(int argc, char** argv);

/// Runs the command that `arguments` name on `platform` and returns its exit code.
/// @param program  the name under which the program was called; it may be the old tool's
int run(const std::string& program, const std::vector<std::string>& arguments, Platform& platform);

} // namespace cli
