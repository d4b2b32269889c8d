// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace mqtt {

/// What is published at a broker, or received from it.
struct Message {
    /// UTF-8, 1 to 65,535 bytes, without wildcards and NUL.
    std::string topic;
    /// Any bytes; empty and retained: takes back what the broker retains for the topic.
    std::string payload = {};
    /// To publish: whether the broker keeps it for later subscribers. Received: whether it was kept
    /// since before the subscription.
    bool retain = false;
    /// To publish, where the payload can be had again: called when it is to be sent and `payload`
    /// is empty, since it was left out or given up while it waited. std::nullopt: there is nothing
    /// to send any more. Called by the thread that sends; must not throw.
    std::function<std::optional<std::string>()> read = {};
};

/// Takes messages to publish, and the topics of those to receive.
class Publisher {
public:
    virtual ~Publisher() = default;

    /// Returns at once. The broker gets the message at least once (QoS 1), also when it is away
    /// for long; but of each topic only the newest message waits, so that an older one that was
    /// not sent yet never is. May be called from any thread, also from the callbacks of a Client.
    /// Throws Error{unexpected} for a topic that cannot be published to.
    virtual void publish(Message message) = 0;

    /// Asks for the messages of one more topic, that which is retained first, until the connection
    /// is lost. Returns at once; does nothing while there is no connection. May be called as
    /// publish() may. Throws Error{unexpected} for a topic that cannot be subscribed to.
    virtual void subscribe(std::string topic) = 0;
};

} // namespace mqtt
