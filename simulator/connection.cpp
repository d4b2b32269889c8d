// SPDX-License-Identifier: Apache-2.0
#include "simulator/connection.hpp"

#include "simulator/system.hpp"

#include <algorithm>
#include <cstring>

namespace simulator {

namespace {

constexpr int k_read_timeout_ms = 30'000;
constexpr std::size_t k_longest_request = std::size_t{8} << 20;

void name_of(const sockaddr_in& address, std::string& ip, int& port) {
    std::array<char, INET_ADDRSTRLEN> text{};
    inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size());
    ip = text.data();
    port = ntohs(address.sin_port);
}

} // namespace

Connection*& Connection::current() {
    thread_local Connection* connection = nullptr;
    return connection;
}

bool Connection::is_readable() const {
    return m_buffer_read < m_buffer_used || wait_until_readable(m_socket, k_read_timeout_ms);
}

bool Connection::wait_for_request() {
    m_request_bytes = 0;
    return m_buffer_read < m_buffer_used || wait_until_readable(m_socket, k_idle_seconds * 1000);
}

ssize_t Connection::read(char* data, size_t size) {
    if (m_buffer_read == m_buffer_used) {
        if (!wait_until_readable(m_socket, k_read_timeout_ms)) {
            return -1;
        }
        const auto got = recv(m_socket, m_buffer.data(), m_buffer.size(), 0);
        if (got <= 0) {
            return got;
        }
        m_buffer_used = static_cast<std::size_t>(got);
        m_buffer_read = 0;
    }
    const auto length = std::min(size, m_buffer_used - m_buffer_read);
    m_request_bytes += length;
    if (m_request_bytes > k_longest_request) {
        return -1;
    }
    std::memcpy(data, m_buffer.data() + m_buffer_read, length);
    m_buffer_read += length;
    return static_cast<ssize_t>(length);
}

ssize_t Connection::write(const char* data, size_t size) {
    if (m_silenced) {
        return -1;
    }
    return send(m_socket, data, size, k_send_flags);
}

void Connection::get_remote_ip_and_port(std::string& ip, int& port) const {
    sockaddr_in address{};
    socklen_t length = sizeof address;
    if (getpeername(m_socket, reinterpret_cast<sockaddr*>(&address), &length) == 0) {
        name_of(address, ip, port);
    }
}

void Connection::get_local_ip_and_port(std::string& ip, int& port) const {
    sockaddr_in address{};
    socklen_t length = sizeof address;
    if (getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &length) == 0) {
        name_of(address, ip, port);
    }
}

bool Connection::wait_until_gone(std::int64_t ms) const {
    return wait_until_closed(m_socket, ms < 0 ? -1 : static_cast<int>(ms));
}

void Connection::silence(bool reset) {
    m_silenced = true;
    if (reset) {
        const linger at_once{1, 0};
        setsockopt(m_socket, SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&at_once),
                   sizeof at_once);
    }
}

bool OpenSockets::add(socket_t socket) {
    const std::lock_guard lock{m_mutex};
    ++m_accepted;
    if (m_over) {
        close_socket(socket);
        return false;
    }
    m_sockets.insert(socket);
    return true;
}

void OpenSockets::remove_and_close(socket_t socket) {
    const std::lock_guard lock{m_mutex};
    m_sockets.erase(socket);
    close_socket(socket);
}

void OpenSockets::shut_down() {
    const std::lock_guard lock{m_mutex};
    m_over = true;
    for (const auto socket : m_sockets) {
        shut_down_socket(socket);
    }
}

std::int64_t OpenSockets::open() const {
    const std::lock_guard lock{m_mutex};
    return static_cast<std::int64_t>(m_sockets.size());
}

} // namespace simulator
