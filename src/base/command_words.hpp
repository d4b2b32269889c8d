// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace base {

/// Whether a backslash outside of quotes takes the next character as it is. On Windows it separates
/// folders.
extern const bool k_backslash_escapes;

} // namespace base
