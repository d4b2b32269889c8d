// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
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

} // namespace http
