// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <httplib.h>

#include <memory>
#include <string_view>

namespace simulator {

// What differs between systems.

/// For send(): a client that is gone is an error, not the end of the program.
extern const int k_send_flags;

void close_socket(socket_t socket);

/// Ends what goes on over the socket; whoever waits for it wakes up.
void shut_down_socket(socket_t socket);

/// Whether something can be read from the socket, or its end, within that time; -1: wait for ever.
bool wait_until_readable(socket_t socket, int timeout_ms);

/// Whether the other side ends the connection within that time; -1: wait for ever.
bool wait_until_closed(socket_t socket, int timeout_ms);

/// Raises the limit of descriptors: a thousand clients need a thousand.
void allow_many_connections();

/// Writes to standard output, but never waits for a reader who does not read.
void print_unless_full(std::string_view text);

/// SIGINT and SIGTERM, or Ctrl-C and the like on Windows. Construct it before any thread starts.
class Ending {
public:
    Ending();
    ~Ending();

    /// Returns when the first of them has come.
    void wait();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace simulator
