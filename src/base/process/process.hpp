// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace base {

/// The real path of this program's file, after links; empty when it is not known.
std::filesystem::path program_path();

/// The number of this process.
long process_id();

/// The machine's name; "localhost" when it is not known.
std::string host_name();

/// Overwrites the characters of an argument of this process with '*', so that it cannot be read in
/// the list of processes any more.
/// @param argument  one of ProgramArguments::values(), or a pointer into one
void hide_argument(char* argument);

} // namespace base
