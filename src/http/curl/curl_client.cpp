// SPDX-License-Identifier: Apache-2.0
#include "http/curl/curl_client.hpp"

#include "http/curl/curl_driver.hpp"

namespace http {

CurlClient::CurlClient(ExchangeLog log) : m_driver(std::make_unique<Driver>(std::move(log))) {}

CurlClient::~CurlClient() = default;

Response CurlClient::send(const Request& request, std::stop_token stop) {
    return m_driver->send(request, std::move(stop));
}

void CurlClient::connect_ahead(const std::string& url) {
    m_driver->connect_ahead(url);
}

} // namespace http
