// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mqtt/broker.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

namespace mqtt {

/// A connection to a broker, at first on its way. No call but wait() waits. All are for one thread,
/// but wake(). Closed, without a word to the broker, when it is destroyed.
///
/// Failures are Error{cannot_write}, in words for the user.
class Connection {
public:
    virtual ~Connection() = default;

    /// Goes on with connecting; whether it is done. Throws when there will be no connection: not
    /// found, refused, no answer, the certificate is not to be trusted.
    virtual bool connect() = 0;

    /// Sends what goes without waiting, and returns how many of the bytes: 0 when nothing goes now.
    /// The rest has to be offered again as it was. Throws when the connection is broken.
    virtual std::size_t send(std::string_view bytes) = 0;

    /// Receives what has come, `size` bytes at most; 0 when nothing has. Throws when the broker has
    /// closed the connection or it is broken.
    virtual std::size_t receive(char* buffer, std::size_t size) = 0;

    /// Waits until connecting can go on or something can be received, with `for_output` also until
    /// something can be sent, until wake() or until `most` is over. May return earlier.
    virtual void wait(bool for_output, std::chrono::milliseconds most) = 0;

    /// Makes wait() return, also the next one when none waits now. May be called from any thread.
    virtual void wake() = 0;
};

/// Begins to connect to a broker. May throw as Connection::connect() does.
using Connector = std::function<std::unique_ptr<Connection>(const Broker&)>;

} // namespace mqtt
