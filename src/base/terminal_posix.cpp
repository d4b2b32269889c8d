// SPDX-License-Identifier: Apache-2.0
#include "base/descriptor_posix.hpp"
#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/terminal_state.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <fcntl.h>
#include <mutex>
#ifdef __APPLE__
#include <sys/select.h>
#else
#include <poll.h>
#endif
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace base {

namespace {

constexpr std::size_t k_longest_line = 65536;

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

/// Hides what is typed while it lives.
class HiddenInput {
public:
    HiddenInput() {
        const std::lock_guard lock(g_terminal_mutex);
        termios state{};
        if (tcgetattr(STDIN_FILENO, &state) != 0) {
            return;
        }
        g_terminal_before = state;
        state.c_lflag &= ~static_cast<tcflag_t>(ECHO);
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
        if (::pipe(ends.data()) != 0) {
            throw Error(ErrorCode::unexpected, "cannot make a pipe: too many open files");
        }
        m_read_end = Descriptor(ends[0]);
        m_write_end = Descriptor(ends[1]);
        ::fcntl(ends[0], F_SETFD, FD_CLOEXEC);
        ::fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    }

    int read_end() const { return m_read_end.get(); }

    void wake() const noexcept { static_cast<void>(!::write(m_write_end.get(), "", 1)); }

private:
    Descriptor m_read_end;
    Descriptor m_write_end;
};

/// Waits until standard input can be read or `wake_up` can; whether it is the latter.
bool woken_before_input(int wake_up) {
#ifdef __APPLE__
    // poll() does not know terminals there.
    fd_set readable;
    do {
        FD_ZERO(&readable);
        FD_SET(STDIN_FILENO, &readable);
        FD_SET(wake_up, &readable);
        if (::select(wake_up + 1, &readable, nullptr, nullptr, nullptr) >= 0) {
            return FD_ISSET(wake_up, &readable);
        }
    } while (errno == EINTR);
    return false;
#else
    std::array<pollfd, 2> waiting = {{{STDIN_FILENO, POLLIN, 0}, {wake_up, POLLIN, 0}}};
    while (::poll(waiting.data(), waiting.size(), -1) < 0) {
        if (errno != EINTR) {
            return false;
        }
    }
    return waiting[1].revents != 0;
#endif
}

std::optional<std::string> read_plain_line(std::stop_token stop) {
    const StopPipe pipe;
    const std::stop_callback wake(stop, [&pipe] { pipe.wake(); });
    std::string line;
    while (true) {
        if (woken_before_input(pipe.read_end())) {
            throw Error(ErrorCode::interrupted, "interrupted while waiting for input");
        }
        char byte = 0;
        const ssize_t count = ::read(STDIN_FILENO, &byte, 1);
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) {
            continue;
        }
        if (count <= 0) {
            // The terminal or the other end of the pipe is gone; what came stands for a line.
            return line.empty() ? std::nullopt : std::optional(line);
        }
        if (byte == '\n') {
            if (line.ends_with('\r')) {
                line.pop_back();
            }
            return line;
        }
        if (line.size() == k_longest_line) {
            throw Error(ErrorCode::usage, "the line on standard input is too long");
        }
        line += byte;
    }
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
    return is_terminal(stream);
}

int terminal_width(std::FILE* stream) {
    constexpr int k_usual_width = 80;
    winsize size{};
    if (::ioctl(::fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
        return k_usual_width;
    }
    return size.ws_col;
}

int terminal_height(std::FILE* stream) {
    constexpr int k_usual_height = 24;
    winsize size{};
    if (::ioctl(::fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_row == 0) {
        return k_usual_height;
    }
    return size.ws_row;
}

std::optional<std::string> read_line(bool echo, std::stop_token stop) {
    if (::fcntl(STDIN_FILENO, F_GETFD) < 0) {
        // Closed: what we opened now would take its place.
        return std::nullopt;
    }
    if (echo || ::isatty(STDIN_FILENO) != 1) {
        return read_plain_line(stop);
    }
    const HiddenInput hidden;
    return read_plain_line(stop);
}

void write_text(std::FILE* stream, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream);
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
