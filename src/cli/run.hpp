// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cli {

/// Runs the program and returns its exit code (docs/exit-codes.md). Arguments that hold secrets are
/// overwritten in `argv`.
int run(int argc, char** argv);

} // namespace cli
