// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace base {

/// Splits a command line into words like a POSIX shell does, but expands nothing: blanks separate,
/// '…' and "…" group, a backslash takes the next character as it is (inside "…" only before " and
/// backslash; one at the very end stands for itself). On Windows, where it separates folders, a
/// backslash means itself except before a " inside "…". Throws Error{usage} when a quote is not
/// closed or there is no word.
std::vector<std::string> split_command(std::string_view command);

/// How a command ended.
struct CommandResult {
    /// Exit status; 128 + signal number when a signal ended it.
    int status = 0;
    bool timed_out = false;
};

/// Starts `words` directly (never through a shell), with this process's environment changed by
/// `environment` (an empty value removes the variable), standard input empty, standard output
/// going to our standard error, and no other descriptor of this process; waits for its end. After `time_limit`, or when `stop` is requested,
/// it and its children are asked to end, and two seconds later made to; that is a result like any
/// other. Throws Error{unexpected} when it cannot be started.
CommandResult run_command(const std::vector<std::string>& words,
                          const std::map<std::string, std::string>& environment,
                          std::chrono::milliseconds time_limit, std::stop_token stop);

/// The real path of this program's file, after links; empty when it is not known.
std::filesystem::path program_path();

/// The machine's name; "localhost" when it is not known.
std::string host_name();

/// Overwrites the characters of an argument of this process with '*', so that it cannot be read in
/// the list of processes any more.
/// @param argument  one of ProgramArguments::values(), or a pointer into one
void hide_argument(char* argument);

} // namespace base
