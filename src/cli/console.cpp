// SPDX-License-Identifier: Apache-2.0
#include "cli/console.hpp"

#include "base/system/terminal.hpp"
#include "base/system/waiting_input.hpp"

#include <cerrno>
#include <cstdio>
#include <utility>

namespace cli {

namespace {

std::FILE* file_of(Stream stream) {
    switch (stream) {
    case Stream::input:
        return stdin;
    case Stream::output:
        return stdout;
    case Stream::error:
        break;
    }
    return stderr;
}

} // namespace

bool SystemConsole::is_terminal(Stream stream) const {
    return base::is_terminal(file_of(stream));
}

bool SystemConsole::takes_escapes(Stream stream) const {
    return base::takes_escapes(file_of(stream));
}

int SystemConsole::width(Stream stream) const {
    return base::terminal_width(file_of(stream));
}

int SystemConsole::height(Stream stream) const {
    return base::terminal_height(file_of(stream));
}

WriteResult SystemConsole::write(Stream stream, std::string_view text) {
    std::FILE* const file = file_of(stream);
    errno = 0;
    base::write_text(file, text);
    if (std::fflush(file) == 0 && std::ferror(file) == 0) {
        return {};
    }
    const int error = errno;
    return {error != 0 ? error : EIO, base::is_closed_pipe(file, error)};
}

std::optional<std::string> SystemConsole::read_line(bool echo, std::stop_token stop) {
    return base::read_line(echo, std::move(stop));
}

std::optional<std::string> SystemConsole::read_pasted_secret(std::stop_token stop) {
    return base::read_pasted_secret(std::move(stop));
}

std::string SystemConsole::read_to_end(std::stop_token stop) {
    return base::read_to_end(std::move(stop));
}

bool SystemConsole::input_is_waiting(std::chrono::milliseconds time_limit) {
    return base::input_is_waiting(time_limit);
}

} // namespace cli
