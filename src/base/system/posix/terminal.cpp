// SPDX-License-Identifier: Apache-2.0
#include "base/system/terminal.hpp"

#include "base/error.hpp"
#include "base/files/posix/descriptor.hpp"
#include "base/process/environment.hpp"
#include "base/system/posix/terminal_input.hpp"
#include "base/text/ascii.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <fcntl.h>
#include <poll.h>
#include <stop_token>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>
#include <utility>

namespace base {

namespace {

constexpr std::size_t k_longest_input = 65536;

/// Hides what is typed while it lives.
class HiddenInput {
public:
    explicit HiddenInput(Editing editing) { hide_input(STDIN_FILENO, editing); }

    ~HiddenInput() {
        restore_terminal();
        // The user's own line end was hidden as well.
        static_cast<void>(!::write(STDERR_FILENO, "\n", 1));
    }

    HiddenInput(const HiddenInput&) = delete;
    HiddenInput& operator=(const HiddenInput&) = delete;
};

void append(std::string& text, char byte) {
    if (text.size() == k_longest_input) {
        throw Error(ErrorCode::usage, "the text on standard input is too long");
    }
    text += byte;
}

std::optional<std::string> read_plain_line(std::stop_token stop) {
    ByteReader reader(std::move(stop));
    std::string line;
    while (const auto byte = reader.next()) {
        if (*byte == '\n') {
            if (line.ends_with('\r')) {
                line.pop_back();
            }
            return line;
        }
        append(line, *byte);
    }
    // What came before the end stands for a line.
    return line.empty() ? std::nullopt : std::optional(line);
}

/// The keys that edit a line, which the terminal leaves to us when it hands out characters.
struct EditingKeys {
    char erase = 0x7F;
    char kill = 0x15;
    char end = 0x04;
};

EditingKeys editing_keys() {
    EditingKeys keys;
    termios state{};
    if (tcgetattr(STDIN_FILENO, &state) == 0) {
        keys.erase = static_cast<char>(state.c_cc[VERASE]);
        keys.kill = static_cast<char>(state.c_cc[VKILL]);
        keys.end = static_cast<char>(state.c_cc[VEOF]);
    }
    return keys;
}

std::optional<std::string> read_pasted_text(std::stop_token stop) {
    constexpr std::chrono::milliseconds k_silence{200};
    const EditingKeys keys = editing_keys();
    ByteReader reader(std::move(stop));
    std::string text;
    for (;;) {
        const bool after_enter = text.ends_with('\n');
        const auto byte = after_enter ? reader.next(k_silence) : reader.next();
        if (!byte || *byte == keys.end) {
            return text.empty() ? std::nullopt : std::optional(text);
        }
        if (*byte == keys.erase || *byte == '\b' || *byte == 0x7F) {
            text.resize(text.empty() ? 0 : text.size() - 1);
        } else if (*byte == keys.kill) {
            text.clear();
        } else {
            append(text, *byte);
        }
    }
}

/// The terminal behind `stream`, opened for reading too, when it is that of this process and the
/// process may read from it; else nothing.
Descriptor open_own_terminal(int stream) {
    std::array<char, 256> name{};
    if (::tcgetpgrp(stream) != ::getpgrp() || ::ttyname_r(stream, name.data(), name.size()) != 0) {
        return {};
    }
    return Descriptor(::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC));
}

std::string read_answer(int terminal, const std::function<bool(std::string_view)>& is_answered,
                        std::chrono::milliseconds time_limit, std::stop_token stop) {
    using std::chrono::milliseconds;
    using std::chrono::steady_clock;
    const auto end = steady_clock::now() + time_limit;
    ByteReader reader(std::move(stop), terminal);
    std::string answer;
    while (answer.size() < k_longest_input && !is_answered(answer)) {
        const auto rest = std::chrono::ceil<milliseconds>(end - steady_clock::now());
        const auto byte = rest.count() > 0 ? reader.next(rest) : std::nullopt;
        if (!byte) {
            break;
        }
        answer += *byte;
    }
    return answer;
}

bool is_closed(int descriptor) {
    return ::fcntl(descriptor, F_GETFD) < 0;
}

} // namespace

