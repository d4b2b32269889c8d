// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/system/system_random.hpp"
#include "base/system/windows/handle.hpp"

#include <algorithm>
#include <bcrypt.h>

namespace base {

void fill_with_random_bytes(void* buffer, std::size_t size) {
    constexpr std::size_t k_most_at_once = std::size_t{1} << 30U;
    auto* position = static_cast<unsigned char*>(buffer);
    while (size > 0) {
        const std::size_t part = std::min(size, k_most_at_once);
        if (::BCryptGenRandom(nullptr, position, static_cast<ULONG>(part),
                              BCRYPT_USE_SYSTEM_PREFERRED_RNG) != 0) {
            throw Error(ErrorCode::unexpected, "the system's random generator does not answer");
        }
        position += part;
        size -= part;
    }
}

} // namespace base
