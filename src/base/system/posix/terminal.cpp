// SPDX-License-Identifier: Apache-2.0
#include "base/system/terminal.hpp"

#include "base/error.hpp"
#include "base/files/posix/descriptor.hpp"
#include "base/process/environment.hpp"
#include "base/text/ascii.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <fcntl.h>
#include <mutex>
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

std::mutex g_terminal_mutex;
std::optional<termios> g_terminal_before;

/// Sets the terminal even when this process is in the background, where the system would stop it.
void set_terminal(const termios& state) noexcept {
    sigset_t stop_signal;
    sigset_t mask_before;
    sigemptyset(&stop_signal);
    sigaddset(&stop_signal, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &stop_signal, &mask_before);
    // What was typed ahead stays.
    tcsetattr(STDIN_FILENO, TCSANOW, &state);
    pthread_sigmask(SIG_SETMASK, &mask_before, nullptr);
}

/// What may be done to input that is hidden.
enum class Editing {
    /// By the terminal, which hands out whole lines and cuts long ones.
    by_lines,
    /// By this program, which gets each character.
    by_characters,
};

/// Hides what is typed while it lives.
class HiddenInput {
public:
    explicit HiddenInput(Editing editing) {
        const std::lock_guard lock(g_terminal_mutex);
        termios state{};
        if (tcgetattr(STDIN_FILENO, &state) != 0) {
            return;
        }
        g_terminal_before = state;
        state.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        if (editing == Editing::by_characters) {
            state.c_lflag &= ~static_cast<tcflag_t>(ICANON);
            state.c_cc[VMIN] = 1;
            state.c_cc[VTIME] = 0;
        }
        set_terminal(state);
    }

    ~HiddenInput() {
        restore_terminal();
        // The user's own line end was hidden as well.
        static_cast<void>(!::write(STDERR_FILENO, "\n", 1));
    }

    HiddenInput(const HiddenInput&) = delete;
    HiddenInput& operator=(const HiddenInput&) = delete;
};

/// A pipe that becomes readable when a stop is requested.
class StopPipe {
public:
    StopPipe() {
        std::array<int, 2> ends{};
        const bool made = ::pipe(ends.data()) == 0;
        if (made) {
            m_read_end = Descriptor(ends[0]);
            m_write_end = Descriptor(ends[1]);
        }
        // select() takes no higher ones.
        if (!made || ends[0] >= FD_SETSIZE) {
            throw Error(ErrorCode::unexpected, "cannot make a pipe: too many open files");
        }
        ::fcntl(ends[0], F_SETFD, FD_CLOEXEC);
        ::fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    }

    int read_end() const { return m_read_end.get(); }

    void wake() const noexcept { static_cast<void>(!::write(m_write_end.get(), "", 1)); }

private:
    Descriptor m_read_end;
    Descriptor m_write_end;
};

enum class Awakening { input, stop, silence };

/// Waits until standard input can be read, `wake_up` can, or nothing has come for `patience`;
/// without end when that is negative.
Awakening await_input(int wake_up, std::chrono::milliseconds patience) {
    for (;;) {
        // Not poll(), which does not know terminals on macOS.
        fd_set readable;
        FD_ZERO(&readable);
        FD_SET(STDIN_FILENO, &readable);
        FD_SET(wake_up, &readable);
        timeval limit{};
        limit.tv_sec = static_cast<time_t>(patience.count() / 1000);
        limit.tv_usec = static_cast<suseconds_t>(patience.count() % 1000 * 1000);
        const int count = ::select(wake_up + 1, &readable, nullptr, nullptr,
                                   patience.count() < 0 ? nullptr : &limit);
        if (count > 0) {
            return FD_ISSET(wake_up, &readable) ? Awakening::stop : Awakening::input;
        }
        if (count == 0) {
            return Awakening::silence;
        }
        if (errno != EINTR) {
            return Awakening::input;
        }
    }
}

/// Standard input byte by byte, so that what follows the line is left for other readers.
class ByteReader {
public:
    explicit ByteReader(std::stop_token stop) : m_wake(std::move(stop), WakeUp{&m_pipe}) {}

    /// The next byte; std::nullopt at the end, when the terminal or the other end of the pipe is
    /// gone, or when no byte comes for `patience` (negative: without end). Throws
    /// Error{interrupted}.
    std::optional<char> next(std::chrono::milliseconds patience = std::chrono::milliseconds(-1)) {
        for (;;) {
            switch (await_input(m_pipe.read_end(), patience)) {
            case Awakening::stop:
                throw Error(ErrorCode::interrupted, "interrupted while waiting for input");
            case Awakening::silence:
                return std::nullopt;
            case Awakening::input:
                break;
            }
            char byte = 0;
            const ssize_t count = ::read(STDIN_FILENO, &byte, 1);
            if (count < 0 && (errno == EINTR || errno == EAGAIN)) {
                continue;
            }
            return count > 0 ? std::optional(byte) : std::nullopt;
        }
    }

private:
    struct WakeUp {
        const StopPipe* pipe;

        void operator()() const noexcept { pipe->wake(); }
    };

    StopPipe m_pipe;
    std::stop_callback<WakeUp> m_wake;
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

bool is_closed(int descriptor) {
    return ::fcntl(descriptor, F_GETFD) < 0;
}

} // namespace

void restore_terminal() noexcept {
    const std::lock_guard lock(g_terminal_mutex);
    if (g_terminal_before) {
        set_terminal(*g_terminal_before);
        g_terminal_before.reset();
    }
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
