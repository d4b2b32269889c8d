// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace web {

/// A key for one device.
struct PageKey {
    std::string name;
    /// What hash_key() makes of it.
    std::string sha256;
    /// When it was made, as RFC 3339.
    std::string created;
};

/// Who may see the page. It stands in a file of its own, so that the server never opens that with
/// the login to Ring.
struct PageSettings {
    /// What hash_password() makes of it; empty when none is set.
    std::string password;
    std::vector<PageKey> keys;

    bool has_key(const base::Secret& key) const;
};

/// Reads the file; nothing is set when there is none. Throws Error{cannot_write} when it cannot be
/// read, or is not one of this program.
PageSettings load_page_settings(const std::filesystem::path& file);

/// Changes the file under a lock of its own; only its owner can read it. Keys of it that this
/// version does not know stay. Throws Error{cannot_write}, and what `change` throws.
void change_page_settings(const std::filesystem::path& file, base::Clock& clock,
                          std::stop_token stop, const std::function<void(PageSettings&)>& change);

} // namespace web
