// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace snapshot {

struct Color {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;

    bool operator==(const Color&) const = default;
};

/// A decoded picture.
struct Pixels {
    int width = 0;
    int height = 0;
    /// Red, green and blue of each pixel, row by row.
    std::string rgb;

    Color at(int x, int y) const {
        const std::size_t place = (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                                   static_cast<std::size_t>(x)) *
                                  3;
        const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(rgb[place + i]); };
        return {byte(0), byte(1), byte(2)};
    }
};

/// Decodes a JPEG; std::nullopt when check_picture() would find a fault in it, or when its colours
/// are those of printers. Has the limits of check_picture().
/// @param least_width  decode at a half, a quarter or an eighth of the size where it is still at
///                     least so wide; zero: in full
std::optional<Pixels> decode_picture(std::string_view bytes, int least_width = 0);

} // namespace snapshot
