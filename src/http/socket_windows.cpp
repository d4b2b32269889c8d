// SPDX-License-Identifier: Apache-2.0
#include "http/socket.hpp"

namespace http {

// base::run_command() hands nothing down but the standard streams.
void keep_sockets_private(CURL*) {}

} // namespace http
