// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace web {

/// Where a server listens: an address of this machine as a number, and a port.
struct ListenAddress {
    /// "127.0.0.1", "::1", "0.0.0.0", "::"; without brackets.
    std::string address = "127.0.0.1";
    /// Zero for any that is free.
    int port = 8642;

    /// Only this machine can reach it.
    bool is_loopback() const;
};

/// Reads "127.0.0.1:8642", "[::1]:8642", "localhost:8642", "8642" or ":8642" (loopback) and
/// "192.168.1.5" (the usual port). Throws Error{usage} for anything else.
ListenAddress parse_listen_address(std::string_view text);

/// Whether `text` is an address as a number: four decimal numbers, or IPv6 without brackets.
bool is_ip_literal(std::string_view text);

/// The same for one that means this machine alone.
bool is_loopback_address(std::string_view address);

/// The name of a Host header, or of an authority: lower case, without port, brackets and a dot at
/// the end; empty when it is none.
std::string host_of_authority(std::string_view authority);

/// "http://127.0.0.1:8642/".
std::string url_of(const ListenAddress& address, std::string_view path);

} // namespace web
