// SPDX-License-Identifier: Apache-2.0
#include "terminal/sixel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace terminal {
namespace {

/// A character draws six pixels that stand one above the other.
constexpr int k_rows_of_band = 6;

int percent_of(int channel) {
    return (channel * 100 + 127) / 255;
}

void append_repeated(std::string& bytes, char c, int count) {
    constexpr int k_shortest_repeat = 4;
    if (count >= k_shortest_repeat) {
        fmt::format_to(std::back_inserter(bytes), "!{}{}", count, c);
    } else {
        bytes.append(static_cast<std::size_t>(count), c);
    }
}

/// The pixels of a band that have one colour.
struct ColorLine {
    std::string bytes;
    char last = 0;
    int count = 0;
    /// Up to where it is known.
    int end = 0;

    void add(int x, char c) {
        if (x > end) {
            add_run('?', x - end);
        }
        add_run(c, 1);
        end = x + 1;
    }

    void add_run(char c, int length) {
        if (c != last) {
            append_repeated(bytes, last, count);
            last = c;
            count = 0;
        }
        count += length;
    }
};

void append_band(std::string& bytes, const IndexedPixels& pixels, int top) {
    const int rows = std::min(k_rows_of_band, pixels.height - top);
    std::vector<ColorLine> lines(pixels.palette.size());
    for (int x = 0; x < pixels.width; ++x) {
        int done = 0;
        for (int row = 0; row < rows; ++row) {
            if ((done >> row & 1) != 0) {
                continue;
            }
            const auto index_at = [&](int y) {
                return pixels.indices[static_cast<std::size_t>(top + y) *
                                          static_cast<std::size_t>(pixels.width) +
                                      static_cast<std::size_t>(x)];
            };
            const std::size_t color = index_at(row);
            int bits = 0;
            for (int other = row; other < rows; ++other) {
                bits |= index_at(other) == color ? 1 << other : 0;
            }
            done |= bits;
            lines[color].add(x, static_cast<char>('?' + bits));
        }
    }
    const char* separator = "";
    for (std::size_t color = 0; color < lines.size(); ++color) {
        ColorLine& line = lines[color];
        if (line.end > 0) {
            append_repeated(line.bytes, line.last, line.count);
            fmt::format_to(std::back_inserter(bytes), "{}#{}{}", separator, color, line.bytes);
            // Back to the left edge.
            separator = "$";
        }
    }
}

} // namespace

std::string encode_sixel(const IndexedPixels& pixels) {
    std::string bytes = fmt::format("\x1BP0;1;0q\"1;1;{};{}", pixels.width, pixels.height);
    for (std::size_t i = 0; i < pixels.palette.size(); ++i) {
        const Color color = pixels.palette[i];
        fmt::format_to(std::back_inserter(bytes), "#{};2;{};{};{}", i, percent_of(color.red),
                       percent_of(color.green), percent_of(color.blue));
    }
    for (int top = 0; top < pixels.height; top += k_rows_of_band) {
        // Not behind the last one, which would move the cursor once more.
        bytes += top > 0 ? "-" : "";
        append_band(bytes, pixels, top);
    }
    return bytes + "\x1B\\";
}

} // namespace terminal
