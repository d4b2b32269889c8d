// SPDX-License-Identifier: Apache-2.0
#include "terminal/palette.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace terminal {
namespace {

/// Colours are counted by their upper five bits.
constexpr int k_bits = 5;
constexpr std::size_t k_bins = std::size_t{1} << 3 * k_bits;

using Channels = std::array<int, 3>;

Channels channels_of(Color color) {
    return {color.red, color.green, color.blue};
}

std::size_t bin_of(const Channels& channels) {
    std::size_t bin = 0;
    for (const int channel : channels) {
        bin = bin << k_bits | static_cast<std::size_t>(channel >> (8 - k_bits));
    }
    return bin;
}

/// How unlike two colours look, by what each channel adds to brightness.
int distance(const Channels& one, const Channels& other) {
    constexpr Channels k_weights = {3, 6, 1};
    int sum = 0;
    for (std::size_t i = 0; i < one.size(); ++i) {
        const int difference = one[i] - other[i];
        sum += k_weights[i] * difference * difference;
    }
    return sum;
}

/// The pixels whose colours are in one bin.
struct Bin {
    Channels mean{};
    std::uint64_t count = 0;
};

std::vector<Bin> bins_of(const Pixels& pixels) {
    std::vector<std::array<std::uint64_t, 4>> sums(k_bins);
    for (int y = 0; y < pixels.height; ++y) {
        for (int x = 0; x < pixels.width; ++x) {
            const Channels channels = channels_of(pixels.at(x, y));
            auto& sum = sums[bin_of(channels)];
            for (std::size_t i = 0; i < channels.size(); ++i) {
                sum[i] += static_cast<std::uint64_t>(channels[i]);
            }
            ++sum[3];
        }
    }
    std::vector<Bin> bins;
    for (const auto& sum : sums) {
        if (sum[3] > 0) {
            Bin& bin = bins.emplace_back();
            bin.count = sum[3];
            for (std::size_t i = 0; i < bin.mean.size(); ++i) {
                bin.mean[i] = static_cast<int>((sum[i] + bin.count / 2) / bin.count);
            }
        }
    }
    return bins;
}

/// A group of bins [first, last) that is to become one colour.
struct Box {
    std::size_t first = 0;
    std::size_t last = 0;
    std::size_t longest_side = 0;
    /// How much is lost by it.
    std::uint64_t weight = 0;
};

Box box_of(const std::vector<Bin>& bins, std::size_t first, std::size_t last) {
    Box box{first, last};
    std::uint64_t count = 0;
    for (std::size_t i = first; i < last; ++i) {
        count += bins[i].count;
    }
    int longest = 0;
    for (std::size_t side = 0; side < 3; ++side) {
        const auto [low, high] = std::minmax_element(
            bins.begin() + static_cast<std::ptrdiff_t>(first),
            bins.begin() + static_cast<std::ptrdiff_t>(last),
            [&](const Bin& one, const Bin& other) { return one.mean[side] < other.mean[side]; });
        const int length = high->mean[side] - low->mean[side];
        if (length > longest) {
            longest = length;
            box.longest_side = side;
        }
    }
    box.weight = count * static_cast<std::uint64_t>(longest);
    return box;
}

/// Where the box is divided into halves of about the same number of pixels.
std::size_t middle_of(std::vector<Bin>& bins, const Box& box) {
    std::sort(bins.begin() + static_cast<std::ptrdiff_t>(box.first),
              bins.begin() + static_cast<std::ptrdiff_t>(box.last),
              [&](const Bin& one, const Bin& other) {
                  return one.mean[box.longest_side] < other.mean[box.longest_side];
              });
    std::uint64_t count = 0;
    for (std::size_t i = box.first; i < box.last; ++i) {
        count += bins[i].count;
    }
    std::uint64_t before = 0;
    for (std::size_t i = box.first; i + 1 < box.last; ++i) {
        before += bins[i].count;
        if (before * 2 >= count) {
            return i + 1;
        }
    }
    return box.last - 1;
}

Color mean_of(const std::vector<Bin>& bins, const Box& box) {
    std::array<std::uint64_t, 3> sums{};
    std::uint64_t count = 0;
    for (std::size_t i = box.first; i < box.last; ++i) {
        for (std::size_t side = 0; side < 3; ++side) {
            sums[side] += static_cast<std::uint64_t>(bins[i].mean[side]) * bins[i].count;
        }
        count += bins[i].count;
    }
    const auto mean = [&](std::uint64_t sum) {
        return static_cast<std::uint8_t>((sum + count / 2) / count);
    };
    return {mean(sums[0]), mean(sums[1]), mean(sums[2])};
}

std::vector<Color> choose_palette(const Pixels& pixels, std::size_t count) {
    std::vector<Bin> bins = bins_of(pixels);
    std::vector<Box> boxes = {box_of(bins, 0, bins.size())};
    while (boxes.size() < count) {
        const auto widest =
            std::max_element(boxes.begin(), boxes.end(), [](const Box& one, const Box& other) {
                return one.weight < other.weight;
            });
        if (widest->weight == 0) {
            break;
        }
        const Box box = *widest;
        const std::size_t middle = middle_of(bins, box);
        *widest = box_of(bins, box.first, middle);
        boxes.push_back(box_of(bins, middle, box.last));
    }
    std::vector<Color> palette;
    for (const Box& box : boxes) {
        palette.push_back(mean_of(bins, box));
    }
    return palette;
}

/// Finds the nearest colour of a palette, and remembers it for each bin.
class NearestColors {
public:
    explicit NearestColors(const std::vector<Color>& palette) : m_known(k_bins, -1) {
        for (const Color color : palette) {
            m_palette.push_back(channels_of(color));
        }
    }

