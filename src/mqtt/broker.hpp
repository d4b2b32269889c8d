// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.hpp"

#include <cstdint>
#include <string>

namespace mqtt {

/// Where a broker is, and how to log in there.
struct Broker {
    /// A name or an address, an IPv6 one with or without brackets.
    std::string host;
    std::uint16_t port = 1883;
    bool tls = false;
    /// Empty: without a login, whatever the password.
    std::string user;
    base::Secret password;
    /// A PEM file with the certificates to trust, and no others; empty: those that HTTPS trusts.
    std::string ca_file;
};

/// "broker.lan:1883", "[fd00::5]:8883": host and port as messages name them.
std::string display_address(const Broker& broker);

} // namespace mqtt
