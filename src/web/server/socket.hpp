// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "web/server/listen_address.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace web {

/// A socket that is closed with this object. None of its calls waits.
class Socket {
public:
    static constexpr std::intptr_t k_none = -1;

    Socket() = default;

    explicit Socket(std::intptr_t handle) : m_handle(handle) {}

    ~Socket() { close(); }

    Socket(Socket&& other) noexcept : m_handle(std::exchange(other.m_handle, k_none)) {}

    Socket& operator=(Socket&& other) noexcept {
        std::swap(m_handle, other.m_handle);
        return *this;
    }

    bool is_open() const { return m_handle != k_none; }

    std::intptr_t handle() const { return m_handle; }

private:
    void close();

    std::intptr_t m_handle = k_none;
};

/// How far sending or receiving came.
struct Transfer {
    enum class End {
        /// `bytes` were moved.
        moved,
        /// Not now.
        later,
        /// The other side sends nothing more.
        finished,
        failed,
    };
    End end = End::failed;
    std::size_t bytes = 0;
};

/// A socket that accepts connections. Throws Error{cannot_write} that says why not.
Socket listen_at(const ListenAddress& address);

/// The port that a socket got.
int port_of(const Socket& socket);

struct Accepted {
    Socket socket;
    /// The address that it comes from, as a number.
    std::string peer;
};

/// The next connection that waits; std::nullopt when none does.
std::optional<Accepted> accept_next(const Socket& listener);

Transfer receive_some(const Socket& socket, char* buffer, std::size_t size);
Transfer send_some(const Socket& socket, std::string_view bytes);

/// Tells the other side that nothing more comes.
void end_sending(const Socket& socket);

/// A socket that sends to itself, with which one thread wakes another that waits for sockets.
/// Throws Error{unexpected}.
Socket make_wakener();

/// A socket to wait for, and what became of it.
struct Watched {
    std::intptr_t handle = Socket::k_none;
    bool for_input = false;
    bool for_output = false;
    bool has_input = false;
    bool has_output = false;
    bool has_failed = false;
};

/// Waits until one of them is ready, at most so long.
void wait_for_sockets(std::vector<Watched>& watched, std::chrono::milliseconds most);

} // namespace web
