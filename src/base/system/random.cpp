// SPDX-License-Identifier: Apache-2.0
#include "base/system/random.hpp"

#include "base/error.hpp"
#include "base/text/encoding.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <exception>
#include <random>

namespace base {

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    try {
        // By its default, libstdc++ reads the processor's generator, without the system's. Where
        // there is no such file, the name stands for the system's generator all the same.
        std::random_device device("/dev/urandom");
        for (std::size_t filled = 0; filled < count;) {
            const std::random_device::result_type word = device();
            const std::size_t part = std::min(count - filled, sizeof word);
            std::memcpy(bytes.data() + filled, &word, part);
            filled += part;
        }
    } catch (const std::exception&) {
        throw Error(ErrorCode::unexpected, "the system's random generator does not answer");
    }
    return bytes;
}

std::string random_uuid() {
    std::string bytes = random_bytes(16);
    // Version and variant of RFC 9562, 5.4.
    bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0FU) | 0x40U);
    bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3FU) | 0x80U);
    std::string text = hex_encode(bytes);
    for (const std::size_t position : {8U, 13U, 18U, 23U}) {
        text.insert(position, 1, '-');
    }
    return text;
}

double random_fraction() {
    std::uint64_t bits = 0;
    std::memcpy(&bits, random_bytes(sizeof bits).data(), sizeof bits);
    // A double holds 53 bits exactly; with more, rounding could give 1.
    return static_cast<double>(bits >> 11U) / static_cast<double>(std::uint64_t{1} << 53U);
}

std::chrono::milliseconds random_part_of(std::chrono::milliseconds most) {
    return std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(
        random_fraction() * static_cast<double>(most.count())));
}

} // namespace base
