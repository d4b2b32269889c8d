// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "http/client.hpp"

#include <curl/curl.h>

#include <chrono>
#include <string>

namespace http {

/// What is known of a transfer that libcurl gave up.
struct CurlFailure {
    CURLcode code = CURLE_OK;
    /// Host and port as the user may see them.
    std::string host;
    /// libcurl's own words; they may hold the address asked for, so only some are passed on.
    std::string detail;
    /// The error number of the system; 0 when there is none.
    long system_error = 0;
    /// The status with which a proxy refused; 0 when none did.
    long proxy_status = 0;
    /// Whether any part of an answer had come.
    bool answer_began = false;
    /// Whether the two sides may have agreed on HTTP/2.
    bool may_have_been_http2 = false;
    /// The file of certificates to trust; empty when libcurl chose its own.
    std::string certificates_file;
    /// What the clock of this machine showed.
    base::SystemTime now;
};

/// `failure` in words for the user.
TransportError describe(const CurlFailure& failure);

/// The time limit of a request was over.
TransportError request_timed_out(const std::string& host, std::chrono::milliseconds limit);

/// The answer passed the request's body limit.
TransportError body_is_too_large(const std::string& host, std::size_t limit);

} // namespace http
