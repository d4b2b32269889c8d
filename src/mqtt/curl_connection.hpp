// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mqtt/connection.hpp"

namespace mqtt {

/// Begins to connect to a broker by libcurl: over TCP or TLS, never through a proxy.
/// SIGPIPE must be ignored or blocked, as base::SignalWatcher does: TLS libraries raise it.
std::unique_ptr<Connection> connect_by_curl(const Broker& broker);

} // namespace mqtt
