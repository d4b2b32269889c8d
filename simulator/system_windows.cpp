// SPDX-License-Identifier: Apache-2.0
#include "simulator/system.hpp"

#include <cstdio>

namespace simulator {

namespace {

bool poll_for(socket_t socket, short events, int timeout_ms) {
    WSAPOLLFD entry{socket, events, 0};
    return ::WSAPoll(&entry, 1, timeout_ms) > 0;
}

/// Set when the program is to end.
HANDLE g_ending = nullptr;

BOOL WINAPI on_event(DWORD) {
    ::SetEvent(g_ending);
    return TRUE;
}

} // namespace

const int k_send_flags = 0;

void close_socket(socket_t socket) {
    ::closesocket(socket);
}

void shut_down_socket(socket_t socket) {
    ::shutdown(socket, SD_BOTH);
}

bool wait_until_readable(socket_t socket, int timeout_ms) {
    return poll_for(socket, POLLRDNORM, timeout_ms);
}

bool wait_until_closed(socket_t socket, int timeout_ms) {
    // POLLHUP is told without being asked for, but something has to be.
    return poll_for(socket, POLLRDBAND, timeout_ms);
}

void allow_many_connections() {}

// A full pipe holds the simulator up here: the system cannot tell.
void print_unless_full(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

struct Ending::State {};

Ending::Ending() {
    g_ending = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    ::SetConsoleCtrlHandler(&on_event, TRUE);
}

Ending::~Ending() = default;

void Ending::wait() {
    ::WaitForSingleObject(g_ending, INFINITE);
}

} // namespace simulator
