// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/picture_index.hpp"

namespace archive {

/// What became of a picture that was saved.
enum class FileState {
    /// The bytes that were saved.
    unchanged,
    /// Something else has that name now.
    changed,
    /// Its folder is there, and nothing in it has that name.
    missing,
    /// Nothing can be said: its folder is not there, or the file cannot be looked at right now.
    unreachable,
};

/// Looks at the file of `entry`: its size, and its SHA-256 when that agrees.
FileState look_at(const IndexEntry& entry);

} // namespace archive
