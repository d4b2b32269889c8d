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

/// The state kept for `account` within the last 10 minutes; nothing otherwise.
std::optional<base::Secret> find_pending_login(const Store& store, const std::string& account,
                                               base::SystemTime now);

/// The same from the text of such a file. Nothing for any text that is none; never throws for it.
std::optional<base::Secret> read_pending_login(std::string_view text, const std::string& account,
                                               base::SystemTime now);

/// Removes what is kept. Never throws.
void forget_pending_login(const Store& store) noexcept;

} // namespace settings
