// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace base {

/// `count` bytes from the system's random generator, fit for PKCE verifiers and state values.
/// Throws Error{unexpected} when it does not answer.
std::string random_bytes(std::size_t count);

/// A random UUID, version 4, lower case: "5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e".
std::string random_uuid();

/// A number in [0, 1), for jitter.
double random_fraction();

/// A time in [0, most), for jitter.
std::chrono::milliseconds random_part_of(std::chrono::milliseconds most);

} // namespace base
