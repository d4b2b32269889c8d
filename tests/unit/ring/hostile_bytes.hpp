// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace test {

/// Calls `read` with what a bad line or a bad server makes of `text`: cut off at every byte, and
/// with each byte replaced or one of its bits flipped.
template <typename Read>
void for_each_damage(std::string_view text, Read read) {
    for (std::size_t length = 0; length <= text.size(); ++length) {
        read(text.substr(0, length));
    }
    constexpr std::array k_replacements{'\0', '"', '\\', '{', ']', '<', '&', '\x80', '\xff', '9'};
    std::string damaged(text);
    for (std::size_t i = 0; i < damaged.size(); ++i) {
        const char original = damaged[i];
        for (const char replacement :
             {k_replacements[i % k_replacements.size()],
              k_replacements[(i / k_replacements.size()) % k_replacements.size()],
              static_cast<char>(original ^ (1 << (i % 8)))}) {
            damaged[i] = replacement;
            read(std::string_view(damaged));
        }
        damaged[i] = original;
    }
}

inline std::string repeated(std::string_view text, std::size_t times) {
    std::string result;
    result.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) {
        result += text;
    }
    return result;
}

} // namespace test
