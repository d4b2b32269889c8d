// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace base {

/// Fills `size` bytes at `buffer` from the system's random generator. Throws Error{unexpected}.
void fill_with_random_bytes(void* buffer, std::size_t size);

} // namespace base
