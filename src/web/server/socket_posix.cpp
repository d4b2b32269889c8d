// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "web/server/socket.hpp"

#include <fmt/core.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace web {
namespace {

constexpr int k_backlog = 128;
#ifdef MSG_NOSIGNAL
constexpr int k_send_flags = MSG_NOSIGNAL;
#else
constexpr int k_send_flags = 0;
#endif

int descriptor_of(const Socket& socket) {
    return static_cast<int>(socket.handle());
}

Transfer transfer_of(ssize_t moved) {
    if (moved >= 0) {
        return {Transfer::End::moved, static_cast<std::size_t>(moved)};
    }
    const bool is_passing = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    return {is_passing ? Transfer::End::later : Transfer::End::failed, 0};
}

void switch_on(const Socket& socket, int level, int option) {
    const int yes = 1;
    ::setsockopt(descriptor_of(socket), level, option, &yes, sizeof yes);
}

/// Neither waits nor is inherited by commands.
void prepare_socket(const Socket& socket) {
    const int descriptor = descriptor_of(socket);
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
#ifdef SO_NOSIGPIPE
    switch_on(socket, SOL_SOCKET, SO_NOSIGPIPE);
#endif
}

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Addresses resolve(const ListenAddress& address) {
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST | AI_PASSIVE | AI_NUMERICSERV;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int failure = ::getaddrinfo(address.address.c_str(), std::to_string(address.port).c_str(),
                                      &hints, &found);
    if (failure != 0) {
        throw base::Error(
            base::ErrorCode::usage,
            fmt::format("cannot listen at {}: {}", address.address, ::gai_strerror(failure)));
    }
    return {found, &::freeaddrinfo};
}

[[noreturn]] void fail_to_listen(const ListenAddress& address) {
    const int reason = errno;
    const char* const hint =
        reason == EADDRINUSE      ? "another program uses that port; choose one with --listen"
        : reason == EACCES        ? "ports below 1024 are for root; choose another with --listen"
        : reason == EADDRNOTAVAIL ? "that is not an address of this machine"
                                  : "";
    throw base::Error(
        base::ErrorCode::cannot_write,
        fmt::format("cannot listen at {}: {}", url_of(address, ""), std::strerror(reason)), hint);
}

} // namespace

void Socket::close() {
    if (is_open()) {
        ::close(static_cast<int>(std::exchange(m_handle, k_none)));
    }
}

Socket listen_at(const ListenAddress& address) {
    const Addresses found = resolve(address);
    Socket socket(::socket(found->ai_family, SOCK_STREAM, 0));
    if (!socket.is_open()) {
        fail_to_listen(address);
    }
    prepare_socket(socket);
    switch_on(socket, SOL_SOCKET, SO_REUSEADDR);
    if (found->ai_family == AF_INET6) {
        // [::] stands for both families.
        const int no = 0;
        ::setsockopt(descriptor_of(socket), IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    }
    if (::bind(descriptor_of(socket), found->ai_addr, found->ai_addrlen) != 0 ||
        ::listen(descriptor_of(socket), k_backlog) != 0) {
        fail_to_listen(address);
    }
    return socket;
}

int port_of(const Socket& socket) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    std::array<char, NI_MAXSERV> port{};
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    if (::getsockname(descriptor_of(socket), plain, &length) != 0 ||
        ::getnameinfo(plain, length, nullptr, 0, port.data(), port.size(), NI_NUMERICSERV) != 0) {
        return 0;
    }
    return std::stoi(port.data());
}

std::optional<Accepted> accept_next(const Socket& listener) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    Socket socket(::accept(descriptor_of(listener), plain, &length));
    if (!socket.is_open()) {
        return {};
    }
    prepare_socket(socket);
    switch_on(socket, IPPROTO_TCP, TCP_NODELAY);
    std::array<char, NI_MAXHOST> name{};
    ::getnameinfo(plain, length, name.data(), name.size(), nullptr, 0, NI_NUMERICHOST);
    return Accepted{std::move(socket), name.data()};
}

Transfer receive_some(const Socket& socket, char* buffer, std::size_t size) {
    const Transfer transfer = transfer_of(::recv(descriptor_of(socket), buffer, size, 0));
    return transfer.end == Transfer::End::moved && transfer.bytes == 0
               ? Transfer{Transfer::End::finished, 0}
               : transfer;
}

Transfer send_some(const Socket& socket, std::string_view bytes) {
    return transfer_of(::send(descriptor_of(socket), bytes.data(), bytes.size(), k_send_flags));
}

void end_sending(const Socket& socket) {
    ::shutdown(descriptor_of(socket), SHUT_WR);
}

Socket make_wakener() {
    Socket socket(::socket(AF_INET, SOCK_DGRAM, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    if (!socket.is_open() || ::bind(descriptor_of(socket), plain, length) != 0 ||
        ::getsockname(descriptor_of(socket), plain, &length) != 0 ||
        ::connect(descriptor_of(socket), plain, length) != 0) {
        throw base::Error(base::ErrorCode::unexpected,
                          fmt::format("cannot make a socket: {}", std::strerror(errno)));
    }
    prepare_socket(socket);
    return socket;
}

void wait_for_sockets(std::vector<Watched>& watched, std::chrono::milliseconds most) {
    std::vector<pollfd> polled;
    polled.reserve(watched.size());
    for (const Watched& each : watched) {
        const int events = (each.for_input ? POLLIN : 0) | (each.for_output ? POLLOUT : 0);
        polled.push_back({static_cast<int>(each.handle), static_cast<short>(events), 0});
    }
    const int ready =
        ::poll(polled.data(), static_cast<nfds_t>(polled.size()), static_cast<int>(most.count()));
    for (std::size_t i = 0; i < watched.size(); ++i) {
        const int events = ready > 0 ? polled[i].revents : 0;
        watched[i].has_input = (events & POLLIN) != 0;
        watched[i].has_output = (events & POLLOUT) != 0;
        watched[i].has_failed = (events & (POLLERR | POLLHUP | POLLNVAL)) != 0;
    }
}

} // namespace web
