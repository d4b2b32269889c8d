// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdio>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace base {

/// Whether `stream` is a terminal.
bool is_terminal(std::FILE* stream);

/// Whether `stream` is a terminal that understands the escape sequences of ECMA-48, such as
/// colours. Switches them on where the system wants to be asked.
bool takes_escapes(std::FILE* stream);

/// Whether `stream` is a terminal that shows addresses as links (OSC 8), or at least hides them.
bool takes_links(std::FILE* stream);

/// Whether terminals show more than ASCII: by the locale, LC_ALL, LC_CTYPE or LANG; on Windows,
/// when standard output or error is a console that understands escape sequences.
bool takes_unicode();

struct TerminalSize {
    int columns = 80;
    int lines = 24;
};

/// The size of the terminal behind `stream`; the usual one where it is not known.
TerminalSize terminal_size(std::FILE* stream);

/// Writes UTF-8 `text` to `stream`, so that a terminal shows these characters whatever its own
/// encoding. Errors are those of the stream, as with fwrite().
void write_text(std::FILE* stream, std::string_view text);

/// Whether `error`, the number in errno after a failed write to `stream`, means that nobody reads
/// from the pipe behind it any more.
bool is_closed_pipe(std::FILE* stream, int error);

/// Reads one line from standard input, without its line end; std::nullopt at the end of input.
/// Reading is not buffered beyond the line. Throws Error{interrupted} when `stop` is requested
/// while waiting, and restores the terminal first; Error{usage} for a line of more than 64 KiB.
/// @param echo  false hides what is typed, when standard input is a terminal; a line end is then
///              written to standard error, as the user's own is hidden too.
std::optional<std::string> read_line(bool echo, std::stop_token stop);

/// Reads standard input to its end. Throws Error{interrupted} when `stop` is requested while
/// waiting, Error{usage} for more than 64 KiB.
std::string read_to_end(std::stop_token stop);

/// Reads a long secret that is pasted at a terminal, without showing it. Terminals cut lines at
/// 4095 or 1023 characters, and what is pasted may hold line ends; so this reads character by
/// character and ends at an Enter that is followed by 200 ms without input. Inner line ends are
/// kept. std::nullopt at the end of input, such as after a Ctrl-D before anything else. Throws as
/// read_line().
std::optional<std::string> read_pasted_secret(std::stop_token stop);

/// Writes `question` to the terminal behind `stream` and reads what that answers, unseen and byte
/// by byte, until `is_answered` or `time_limit` has passed; what was typed meanwhile is lost. Empty
/// when the stream is not the terminal of this process, or the process is in the background, where
/// reading would stop it. The terminal is restored before it returns, and when a second signal ends
/// the process. Ends early when `stop` is requested.
std::string ask_terminal(std::FILE* stream, std::string_view question,
                         const std::function<bool(std::string_view)>& is_answered,
                         std::chrono::milliseconds time_limit, std::stop_token stop);

/// Whether standard input, which is not a terminal, has something to read: a file that has not been
/// read to its end, or a pipe into which something is written within `time_limit`. False at its
/// end, and for what is neither, such as the null device. Reads nothing.
bool input_is_waiting(std::chrono::milliseconds time_limit);

/// Undoes what read_line() and the like have changed at the terminal, if anything: for a process
/// that is about to end at once. May be called from any thread.
void restore_terminal() noexcept;

/// Opens the null device in place of a standard stream that this process was started without,
/// so that no file opened later takes its place: reading from it gives nothing, writing to it
/// fails. On Windows, makes output the same bytes as elsewhere, without carriage returns.
void prepare_standard_streams();

/// Waits for Enter when the window in which this program writes would vanish with its end: after a
/// double click on Windows. Call it last.
void await_reader();

} // namespace base
