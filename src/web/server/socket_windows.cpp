// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/system/system_message.hpp"
#include "web/server/socket.hpp"

#include <fmt/core.h>

#ifndef NOMINMAX
#define NOMINMAX
#endif
// Before anything that includes windows.h.
#include <algorithm>
#include <array>
#include <memory>
#include <winsock2.h>
#include <ws2tcpip.h>

namespace web {
namespace {

constexpr int k_backlog = 128;

SOCKET socket_of(const Socket& socket) {
    return static_cast<SOCKET>(socket.handle());
}

Socket wrap(SOCKET socket) {
    return socket == INVALID_SOCKET ? Socket() : Socket(static_cast<std::intptr_t>(socket));
}

/// Winsock wants to be started once a process.
void start_winsock() {
    static const int started = [] {
        WSADATA facts{};
        return ::WSAStartup(MAKEWORD(2, 2), &facts);
    }();
    static_cast<void>(started);
}

Transfer transfer_of(int moved) {
    if (moved >= 0) {
        return {Transfer::End::moved, static_cast<std::size_t>(moved)};
    }
    return {::WSAGetLastError() == WSAEWOULDBLOCK ? Transfer::End::later : Transfer::End::failed,
            0};
}

void set_option(const Socket& socket, int level, int option, DWORD value) {
    ::setsockopt(socket_of(socket), level, option, reinterpret_cast<const char*>(&value),
                 sizeof value);
}

/// Neither waits nor is inherited by commands.
void prepare_socket(const Socket& socket) {
    u_long yes = 1;
    ::ioctlsocket(socket_of(socket), FIONBIO, &yes);
    ::SetHandleInformation(reinterpret_cast<HANDLE>(socket.handle()), HANDLE_FLAG_INHERIT, 0);
}

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Addresses resolve(const ListenAddress& address) {
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST | AI_PASSIVE;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(address.address.c_str(), std::to_string(address.port).c_str(), &hints,
                      &found) != 0) {
        throw base::Error(base::ErrorCode::usage,
                          fmt::format("cannot listen at {}", address.address));
    }
    return {found, &::freeaddrinfo};
}

[[noreturn]] void fail_to_listen(const ListenAddress& address) {
    const int reason = ::WSAGetLastError();
    const char* const hint = reason == WSAEADDRINUSE || reason == WSAEACCES
                                 ? "another program uses that port; choose one with --listen"
                             : reason == WSAEADDRNOTAVAIL ? "that is not an address of this machine"
                                                          : "";
    throw base::Error(
        base::ErrorCode::cannot_write,
        fmt::format("cannot listen at {}: {}", url_of(address, ""), base::system_message(reason)),
        hint);
}

} // namespace

void Socket::close() {
    if (is_open()) {
        ::closesocket(static_cast<SOCKET>(std::exchange(m_handle, k_none)));
    }
}

Socket listen_at(const ListenAddress& address) {
    start_winsock();
    const Addresses found = resolve(address);
    Socket socket = wrap(::socket(found->ai_family, SOCK_STREAM, IPPROTO_TCP));
    if (!socket.is_open()) {
        fail_to_listen(address);
    }
    prepare_socket(socket);
    // SO_REUSEADDR would let two programs have the same port.
    set_option(socket, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1);
    if (found->ai_family == AF_INET6) {
        // [::] stands for both families.
        set_option(socket, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    }
    if (::bind(socket_of(socket), found->ai_addr, static_cast<int>(found->ai_addrlen)) != 0 ||
        ::listen(socket_of(socket), k_backlog) != 0) {
        fail_to_listen(address);
    }
    return socket;
}

int port_of(const Socket& socket) {
    sockaddr_storage address{};
    int length = sizeof address;
    std::array<char, NI_MAXSERV> port{};
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    if (::getsockname(socket_of(socket), plain, &length) != 0 ||
        ::getnameinfo(plain, length, nullptr, 0, port.data(), static_cast<DWORD>(port.size()),
                      NI_NUMERICSERV) != 0) {
        return 0;
    }
    return std::stoi(port.data());
}

std::optional<Accepted> accept_next(const Socket& listener) {
    sockaddr_storage address{};
    int length = sizeof address;
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    Socket socket = wrap(::accept(socket_of(listener), plain, &length));
    if (!socket.is_open()) {
        return {};
    }
    prepare_socket(socket);
    set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    std::array<char, NI_MAXHOST> name{};
    ::getnameinfo(plain, length, name.data(), static_cast<DWORD>(name.size()), nullptr, 0,
                  NI_NUMERICHOST);
    return Accepted{std::move(socket), name.data()};
}

Transfer receive_some(const Socket& socket, char* buffer, std::size_t size) {
    const Transfer transfer =
        transfer_of(::recv(socket_of(socket), buffer, static_cast<int>(size), 0));
    return transfer.end == Transfer::End::moved && transfer.bytes == 0
               ? Transfer{Transfer::End::finished, 0}
               : transfer;
}

Transfer send_some(const Socket& socket, std::string_view bytes) {
    constexpr std::size_t k_most = std::size_t{1} << 20;
    return transfer_of(::send(socket_of(socket), bytes.data(),
                              static_cast<int>(std::min(bytes.size(), k_most)), 0));
}

void end_sending(const Socket& socket) {
    ::shutdown(socket_of(socket), SD_SEND);
}

Socket make_wakener() {
    start_winsock();
    Socket socket = wrap(::socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int length = sizeof address;
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    if (!socket.is_open() || ::bind(socket_of(socket), plain, length) != 0 ||
        ::getsockname(socket_of(socket), plain, &length) != 0 ||
        ::connect(socket_of(socket), plain, length) != 0) {
        throw base::Error(
            base::ErrorCode::unexpected,
            fmt::format("cannot make a socket: {}", base::system_message(::WSAGetLastError())));
    }
    prepare_socket(socket);
    return socket;
}

void wait_for_sockets(std::vector<Watched>& watched, std::chrono::milliseconds most) {
    std::vector<WSAPOLLFD> polled;
    polled.reserve(watched.size());
    for (const Watched& each : watched) {
        const int events = (each.for_input ? POLLRDNORM : 0) | (each.for_output ? POLLWRNORM : 0);
        polled.push_back({static_cast<SOCKET>(each.handle), static_cast<SHORT>(events), 0});
    }
    const int ready =
        ::WSAPoll(polled.data(), static_cast<ULONG>(polled.size()), static_cast<INT>(most.count()));
    for (std::size_t i = 0; i < watched.size(); ++i) {
        const int events = ready > 0 ? polled[i].revents : 0;
        watched[i].has_input = (events & POLLRDNORM) != 0;
        watched[i].has_output = (events & POLLWRNORM) != 0;
        watched[i].has_failed = (events & (POLLERR | POLLHUP | POLLNVAL)) != 0;
    }
}

} // namespace web
