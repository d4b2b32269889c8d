// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "http/message.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace http {

/// Why no usable answer came.
enum class Fault {
    /// The name look-up, the connection or the TLS handshake failed: the request was not sent.
    not_connected,
    /// The certificate was refused or cannot be checked: the request was not sent.
    tls,
    /// The time limit was over.
    timed_out,
    /// The connection broke before an answer began; the service may have seen the request.
    broken,
    /// The answer began and broke off, or its encoding is damaged.
    cut_off,
    /// The body is larger than the request allows.
    too_large,
};

/// Why a certificate was refused.
enum class CertificateProblem {
    expired,
    not_yet_valid,
    /// It is another host's.
    wrong_host,
    /// It vouches for itself, or the first of its chain does.
    self_signed,
    /// Who signed it is not among those that are trusted.
    unknown_issuer,
    other,
};

/// No usable answer: thrown by Client::send() with ErrorCode::service_unavailable.
class TransportError : public base::Error {
public:
    /// @param may_be_of_http2  as the member
    TransportError(Fault fault, std::string message, std::string hint = {},
                   std::optional<CertificateProblem> certificate_problem = {},
                   bool may_be_of_http2 = false)
        : Error(base::ErrorCode::service_unavailable, std::move(message), std::move(hint)),
          m_fault(fault),
          m_certificate_problem(certificate_problem),
          m_may_be_of_http2(may_be_of_http2) {}

    Fault fault() const noexcept { return m_fault; }

    /// For Fault::tls: why the certificate was refused; std::nullopt when it was not for a
    /// certificate.
    std::optional<CertificateProblem> certificate_problem() const noexcept {
        return m_certificate_problem;
    }

    /// Whether the connection or the stream broke off while it may have spoken HTTP/2, so that
    /// HTTP/1.1 is worth a try: a stream that was reset or refused, a connection that the server
    /// gave up (GOAWAY), frames that make no sense.
    bool may_be_of_http2() const noexcept { return m_may_be_of_http2; }

private:
    Fault m_fault;
    std::optional<CertificateProblem> m_certificate_problem;
    bool m_may_be_of_http2;
};

/// Sends requests. May be called from many threads at once; each call blocks its thread.
class Client {
public:
    virtual ~Client() = default;

    /// Sends one request and waits for the whole answer. Redirects are values too: nothing is
    /// followed. Any status is a value. Throws TransportError when no usable answer came, and
    /// Error{interrupted} when `stop` was requested (see Request::stop_grace).
    virtual Response send(const Request& request, std::stop_token stop) = 0;

    /// Starts to connect to the origin of `url` and returns at once, so that a request sent there
    /// soon finds the connection made. Sends no request. Clients that have no connections do
    /// nothing.
    virtual void connect_ahead(const std::string& /*url*/) {}
};

/// What is known of one finished exchange, for a log. Holds no header, query or body.
struct Exchange {
    /// "connect" for a connection made ahead of its first request.
    std::string method;
    std::string host;
    /// "/..." for Request::has_secret_path.
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

} // namespace http
