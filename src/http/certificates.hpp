// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace http {

/// Which certificates to trust.
struct Certificates {
    /// A PEM file; empty for what libcurl was built with or the system's own store.
    std::string file;
    /// Whether the user named it: then nothing else is trusted.
    bool from_environment = false;
};

/// SSL_CERT_FILE when it is set. Otherwise, for a libcurl that knows no place itself (as in the
/// portable builds), the first of the places where systems keep theirs.
Certificates trusted_certificates();

} // namespace http
