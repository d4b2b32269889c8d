// SPDX-License-Identifier: Apache-2.0
#include "base/system/posix/terminal_input.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <mutex>
#include <sys/select.h>
#include <termios.h>

namespace base {

namespace {

std::mutex g_terminal_mutex;
std::optional<termios> g_terminal_before;
/// The descriptor of the terminal that was so.
int g_changed_terminal = STDIN_FILENO;

/// Sets the terminal even when this process is in the background, where the system would stop it.
void set_terminal(int descriptor, const termios& state, TypedAhead typed_ahead) noexcept {
    sigset_t stop_signal;
    sigset_t mask_before;
    sigemptyset(&stop_signal);
    sigaddset(&stop_signal, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &stop_signal, &mask_before);
    if (typed_ahead == TypedAhead::dropped) {
        // Not TCSAFLUSH, which waits for output that a stopped terminal does not take.
        tcflush(descriptor, TCIFLUSH);
    }
    tcsetattr(descriptor, TCSANOW, &state);
    pthread_sigmask(SIG_SETMASK, &mask_before, nullptr);
}

enum class Awakening { input, stop, silence };

/// Waits until `input` can be read, `wake_up` can, or nothing has come for `patience`;
/// without end when that is negative.
Awakening await_input(int input, int wake_up, std::chrono::milliseconds patience) {
    for (;;) {
        // Not poll(), which does not know terminals on macOS.
        fd_set readable;
        FD_ZERO(&readable);
        FD_SET(input, &readable);
        FD_SET(wake_up, &readable);
        timeval limit{};
        limit.tv_sec = static_cast<time_t>(patience.count() / 1000);
        limit.tv_usec = static_cast<suseconds_t>(patience.count() % 1000 * 1000);
        const int count = ::select(std::max(input, wake_up) + 1, &readable, nullptr, nullptr,
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

} // namespace

void hide_input(int descriptor, Editing editing) {
    const std::lock_guard lock(g_terminal_mutex);
    termios state{};
    if (tcgetattr(descriptor, &state) != 0) {
        return;
    }
    g_terminal_before = state;
    g_changed_terminal = descriptor;
    state.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (editing == Editing::by_characters) {
        state.c_lflag &= ~static_cast<tcflag_t>(ICANON);
        state.c_cc[VMIN] = 1;
        state.c_cc[VTIME] = 0;
    }
    set_terminal(descriptor, state, TypedAhead::kept);
}

void restore_input(TypedAhead typed_ahead) noexcept {
    const std::lock_guard lock(g_terminal_mutex);
    if (g_terminal_before) {
        set_terminal(g_changed_terminal, *g_terminal_before, typed_ahead);
        g_terminal_before.reset();
    }
}

StopPipe::StopPipe() {
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

std::optional<char> ByteReader::next(std::chrono::milliseconds patience) {
    for (;;) {
        switch (await_input(m_input, m_pipe.read_end(), patience)) {
        case Awakening::stop:
            throw Error(ErrorCode::interrupted, "stopped while waiting for input");
        case Awakening::silence:
            return std::nullopt;
        case Awakening::input:
            break;
        }
        char byte = 0;
        const ssize_t count = ::read(m_input, &byte, 1);
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) {
            continue;
        }
        return count > 0 ? std::optional(byte) : std::nullopt;
    }
}

} // namespace base
