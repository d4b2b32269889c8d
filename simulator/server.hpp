// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/service.hpp"

#include <memory>
#include <thread>

namespace simulator {

/// The service on a port of this machine. Each connection has a thread of its own, so that a
/// thousand clients can wait for pictures at the same time.
class Server {
public:
    explicit Server(Service& service);

    /// Stops, if that has not been done.
    ~Server();

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Binds to 127.0.0.1 and listens; connections are taken from now on. Port 0: any free one. The
    /// answer is the port; throws std::runtime_error when that port is not free.
    int start(int port);

    /// Ends all waits and connections and returns when the last one is over.
    void stop();

private:
    class Listener;

    Service& m_service;
    std::unique_ptr<Listener> m_listener;
    std::thread m_thread;
};

} // namespace simulator
