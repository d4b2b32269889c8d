// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "http/message.hpp"

#include <string>
#include <string_view>

namespace s3 {

/// What an object store knows its user by.
struct Credentials {
    std::string access_key_id;
    base::Secret secret_access_key;
    /// Empty for keys that do not expire.
    base::Secret session_token = {};
};

/// For what a signature is valid besides the request itself.
struct SigningScope {
    base::SystemTime time;
    std::string region;
    std::string service = "s3";
};

/// The value of the header Authorization by Amazon's Signature Version 4: it covers the method, the
/// path as it stands in the URL, the query, the host and all headers of the request.
/// @param body_sha256  SHA-256 of the body in hexadecimal digits
std::string authorization_of(const http::Request& request, std::string_view body_sha256,
                             const SigningScope& scope, const Credentials& credentials);

/// Adds what makes it a signed request: X-Amz-Date, x-amz-content-sha256, X-Amz-Security-Token and
/// Authorization. No header may be changed afterwards.
/// @param body_sha256  as for authorization_of()
void sign(http::Request& request, std::string_view body_sha256, const SigningScope& scope,
          const Credentials& credentials);

} // namespace s3
