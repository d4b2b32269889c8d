// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace simulator {

/// SHA-256 of `data`. Needed for the PKCE check and for the request log's fingerprints.
std::array<std::uint8_t, 32> sha256(std::string_view data);

} // namespace simulator
