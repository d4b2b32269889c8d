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

private:
    class Driver;
    std::unique_ptr<Driver> m_driver;
};

} // namespace http
