// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.hpp"

#include <string>
#include <string_view>

namespace settings {

/// What may be kept of a login that Ring refused, so that only one with another password is tried:
/// a random salt and two bytes of a slow hash, enough to notice a change, too little to confirm a
/// guess. Takes about half a second, as does may_be_refused_login().
std::string mark_of_refused_login(const std::string& username, const base::Secret& password);

/// Whether `mark` may be of this login. Also true when `mark` is not such a mark: then nothing is
/// known of the login that was refused.
bool may_be_refused_login(std::string_view mark, const std::string& username,
                          const base::Secret& password);

} // namespace settings
