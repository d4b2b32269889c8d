// SPDX-License-Identifier: Apache-2.0
#include "terminal/graphics.hpp"

#include "base/text/encoding.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <iterator>
#include <new>
#include <zlib.h>

namespace terminal {

std::string compressed(std::string_view bytes) {
    uLongf size = ::compressBound(static_cast<uLong>(bytes.size()));
    std::string result(size, '\0');
    const int code = ::compress2(reinterpret_cast<Bytef*>(result.data()), &size,
                                 reinterpret_cast<const Bytef*>(bytes.data()),
                                 static_cast<uLong>(bytes.size()), Z_BEST_SPEED);
    if (code != Z_OK) {
        throw std::bad_alloc();
    }
    result.resize(size);
    return result;
}

std::string encode_kitty(const snapshot::Pixels& pixels, int columns) {
    constexpr std::size_t k_largest_part = 4096;
    const std::string data = base::base64_encode(compressed(pixels.rgb));
    std::string bytes;
    for (std::size_t at = 0; at < data.size(); at += k_largest_part) {
        const int more = at + k_largest_part < data.size() ? 1 : 0;
        const std::string keys = at > 0 ? ""
                                        : fmt::format("a=T,f=24,o=z,q=2,s={},v={},c={},",
                                                      pixels.width, pixels.height, columns);
        fmt::format_to(std::back_inserter(bytes), "\x1B_G{}m={};{}\x1B\\", keys, more,
                       data.substr(at, k_largest_part));
    }
    return bytes;
}

std::string encode_iterm(std::string_view jpeg, CellSize size) {
    return fmt::format("\x1B]1337;File=inline=1;size={};width={};height={};preserveAspectRatio=1:"
                       "{}\x07",
                       jpeg.size(), size.columns, size.rows, base::base64_encode(jpeg));
}

} // namespace terminal