    std::size_t find(const Channels& channels) {
        int& known = m_known[bin_of(channels)];
        if (known < 0) {
            const auto nearest =
                std::min_element(m_palette.begin(), m_palette.end(),
                                 [&](const Channels& one, const Channels& other) {
                                     return distance(one, channels) < distance(other, channels);
                                 });
            known = static_cast<int>(nearest - m_palette.begin());
        }
        return static_cast<std::size_t>(known);
    }

    const Channels& color(std::size_t index) const { return m_palette[index]; }

private:
    std::vector<Channels> m_palette;
    std::vector<int> m_known;
};

/// What pixels were given too little, in sixteenths: of a row and of the next one (Floyd and
/// Steinberg).
class ErrorRows {
public:
    explicit ErrorRows(int width)
        : m_row(static_cast<std::size_t>(width) + 2), m_next(m_row.size()) {}

    Channels corrected(int x, Channels channels) const {
        const Channels& error = m_row[static_cast<std::size_t>(x) + 1];
        for (std::size_t i = 0; i < channels.size(); ++i) {
            channels[i] = std::clamp(channels[i] + error[i] / 16, 0, 255);
        }
        return channels;
    }

    void spread(int x, const Channels& wanted, const Channels& got) {
        const std::size_t at = static_cast<std::size_t>(x) + 1;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            const int error = wanted[i] - got[i];
            m_row[at + 1][i] += error * 7;
            m_next[at - 1][i] += error * 3;
            m_next[at][i] += error * 5;
            m_next[at + 1][i] += error;
        }
    }

    void end_row() {
        m_row.swap(m_next);
        std::fill(m_next.begin(), m_next.end(), Channels{});
    }

private:
    std::vector<Channels> m_row;
    std::vector<Channels> m_next;
};

} // namespace

IndexedPixels in_colors(const Pixels& pixels, std::size_t count) {
    IndexedPixels result{pixels.width, pixels.height, choose_palette(pixels, count), {}};
    result.indices.reserve(static_cast<std::size_t>(pixels.width) *
                           static_cast<std::size_t>(pixels.height));
    NearestColors nearest(result.palette);
    ErrorRows errors(pixels.width);
    for (int y = 0; y < pixels.height; ++y) {
        for (int x = 0; x < pixels.width; ++x) {
            const Channels wanted = errors.corrected(x, channels_of(pixels.at(x, y)));
            const std::size_t index = nearest.find(wanted);
            errors.spread(x, wanted, nearest.color(index));
            result.indices.push_back(static_cast<std::uint8_t>(index));
        }
        errors.end_row();
    }
    return result;
}

int nearest_of_256(Color color) {
    constexpr std::array<int, 6> k_steps = {0, 95, 135, 175, 215, 255};
    constexpr int k_cube = 16;
    constexpr int k_greys = 232;
    constexpr int k_count_of_greys = 24;
    const Channels wanted = channels_of(color);
    Channels cube{};
    int in_cube = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto nearest =
            std::min_element(k_steps.begin(), k_steps.end(), [&](int one, int other) {
                return std::abs(one - wanted[i]) < std::abs(other - wanted[i]);
            });
        cube[i] = *nearest;
        in_cube = in_cube * 6 + static_cast<int>(nearest - k_steps.begin());
    }
    const int mean = (wanted[0] + wanted[1] + wanted[2]) / 3;
    // They are 8, 18, 28 …
    const int grey = std::clamp((mean - 8 + 5) / 10, 0, k_count_of_greys - 1);
    const int level = 8 + grey * 10;
    return distance({level, level, level}, wanted) < distance(cube, wanted) ? k_greys + grey
                                                                            : k_cube + in_cube;
}

} // namespace terminal
