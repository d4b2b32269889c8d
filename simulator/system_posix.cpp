// SPDX-License-Identifier: Apache-2.0
#include "simulator/system.hpp"

#include <csignal>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace simulator {

namespace {

#ifdef POLLRDHUP
constexpr short k_closed = POLLRDHUP;
#else
// POLLHUP is told without being asked for.
constexpr short k_closed = 0;
#endif

} // namespace

#ifdef MSG_NOSIGNAL
const int k_send_flags = MSG_NOSIGNAL;
#else
// main() ignores SIGPIPE.
const int k_send_flags = 0;
#endif

void close_socket(socket_t socket) {
    ::close(socket);
}

void shut_down_socket(socket_t socket) {
    ::shutdown(socket, SHUT_RDWR);
}

bool wait_until_readable(socket_t socket, int timeout_ms) {
    pollfd entry{socket, POLLIN, 0};
    return ::poll(&entry, 1, timeout_ms) > 0;
}

bool wait_until_closed(socket_t socket, int timeout_ms) {
    pollfd entry{socket, k_closed, 0};
    return ::poll(&entry, 1, timeout_ms) > 0;
}

void allow_many_connections() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

void print_unless_full(std::string_view text) {
    pollfd entry{STDOUT_FILENO, POLLOUT, 0};
    if (::poll(&entry, 1, 0) > 0 && (entry.revents & POLLOUT) != 0) {
        [[maybe_unused]] const auto written = ::write(STDOUT_FILENO, text.data(), text.size());
    }
}

struct Ending::State {
    sigset_t signals{};
};

Ending::Ending() : m_state(std::make_unique<State>()) {
    std::signal(SIGPIPE, SIG_IGN);
    sigemptyset(&m_state->signals);
    sigaddset(&m_state->signals, SIGINT);
    sigaddset(&m_state->signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &m_state->signals, nullptr);
}

Ending::~Ending() = default;

void Ending::wait() {
    int signal = 0;
    sigwait(&m_state->signals, &signal);
}

} // namespace simulator
