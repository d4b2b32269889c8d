// SPDX-License-Identifier: Apache-2.0
#include "base/environment.hpp"
#include "base/service_notify.hpp"

#include <charconv>
#include <cstddef>
#include <cstring>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace base {

void notify_service_manager(std::string_view state) noexcept {
    try {
        const auto path = environment_variable("NOTIFY_SOCKET");
        sockaddr_un address{};
        if (!path || path->size() >= sizeof(address.sun_path) ||
            (path->front() != '/' && path->front() != '@')) {
            return;
        }
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path->data(), path->size());
        if (path->front() == '@') {
            // The abstract name space is written with a leading zero byte.
            address.sun_path[0] = '\0';
        }
        const int socket = ::socket(AF_UNIX, SOCK_DGRAM, 0);
        if (socket < 0) {
            return;
        }
        const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path->size());
        // A manager that does not listen is none of our business.
        [[maybe_unused]] const auto sent =
            ::sendto(socket, state.data(), state.size(), 0,
                     reinterpret_cast<const sockaddr*>(&address), length);
        ::close(socket);
    } catch (...) {
        // No memory for the path: the manager hears the next one.
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
