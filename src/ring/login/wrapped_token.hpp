// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.hpp"

#include <string>
#include <string_view>

namespace ring {

/// A refresh token as users have it from other programs.
struct ImportedToken {
    base::Secret refresh_token;
    /// The hardware id that came with it; empty for a plain token.
    std::string hardware_id;
};

/// Reads a plain refresh token or the wrapped form of ring-client-api (docs/ring-service.md 2.9),
/// with or without quotes, white space and the setting's name before it. It may be wrapped over
/// lines, and be UTF-16. Throws Error{usage} when it is not a token, or a part is surely missing.
ImportedToken read_refresh_token(std::string_view text);

/// The wrapped form of a token and its hardware id, for ring-client-api and its users.
std::string wrap_refresh_token(const base::Secret& refresh_token, const std::string& hardware_id);

} // namespace ring
