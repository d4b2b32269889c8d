// SPDX-License-Identifier: Apache-2.0
#include "http/certificates.hpp"

#include "base/environment.hpp"

#include <curl/curl.h>

#include <array>
#include <filesystem>
#include <string_view>

namespace http {

namespace {

constexpr std::array<const char*, 8> k_usual_places = {
    "/etc/ssl/certs/ca-certificates.crt",                // Debian, Ubuntu, Arch, Alpine
    "/etc/pki/tls/certs/ca-bundle.crt",                  // Fedora, RHEL
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // CentOS, RHEL
    "/etc/ssl/ca-bundle.pem",                            // openSUSE
    "/etc/ssl/cert.pem",                                 // macOS, Alpine, BSD
    "/etc/pki/tls/cacert.pem",                           // OpenELEC
    "/usr/local/share/certs/ca-root-nss.crt",            // FreeBSD
    "/opt/homebrew/etc/ca-certificates/cert.pem",        // Homebrew
};

bool libcurl_knows_certificates() {
    const curl_version_info_data* info = curl_version_info(CURLVERSION_NOW);
    const std::string_view tls = info->ssl_version == nullptr ? "" : info->ssl_version;
    return info->cainfo != nullptr || info->capath != nullptr ||
           tls.find("Schannel") != std::string_view::npos ||
           tls.find("SecureTransport") != std::string_view::npos;
}

} // namespace

Certificates trusted_certificates() {
    if (auto file = base::environment_variable("SSL_CERT_FILE")) {
        return {std::move(*file), true};
    }
    if (libcurl_knows_certificates()) {
        return {};
    }
    for (const char* place : k_usual_places) {
        std::error_code error;
        if (std::filesystem::is_regular_file(place, error)) {
            return {place, false};
        }
    }
    return {};
}

} // namespace http
