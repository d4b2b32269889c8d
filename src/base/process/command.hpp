// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace base {

/// Splits a command line into words like a POSIX shell does, but expands nothing: blanks separate,
/// '…' and "…" group, a backslash takes the next character as it is (inside "…" only before " and
/// backslash; one at the very end stands for itself). On Windows, where it separates folders, a
/// backslash stands for itself except before a " inside "…". Throws Error{usage} when a quote is
/// not closed or the command has no words.
std::vector<std::string> split_command(std::string_view command);

/// How a command ended.
struct CommandResult {
    /// Exit status; 128 + signal number when a signal ended it.
    int status = 0;
    bool timed_out = false;
};

/// Starts `words` directly (never through a shell) and waits for its end. The command gets this
/// process's environment changed by `environment` (an empty value removes the variable), an empty
/// standard input, our standard error as its standard output, and no other descriptor of ours.
/// After `time_limit`, or when `stop` is requested, it and its children are asked to end and killed
/// two seconds later; that is a result like any other. Throws Error{unexpected} when it cannot be
/// started.
CommandResult run_command(const std::vector<std::string>& words,
                          const std::map<std::string, std::string>& environment,
                          std::chrono::milliseconds time_limit, std::stop_token stop);

/// How a command ended, and what it printed.
struct CapturedCommand {
    CommandResult result;
    std::string output;
    std::string errors;
};

/// As run_command(), but for what the command prints: it is returned, at most 4 MiB of each stream.
/// Throws Error{unexpected} when the command cannot be started, Error{cannot_write} when there is
/// no room for what it prints in the system's folder for temporary files.
CapturedCommand capture_command(const std::vector<std::string>& words,
                                const std::map<std::string, std::string>& environment,
                                std::chrono::milliseconds time_limit, std::stop_token stop);

} // namespace base
