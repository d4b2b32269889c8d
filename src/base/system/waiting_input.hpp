// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace base {

/// Whether standard input, which is not a terminal, has something to read: a file that has not been
/// read to its end, or a pipe into which something is written within `time_limit`. False at its
/// end, and for what is neither, such as the null device. Reads nothing.
bool input_is_waiting(std::chrono::milliseconds time_limit);

} // namespace base
