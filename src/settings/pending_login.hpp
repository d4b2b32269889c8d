// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "settings/store.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace settings {

/// Keeps the state of a login that waits for its two-factor code beside the settings, readable by
/// its owner alone, for a later process. Throws Error{cannot_write}.
/// @param account  the user name; only a digest of it is stored
void keep_pending_login(const Store& store, const std::string& account, const base::Secret& state,
                        base::SystemTime now);

/// The state kept for `account` within the last 10 minutes; std::nullopt when there is none.
std::optional<base::Secret> find_pending_login(const Store& store, const std::string& account,
                                               base::SystemTime now);

/// The state in the text of such a file; std::nullopt when it has expired, is of another account,
/// or the text is not such a file, which never throws.
std::optional<base::Secret> read_pending_login(std::string_view text, const std::string& account,
                                               base::SystemTime now);

/// Removes what is kept. Never throws.
void forget_pending_login(const Store& store) noexcept;

} // namespace settings
