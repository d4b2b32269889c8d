// SPDX-License-Identifier: Apache-2.0
#include "cli/platform.hpp"

#include "http/curl/curl_client.hpp"

#include <utility>

namespace cli {

std::unique_ptr<http::Client> SystemPlatform::make_client(http::ExchangeLog log) {
    return std::make_unique<http::CurlClient>(std::move(log));
}

} // namespace cli
