// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace test {

/// A server on a free port of 127.0.0.1 that shows requests exactly as they came and sends exactly
/// the bytes that its script says: ready-made servers reorder headers, drop empty ones and refuse
/// to misbehave.
class TestServer {
public:
    struct Reply {
        std::string bytes;
        /// Whether the connection ends after these bytes.
        bool close = false;
        /// Sent again and again after `bytes`, until the client has gone; empty: not at all.
        std::string endless = {};
        /// Between two of these.
        std::chrono::milliseconds pause{0};
    };

    /// Called for each request (its bytes, head and body) in the thread of its connection.
    using Script = std::function<Reply(const std::string& request)>;

    explicit TestServer(Script script);
    ~TestServer();

    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;

    int port() const { return m_port; }

    std::string url(const std::string& target) const;

    /// All requests so far, in order.
    std::vector<std::string> requests() const;
    /// Waits until that many requests have come.
    void wait_for_requests(std::size_t count) const;
    /// How many connections there were so far.
    std::size_t connections() const;

private:
    void accept_all();
    void serve(int socket);
    static void send_endless(int socket, const Reply& reply);
    bool read_request(int socket, std::string& buffer, std::string& request);

    Script m_script;
    int m_port = 0;
    int m_listener = -1;
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_request_came;
    std::vector<std::string> m_requests;
    std::set<int> m_open;
    std::list<std::thread> m_connections;
    std::thread m_acceptor;
};

/// The bytes of `response`, with its Content-Length.
std::string bytes_of(const http::Response& response);

/// The request that `bytes` are; its URL is only the target.
http::Request parse_request(const std::string& bytes);

/// A port of 127.0.0.1 on which nobody listens.
int unused_port();

/// Takes proxies and certificates out of this process's environment, so that tests see none.
void forget_network_environment();

} // namespace test
