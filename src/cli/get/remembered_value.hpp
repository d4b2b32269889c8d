// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"

#include <fmt/format.h>

namespace cli {

/// Reads a value with `read`, which throws Error{usage} for a bad one. Where the value is not an
/// option but comes from the settings, that is an error of the settings which names their key.
template <typename Read>
auto read_value_of(bool from_settings, const char* key, Read read) {
    try {
        return read();
    } catch (const base::Error& error) {
        if (!from_settings || error.code() != base::ErrorCode::usage) {
            throw;
        }
        throw base::Error(
            base::ErrorCode::cannot_write,
            fmt::format("{} in the settings cannot be used ({})", key, error.message()),
            error.hint());
    }
}

} // namespace cli
