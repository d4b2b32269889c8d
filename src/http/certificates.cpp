// SPDX-License-Identifier: Apache-2.0
#include "http/certificates.hpp"

#include "base/text/ascii.hpp"
#include "base/text/given_value.hpp"

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
    if (auto file = base::take_variable(base::ValueKind::path, "SSL_CERT_FILE")) {
        return {.file = std::move(*file), .from_environment = true};
    }
    if (libcurl_knows_certificates()) {
        return {};
    }
    for (const char* place : k_usual_places) {
        std::error_code error;
        if (std::filesystem::is_regular_file(place, error)) {
            return {.file = place, .from_environment = false};
        }
    }
    return {.file = {}, .none = true};
}

std::vector<std::string> certificate_places() {
    if (const Certificates certificates = trusted_certificates(); !certificates.file.empty()) {
        return {certificates.file};
    }
    std::vector<std::string> places;
    const curl_version_info_data* info = curl_version_info(CURLVERSION_NOW);
    for (const char* place : {info->cainfo, info->capath}) {
        if (place != nullptr) {
            places.emplace_back(place);
        }
    }
    return places;
}

CertificateProblem certificate_problem(std::string_view words) {
    struct Sign {
        std::string_view words;
        CertificateProblem problem;
    };

    // The more telling first: of a chain with several faults, one is named.
    constexpr Sign k_signs[] = {
        {"not yet valid", CertificateProblem::not_yet_valid},
        {"not_yet_valid", CertificateProblem::not_yet_valid},
        {"not activated", CertificateProblem::not_yet_valid},
        {"badcert_future", CertificateProblem::not_yet_valid},
        {"expired", CertificateProblem::expired},
        {"expiration date", CertificateProblem::expired},
        {"host name", CertificateProblem::wrong_host},
        {"hostname", CertificateProblem::wrong_host},
        {"subject name", CertificateProblem::wrong_host},
        {"does not match", CertificateProblem::wrong_host},
        {"cn_mismatch", CertificateProblem::wrong_host},
        {"cn_no_match", CertificateProblem::wrong_host},
        {"wrong_principal", CertificateProblem::wrong_host},
        {"self-signed", CertificateProblem::self_signed},
        {"self signed", CertificateProblem::self_signed},
        {"issuer", CertificateProblem::unknown_issuer},
        {"untrusted", CertificateProblem::unknown_issuer},
        {"not_trusted", CertificateProblem::unknown_issuer},
        {"unknown ca", CertificateProblem::unknown_issuer},
        {"signer not found", CertificateProblem::unknown_issuer},
        {"not correctly signed", CertificateProblem::unknown_issuer},
        {"unable to verify the first certificate", CertificateProblem::unknown_issuer},
    };
    for (const auto& [sign, problem] : k_signs) {
        if (base::contains_ignoring_case(words, sign)) {
            return problem;
        }
    }
    return CertificateProblem::other;
}

std::string library_versions() {
    const curl_version_info_data* info = curl_version_info(CURLVERSION_NOW);
    std::string text = std::string("libcurl ") + info->version;
    if (info->ssl_version != nullptr) {
        text += std::string(", ") + info->ssl_version;
    }
    return text + ((info->features & CURL_VERSION_HTTP2) != 0 ? ", HTTP/2" : ", no HTTP/2");
}

} // namespace http
