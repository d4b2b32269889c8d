// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/system_random.hpp"

#include <algorithm>

#ifdef __APPLE__
#include <sys/random.h>
#endif
#include <unistd.h>

namespace base {

// Not std::random_device: libstdc++ makes it read the processor's generator, without the system's.
void fill_with_random_bytes(void* buffer, std::size_t size) {
    constexpr std::size_t k_most_at_once = 256;
    auto* position = static_cast<unsigned char*>(buffer);
    while (size > 0) {
        const std::size_t part = std::min(size, k_most_at_once);
        if (::getentropy(position, part) != 0) {
            throw Error(ErrorCode::unexpected, "the system's random generator does not answer");
        }
        position += part;
        size -= part;
    }
}

} // namespace base
