// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "snapshot/picture_pixels.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace test {

/// A picture of these rows of colours.
inline snapshot::Pixels pixels_of(const std::vector<std::vector<snapshot::Color>>& rows) {
    snapshot::Pixels pixels{static_cast<int>(rows.at(0).size()), static_cast<int>(rows.size()), {}};
    for (const auto& row : rows) {
        for (const snapshot::Color color : row) {
            pixels.rgb += static_cast<char>(color.red);
            pixels.rgb += static_cast<char>(color.green);
            pixels.rgb += static_cast<char>(color.blue);
        }
    }
    return pixels;
}

/// A picture in which every pixel has another colour than its neighbours, without a sharp edge.
inline snapshot::Pixels gradient(int width, int height) {
    snapshot::Pixels pixels{width, height, {}};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            pixels.rgb += static_cast<char>(x * 255 / width);
            pixels.rgb += static_cast<char>(y * 255 / height);
            pixels.rgb += static_cast<char>((x + y) * 255 / (width + height));
        }
    }
    return pixels;
}

/// What the channels of two pictures of one size differ by in the mean.
inline double mean_difference(const snapshot::Pixels& one, const snapshot::Pixels& other) {
    double sum = 0;
    for (std::size_t i = 0; i < one.rgb.size(); ++i) {
        sum += std::abs(static_cast<int>(static_cast<std::uint8_t>(one.rgb[i])) -
                        static_cast<int>(static_cast<std::uint8_t>(other.rgb.at(i))));
    }
    return sum / static_cast<double>(one.rgb.size());
}

} // namespace test
