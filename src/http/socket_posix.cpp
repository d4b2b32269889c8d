// SPDX-License-Identifier: Apache-2.0
#include "http/socket.hpp"

#include <fcntl.h>
#include <sys/socket.h>

namespace http {

namespace {

curl_socket_t open_socket(void*, curlsocktype, curl_sockaddr* address) noexcept {
#ifdef SOCK_CLOEXEC
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
#else
    const int socket = ::socket(address->family, address->socktype, address->protocol);
    if (socket >= 0) {
        ::fcntl(socket, F_SETFD, FD_CLOEXEC);
    }
    return socket;
#endif
}

} // namespace

void keep_sockets_private(CURL* handle) {
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
}

} // namespace http
