// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/certificates.hpp"

#include <curl/curl.h>

#include <string>

namespace http {

/// Makes a connection by `handle` check the certificate of `host`, against those that `trusted`
/// names, with TLS 1.2 at least. Throws TransportError for `trusted.none`.
/// @param host  for the message
void check_certificates(CURL* handle, const Certificates& trusted, const std::string& host);

} // namespace http
