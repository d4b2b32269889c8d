// SPDX-License-Identifier: Apache-2.0
#include "base/system/random.hpp"

#include "base/system/system_random.hpp"
#include "base/text/encoding.hpp"

#include <cstdint>

namespace base {

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    fill_with_random_bytes(bytes.data(), bytes.size());
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
    fill_with_random_bytes(&bits, sizeof bits);
    // A double holds 53 bits exactly; with more, rounding could give 1.
    return static_cast<double>(bits >> 11U) / static_cast<double>(std::uint64_t{1} << 53U);
}

} // namespace base
