// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/client.hpp"
#include "http/exchange.hpp"

#include <memory>
#include <string>

namespace http {

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

    /// libcurl keeps the connection where HTTP/2 was agreed on; to a server that only speaks
    /// HTTP/1.1 it is closed unused. Tells nobody but the log of a failure: the request will meet
    /// it as well.
    void connect_ahead(const std::string& url) override;

private:
    class Driver;
    std::unique_ptr<Driver> m_driver;
};

} // namespace http
