// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <httplib.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>

namespace simulator {

/// One client's connection, as httplib reads from and writes to it. It can also do what httplib
/// cannot: hang, reset, and notice that the client has gone.
class Connection final : public httplib::Stream {
public:
    /// How long a connection may wait for its next request.
    static constexpr int k_idle_seconds = 75;

    explicit Connection(socket_t socket) : m_socket(socket) {}

    // What httplib::Stream wants, by the names of its versions from 0.11 on; none of them knows
    // all, so that nothing here can say "override".

    bool is_readable() const;

    bool wait_readable() const { return is_readable(); }

    bool is_writable() const { return !m_silenced; }

    bool wait_writable() const { return is_writable(); }

    ssize_t read(char* data, size_t size);
    ssize_t write(const char* data, size_t size);
    void get_remote_ip_and_port(std::string& ip, int& port) const;
    void get_local_ip_and_port(std::string& ip, int& port) const;

    socket_t socket() const { return m_socket; }

    /// Since when it is open does not matter to anything here.
    time_t duration() const { return 0; }

    /// Waits for the next request; false when none comes, since the client went or was idle too
    /// long. A request of more than 8 MiB, its headers included, is not read to its end.
    bool wait_for_request();

    /// Waits until the time is over, for ever when it is negative; true when the client has gone.
    bool wait_until_gone(std::int64_t ms) const;

    /// Discards what is written from now on. `reset`: closing the connection then sends a reset
    /// instead of a proper end.
    void silence(bool reset);

    bool silenced() const { return m_silenced; }

    /// The connection that the calling thread serves.
    static Connection*& current();

private:
    socket_t m_socket;
    bool m_silenced = false;
    std::array<char, 8192> m_buffer{};
    std::size_t m_buffer_used = 0;
    std::size_t m_buffer_read = 0;
    /// Of the request that is being read.
    std::size_t m_request_bytes = 0;
};

/// All open sockets, so that they can be shut down together.
class OpenSockets {
public:
    /// False after shut_down(): do not serve the socket.
    bool add(socket_t socket);
    void remove_and_close(socket_t socket);
    void shut_down();

    std::int64_t open() const;

    std::int64_t accepted() const { return m_accepted; }

private:
    mutable std::mutex m_mutex;
    std::set<socket_t> m_sockets;
    bool m_over = false;
    std::atomic<std::int64_t> m_accepted{0};
};

} // namespace simulator
