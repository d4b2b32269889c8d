// SPDX-License-Identifier: Apache-2.0
#include "terminal/scaling.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace terminal {
namespace {

/// Where the part number `i` of `parts` begins among `count` places.
int start_of(int i, int parts, int count) {
    return static_cast<int>(std::int64_t{i} * count / parts);
}

} // namespace

Pixels scaled(const Pixels& pixels, int width, int height) {
    width = std::clamp(width, 1, pixels.width);
    height = std::clamp(height, 1, pixels.height);
    if (width == pixels.width && height == pixels.height) {
        return pixels;
    }
    Pixels result{width, height, {}};
    result.rgb.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    for (int y = 0; y < height; ++y) {
        const int top = start_of(y, height, pixels.height);
        const int bottom = start_of(y + 1, height, pixels.height);
        for (int x = 0; x < width; ++x) {
            const int left = start_of(x, width, pixels.width);
            const int right = start_of(x + 1, width, pixels.width);
            std::uint64_t sums[3] = {0, 0, 0};
            for (int row = top; row < bottom; ++row) {
                for (int column = left; column < right; ++column) {
                    const snapshot::Color color = pixels.at(column, row);
                    sums[0] += color.red;
                    sums[1] += color.green;
                    sums[2] += color.blue;
                }
            }
            const auto count = static_cast<std::uint64_t>((bottom - top) * (right - left));
            for (const std::uint64_t sum : sums) {
                result.rgb += static_cast<char>((sum + count / 2) / count);
            }
        }
    }
    return result;
}

} // namespace terminal
