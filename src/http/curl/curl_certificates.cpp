// SPDX-License-Identifier: Apache-2.0
#include "http/curl/curl_certificates.hpp"

#include <fmt/format.h>

namespace http {

namespace {

void set(CURL* handle, CURLoption option, long value) {
    if (const CURLcode code = curl_easy_setopt(handle, option, value); code != CURLE_OK) {
        throw base::Error(base::ErrorCode::unexpected,
                          fmt::format("libcurl refuses option {}: {}", static_cast<int>(option),
                                      curl_easy_strerror(code)));
    }
}

} // namespace

void check_certificates(CURL* handle, const Certificates& trusted, const std::string& host) {
    set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    // Windows asks by itself whether a certificate was withdrawn, and fails where it cannot ask.
    set(handle, CURLOPT_SSL_OPTIONS, static_cast<long>(CURLSSLOPT_REVOKE_BEST_EFFORT));
    if (trusted.none) {
        throw TransportError(
            Fault::tls,
            fmt::format("cannot check the certificate of {}: this system has no file of "
                        "certificates to trust",
                        host),
            "install the package ca-certificates, or name such a file with SSL_CERT_FILE");
    }
    if (trusted.file.empty()) {
        return;
    }
    if (curl_easy_setopt(handle, CURLOPT_CAINFO, trusted.file.c_str()) != CURLE_OK) {
        throw base::Error(base::ErrorCode::unexpected, "libcurl takes no file of certificates");
    }
    curl_easy_setopt(handle, CURLOPT_PROXY_CAINFO, trusted.file.c_str());
    if (trusted.from_environment) {
        // Not every TLS library knows such folders; where it does not, there is none to forget.
        curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
        curl_easy_setopt(handle, CURLOPT_PROXY_CAPATH, nullptr);
    }
}

} // namespace http
