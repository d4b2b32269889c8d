// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/client.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace http {

/// Which certificates to trust.
struct Certificates {
    /// A PEM file; empty for what libcurl was built with or the system's own store.
    std::string file;
    /// Whether the user named it: then nothing else is trusted.
    bool from_environment = false;
    /// Whether neither this system nor libcurl has any: no server can be trusted then.
    bool none = false;
};

/// SSL_CERT_FILE when it is set. Otherwise, for a libcurl that knows no place itself (as in the
/// portable builds), the first of the places where systems keep theirs.
Certificates trusted_certificates();

/// The files and folders that a connection looks into for certificates to trust, SSL_CERT_FILE's
/// where it is set; empty where the system keeps them in a store of its own.
std::vector<std::string> certificate_places();

/// Sorts the words in which a TLS library refuses a certificate, and which libcurl passes on: those
/// of OpenSSL, GnuTLS, mbedTLS, Schannel and Secure Transport, in any letter case.
CertificateProblem certificate_problem(std::string_view words);

/// What the connections are made with: "libcurl 7.88.1, OpenSSL/3.0.15, HTTP/2".
std::string library_versions();

} // namespace http
