// SPDX-License-Identifier: Apache-2.0
#include "test_server.hpp"

#include <arpa/inet.h>
#include <cstdlib>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace test {

namespace {

#ifdef MSG_NOSIGNAL
constexpr int k_send_flags = MSG_NOSIGNAL;
#else
constexpr int k_send_flags = 0;
#endif

int bound_socket(int& port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (socket < 0 || ::bind(socket, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error("cannot bind a port");
    }
    port = ntohs(address.sin_port);
    return socket;
}

/// False when the client has gone.
bool send_all(int socket, const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const auto count = ::send(socket, bytes.data() + sent, bytes.size() - sent, k_send_flags);
        if (count <= 0) {
            return false;
        }
        sent += static_cast<std::size_t>(count);
    }
    return true;
}

} // namespace

TestServer::TestServer(Script script)
    : m_script(std::move(script)), m_listener(bound_socket(m_port)) {
    if (::listen(m_listener, 256) != 0) {
        throw std::runtime_error("cannot listen");
    }
    m_acceptor = std::thread(&TestServer::accept_all, this);
}

TestServer::~TestServer() {
    ::shutdown(m_listener, SHUT_RDWR);
    m_acceptor.join();
    {
        const std::lock_guard lock(m_mutex);
        for (const int socket : m_open) {
            ::shutdown(socket, SHUT_RDWR);
        }
    }
    for (auto& connection : m_connections) {
        connection.join();
    }
    ::close(m_listener);
}

std::string TestServer::url(const std::string& target) const {
    return "http://127.0.0.1:" + std::to_string(m_port) + target;
}

std::vector<std::string> TestServer::requests() const {
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

void TestServer::wait_for_requests(std::size_t count) const {
    std::unique_lock lock(m_mutex);
    m_request_came.wait(lock, [&] { return m_requests.size() >= count; });
}

std::size_t TestServer::connections() const {
    const std::lock_guard lock(m_mutex);
    return m_connections.size();
}

void TestServer::accept_all() {
    for (int socket = 0; (socket = ::accept(m_listener, nullptr, nullptr)) >= 0;) {
        const std::lock_guard lock(m_mutex);
        m_open.insert(socket);
        m_connections.emplace_back(&TestServer::serve, this, socket);
    }
}

void TestServer::serve(int socket) {
    std::string buffer;
    std::string request;
    bool open = true;
    while (open && read_request(socket, buffer, request)) {
        {
            const std::lock_guard lock(m_mutex);
            m_requests.push_back(request);
            m_request_came.notify_all();
        }
        const Reply reply = m_script(request);
        if (send_all(socket, reply.bytes) && !reply.endless.empty()) {
            send_endless(socket, reply);
            break;
        }
        open = !reply.close;
    }
    const std::lock_guard lock(m_mutex);
    m_open.erase(socket);
    ::close(socket);
}

void TestServer::send_endless(int socket, const Reply& reply) {
    pollfd gone{socket, POLLIN, 0};
    while (send_all(socket, reply.endless)) {
        // A client that has gone is readable, and so is one that sends what nobody asked for.
        if (::poll(&gone, 1, static_cast<int>(reply.pause.count())) != 0) {
            return;
        }
    }
}

bool TestServer::read_request(int socket, std::string& buffer, std::string& request) {
    for (;;) {
        if (const auto head = buffer.find("\r\n\r\n"); head != std::string::npos) {
            const auto announced =
                parse_request(buffer.substr(0, head + 4)).headers.get("Content-Length");
            const std::size_t size = head + 4 + (announced ? std::stoul(*announced) : 0);
            if (buffer.size() >= size) {
                request = buffer.substr(0, size);
                buffer.erase(0, size);
                return true;
            }
        }
        char bytes[16384];
        const auto count = ::recv(socket, bytes, sizeof bytes, 0);
        if (count <= 0) {
            return false;
        }
        buffer.append(bytes, static_cast<std::size_t>(count));
    }
}

std::string bytes_of(const http::Response& response) {
    std::string bytes = "HTTP/1.1 " + std::to_string(response.status) + " Reason\r\n";
    for (const auto& [name, value] : response.headers) {
        bytes += name + ": " + value + "\r\n";
    }
    const bool has_no_body = response.status == 204 || response.status == 304;
    if (!has_no_body) {
        bytes += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    }
    return bytes + "\r\n" + (has_no_body ? "" : response.body);
}

http::Request parse_request(const std::string& bytes) {
    http::Request request;
    const auto head_end = bytes.find("\r\n\r\n");
    auto line_end = bytes.find("\r\n");
    const std::string first = bytes.substr(0, line_end);
    const auto blank = first.find(' ');
    request.method = first.substr(0, blank);
    request.url = first.substr(blank + 1, first.rfind(' ') - blank - 1);
    while (line_end < head_end) {
        const auto begin = line_end + 2;
        line_end = bytes.find("\r\n", begin);
        const std::string line = bytes.substr(begin, line_end - begin);
        const auto colon = line.find(':');
        const auto value = line.find_first_not_of(' ', colon + 1);
        request.headers.add(line.substr(0, colon),
                            value == std::string::npos ? "" : line.substr(value));
    }
    request.body = bytes.substr(head_end + 4);
    return request;
}

int unused_port() {
    int port = 0;
    ::close(bound_socket(port));
    return port;
}

void forget_network_environment() {
    for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                             "no_proxy", "NO_PROXY", "SSL_CERT_FILE"}) {
        ::unsetenv(name);
    }
}

} // namespace test
