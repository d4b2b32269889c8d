// SPDX-License-Identifier: Apache-2.0
#include "base/process/service_notify.hpp"

#include "base/files/posix/descriptor.hpp"
#include "base/process/environment.hpp"

#include <charconv>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

namespace base {

namespace {

/// A socket that no program started by this one inherits.
Descriptor make_private_datagram_socket() {
#ifdef SOCK_CLOEXEC
    return Descriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
#else
    Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM, 0));
    if (socket.is_open()) {
        ::fcntl(socket.get(), F_SETFD, FD_CLOEXEC);
    }
    return socket;
#endif
}

/// How long sendto() may wait; false when the system does not take that.
bool limit_waiting(const Descriptor& socket, std::chrono::milliseconds patience) {
    timeval limit{};
    limit.tv_sec = static_cast<decltype(limit.tv_sec)>(patience.count() / 1000);
    limit.tv_usec = static_cast<decltype(limit.tv_usec)>(patience.count() % 1000 * 1000);
    return ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) == 0;
}

} // namespace

bool notify_service_manager(std::string_view state, std::chrono::milliseconds patience) noexcept {
    try {
        const auto path = environment_variable("NOTIFY_SOCKET");
        sockaddr_un address{};
        if (!path || path->size() >= sizeof(address.sun_path) ||
            (path->front() != '/' && path->front() != '@')) {
            return false;
        }
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path->data(), path->size());
        if (path->front() == '@') {
            // The abstract name space is written with a leading zero byte.
            address.sun_path[0] = '\0';
        }
        const Descriptor socket = make_private_datagram_socket();
        if (!socket.is_open()) {
            return false;
        }
        // To the system, zero means without a limit.
        const bool waits =
            patience > std::chrono::milliseconds(0) && limit_waiting(socket, patience);
        const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path->size());
        return ::sendto(socket.get(), state.data(), state.size(), waits ? 0 : MSG_DONTWAIT,
                        reinterpret_cast<const sockaddr*>(&address), length) >= 0;
    } catch (...) {
        // No memory for the path: the manager hears the next one.
        return false;
    }
}

std::optional<std::chrono::microseconds> watchdog_interval() {
    const auto text = environment_variable("WATCHDOG_USEC");
    if (!text) {
        return {};
    }
    if (const auto process = environment_variable("WATCHDOG_PID");
        process && *process != std::to_string(::getpid())) {
        return {};
    }
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc() || end != text->data() + text->size() || value <= 0) {
        return {};
    }
    return std::chrono::microseconds(value);
}

bool logs_to_journal() {
    const auto stream = environment_variable("JOURNAL_STREAM");

    struct stat status {};

    if (!stream || ::fstat(STDERR_FILENO, &status) != 0) {
        return false;
    }
    return *stream == std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

} // namespace base
