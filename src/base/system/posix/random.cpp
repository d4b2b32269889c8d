// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/files/posix/descriptor.hpp"
#include "base/system/system_random.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>

#ifdef __APPLE__
#include <sys/random.h>
#endif
#include <unistd.h>

namespace base {

namespace {

/// The way of Linux before 3.17, which has no call for it. False when that fails as well.
bool read_device(unsigned char* bytes, std::size_t size) {
    const Descriptor device(::open("/dev/urandom", O_RDONLY | O_CLOEXEC));
    while (device.is_open() && size > 0) {
        const ssize_t count = ::read(device.get(), bytes, size);
        if (count > 0) {
            bytes += count;
            size -= static_cast<std::size_t>(count);
        } else if (count == 0 || errno != EINTR) {
            break;
        }
    }
    return size == 0;
}

} // namespace

// Not std::random_device: libstdc++ makes it read the processor's generator, without the system's.
void fill_with_random_bytes(void* buffer, std::size_t size) {
    constexpr std::size_t k_most_at_once = 256;
    auto* position = static_cast<unsigned char*>(buffer);
    while (size > 0) {
        const std::size_t part = std::min(size, k_most_at_once);
        if (::getentropy(position, part) != 0 &&
            !(errno == ENOSYS && read_device(position, part))) {
            throw Error(ErrorCode::unexpected, "the system's random generator does not answer");
        }
        position += part;
        size -= part;
    }
}

} // namespace base
