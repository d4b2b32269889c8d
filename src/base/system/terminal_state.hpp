// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace base {

/// Undoes what read_line() has changed at the terminal, if anything: for a process that is about to
/// end at once. May be called from any thread.
void restore_terminal() noexcept;

} // namespace base
