// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "mqtt/broker.hpp"
#include "mqtt/connection.hpp"
#include "mqtt/curl_connection.hpp"
#include "mqtt/publisher.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace mqtt {

/// Called from the client's own thread. Must not throw, and must return soon. Each may be empty.
struct ClientEvents {
    /// The broker has accepted the login; the subscriptions are sent. After every connect.
    std::function<void()> connected;
    /// A message to one of the subscriptions. Those larger than 256 KiB are left out.
    std::function<void(const Message&)> received;
    /// A connection cannot be made, or does not hold. Error{cannot_write}. Once for each cause,
    /// until a connection has held for some minutes. That a connection is lost is not reported when
    /// the next try, a second later, makes it again.
    std::function<void(const base::Error&)> failed;
    /// The broker does not let the client subscribe to a topic, or cuts the connection whenever it
    /// gets a message to a topic, as for one that is too large, so that it is left out.
    /// Error{cannot_write}. Once for each.
    std::function<void(const base::Error&)> refused;
    /// close() ends without everything being acknowledged, and why. Error{cannot_write}. Once at
    /// most, whether `failed` has told of it or not.
    std::function<void(const base::Error&)> close_failed;
};

struct ClientOptions {
    /// A broker cuts off an older connection with the same one. 23 letters and digits are what
    /// every broker takes; those of today take longer ones.
    std::string client_id;
    /// What the broker publishes for the client when the connection is lost; without a topic: none.
    Message will;
    /// Topics to receive, wildcards allowed, with QoS 1.
    std::vector<std::string> subscriptions;
    /// Half of it without a word from this side, and the client asks whether the broker is still
    /// there. At least 2 s.
    std::chrono::seconds keep_alive{60};
};

/// A connection to a broker by MQTT 3.1.1, on a thread of its own, and made again for ever: after
/// pauses that grow from 1 s to 2 min, every 10 min when the broker refuses the login.
class Client final : public Publisher {
public:
    /// Starts to connect. `clock` must outlive the client. Throws Error{unexpected} for options
    /// that MQTT cannot carry, and when there is no thread.
    Client(base::Clock& clock, Broker broker, ClientOptions options, ClientEvents events,
           Connector connector = connect_by_curl);

    /// Ends at once, so that the broker publishes the will, unless close() was called.
    ~Client() override;

    /// Does nothing after close().
    void publish(Message message) override;

    /// Does nothing after close().
    void subscribe(std::string topic) override;

    /// Publishes `last`, after what waits, and ends the connection properly, so that the broker
    /// does not publish the will. When the broker has not acknowledged everything within `limit`,
    /// the connection ends without a word, so that it does. Where the connection is lost, one more
    /// try is made. From now on no event is reported but `refused` and `close_failed`, and none
    /// when this has returned. Not to be called from an event.
    void close(std::vector<Message> last, std::chrono::milliseconds limit);

private:
    class Worker;

    std::unique_ptr<Worker> m_worker;
};

/// Connects, logs in and leaves again. Throws Error{cannot_write} with what is wrong, and
/// Error{interrupted} when `stop` was requested.
/// @param client_id  not one that is in use: the broker would cut off its user
void try_broker(base::Clock& clock, const Broker& broker, const std::string& client_id,
                std::stop_token stop, const Connector& connector = connect_by_curl);

} // namespace mqtt