void restore_terminal() noexcept {
    restore_input(TypedAhead::kept);
}

bool is_terminal(std::FILE* stream) {
    return ::isatty(::fileno(stream)) == 1;
}

bool takes_escapes(std::FILE* stream) {
    return is_terminal(stream) && environment_variable("TERM") != "dumb";
}

bool takes_links(std::FILE* stream) {
    // The console of Linux would show a part of the address.
    return takes_escapes(stream) && environment_variable("TERM").value_or("linux") != "linux";
}

bool takes_unicode() {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        if (const auto locale = environment_variable(name)) {
            std::string encoding;
            for (const char character : *locale) {
                if (is_letter_or_digit(character)) {
                    encoding += to_lower(character);
                }
            }
            return encoding.find("utf8") != std::string::npos;
        }
    }
    return false;
}

TerminalSize terminal_size(std::FILE* stream) {
    TerminalSize size;
    winsize reported{};
    if (::ioctl(::fileno(stream), TIOCGWINSZ, &reported) == 0) {
        size.columns = reported.ws_col > 0 ? reported.ws_col : size.columns;
        size.lines = reported.ws_row > 0 ? reported.ws_row : size.lines;
    }
    return size;
}

bool input_is_waiting(std::chrono::milliseconds time_limit) {
    struct stat status {};

    if (::fstat(STDIN_FILENO, &status) != 0) {
        return false;
    }
    if (S_ISREG(status.st_mode)) {
        const off_t at = ::lseek(STDIN_FILENO, 0, SEEK_CUR);
        return at >= 0 && at < status.st_size;
    }
    if (!S_ISFIFO(status.st_mode) && !S_ISSOCK(status.st_mode)) {
        return false;
    }
    pollfd waiting{STDIN_FILENO, POLLIN, 0};
    int bytes = 0;
    // At the end of a pipe poll() has something to tell, and there are no bytes.
    return ::poll(&waiting, 1, static_cast<int>(time_limit.count())) > 0 &&
           ::ioctl(STDIN_FILENO, FIONREAD, &bytes) == 0 && bytes > 0;
}

std::optional<std::string> read_line(bool echo, std::stop_token stop) {
    if (is_closed(STDIN_FILENO)) {
        // A file that we open now would take its place.
        return std::nullopt;
    }
    if (echo || ::isatty(STDIN_FILENO) != 1) {
        return read_plain_line(stop);
    }
    const HiddenInput hidden(Editing::by_lines);
    return read_plain_line(stop);
}

std::string read_to_end(std::stop_token stop) {
    std::string text;
    if (!is_closed(STDIN_FILENO)) {
        ByteReader reader(std::move(stop));
        while (const auto byte = reader.next()) {
            append(text, *byte);
        }
    }
    return text;
}

std::optional<std::string> read_pasted_secret(std::stop_token stop) {
    const HiddenInput hidden(Editing::by_characters);
    return read_pasted_text(std::move(stop));
}

std::string ask_terminal(std::FILE* stream, std::string_view question,
                         const std::function<bool(std::string_view)>& is_answered,
                         std::chrono::milliseconds time_limit, std::stop_token stop) {
    const Descriptor terminal = open_own_terminal(::fileno(stream));
    if (terminal.get() < 0 || terminal.get() >= FD_SETSIZE) {
        return {};
    }
    hide_input(terminal.get(), Editing::by_characters);
    std::string answer;
    try {
        std::fflush(stream);
        write_text(stream, question);
        std::fflush(stream);
        answer = read_answer(terminal.get(), is_answered, time_limit, std::move(stop));
    } catch (const Error&) {
        // The caller notices the stop by itself.
    }
    // An answer that comes late is not to be taken for a command.
    restore_input(TypedAhead::dropped);
    return answer;
}

void write_text(std::FILE* stream, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream);
}

bool is_closed_pipe([[maybe_unused]] std::FILE* stream, int error) {
    return error == EPIPE;
}

void await_reader() {}

void prepare_standard_streams() {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) < 0) {
            // open() takes the lowest free number, which is this one.
            [[maybe_unused]] const int opened =
                ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
}

} // namespace base
