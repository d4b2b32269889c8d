// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/client.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace http {

/// What is known of one finished exchange, for a log. Holds no header, query or body.
struct Exchange {
    /// "connect" for a connection made ahead of its first request.
    std::string method;
    std::string host;
    std::string path;
    /// 0 when no answer came.
    int status = 0;
    /// Why no answer came; empty otherwise.
    std::string failure;
    std::size_t body_bytes = 0;
    std::chrono::milliseconds duration{0};
};

/// Called for each finished exchange, from any thread, one call at a time. Must not throw.
using ExchangeLog = std::function<void(const Exchange&)>;

/// HTTP by libcurl. One multi handle on one driver thread carries the transfers of all calling
/// threads, so that they share connections and, with HTTP/2, a connection's streams. Certificates
/// are always checked. Proxies come from the environment as curl knows them; SSL_CERT_FILE names
/// the certificates to trust instead of the system's.
///
/// The library is initialised and the thread started with the first request; a program that sends
/// none pays nothing. Its destructor ends calls under way with Error{interrupted}.
///
/// SIGPIPE must be ignored or blocked, as base::SignalWatcher does: TLS libraries raise it.
class CurlClient final : public Client {
public:
    explicit CurlClient(ExchangeLog log = {});
    ~CurlClient() override;

    Response send(const Request& request, std::stop_token stop) override;

    /// Starts to connect to the origin of `url` and returns at once, so that a request sent there
    /// soon finds the connection made. Sends no request, and tells nobody but the log of a failure:
    /// the request will meet it as well. libcurl keeps the connection where HTTP/2 was agreed on;
    /// to a server that only speaks HTTP/1.1 it is closed unused.
    void connect_ahead(const std::string& url);

private:
    class Driver;
    std::unique_ptr<Driver> m_driver;
};

} // namespace http
