// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <optional>
#include <stop_token>
#include <string>

namespace base {

/// Whether `stream` is a terminal.
bool is_terminal(std::FILE* stream);

/// The width of the terminal behind `stream` in columns; 80 when it is not known.
int terminal_width(std::FILE* stream);

/// The height of the terminal behind `stream` in lines; 24 when it is not known.
int terminal_height(std::FILE* stream);

/// Reads one line from standard input, without its line end; nothing at the end of the input.
/// Reading is not buffered beyond the line. Throws Error{interrupted} when `stop` is requested
/// while waiting, and restores the terminal first; Error{usage} for a line of more than 64 KiB.
/// @param echo  false hides what is typed, when standard input is a terminal; a line end is then
///              written to standard error, as the user's own is hidden too.
std::optional<std::string> read_line(bool echo, std::stop_token stop);

/// Opens the null device in the place of a standard stream that this process was started without,
/// so that no file opened later takes its place: reading from it gives nothing, writing to it
/// fails.
void occupy_standard_streams();

/// Switches standard output to bytes as they are (matters on Windows only).
void set_binary_stdout();

} // namespace base
