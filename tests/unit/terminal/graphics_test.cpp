// SPDX-License-Identifier: Apache-2.0
#include "base/text/encoding.hpp"
#include "terminal/graphics.hpp"
#include "unit/terminal/pixel_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>
#include <zlib.h>

namespace {

using testing::StartsWith;

/// The parts of what is drawn by kitty's protocol: keys and data of each.
std::vector<std::pair<std::string, std::string>> parts_of(std::string bytes) {
    std::vector<std::pair<std::string, std::string>> parts;
    while (!bytes.empty()) {
        EXPECT_THAT(bytes, StartsWith("\x1B_G"));
        const std::size_t keys = bytes.find(';');
        const std::size_t end = bytes.find("\x1B\\");
        parts.emplace_back(bytes.substr(3, keys - 3), bytes.substr(keys + 1, end - keys - 1));
        bytes.erase(0, end + 2);
    }
    return parts;
}

/// What `bytes` were before they were compressed.
std::string expanded(const std::string& bytes, std::size_t size) {
    uLongf length = size;
    std::string result(size, '\0');
    EXPECT_EQ(::uncompress(reinterpret_cast<Bytef*>(result.data()), &length,
                           reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()),
              Z_OK);
    EXPECT_EQ(length, size);
    return result;
}

TEST(Kitty, gets_the_pixels_in_parts_that_say_whether_more_follow) {
    const auto pixels = test::gradient(160, 90);
    const auto parts = parts_of(terminal::encode_kitty(pixels, 6));
    ASSERT_GT(parts.size(), 2U);
    EXPECT_EQ(parts[0].first, "a=T,f=24,o=z,q=2,s=160,v=90,c=6,m=1");
    EXPECT_EQ(parts[1].first.substr(0, 2), "m=");
    EXPECT_EQ(parts.back().first, "m=0");
    std::string data;
    for (const auto& [keys, part] : parts) {
        EXPECT_LE(part.size(), 4096U);
        data += part;
    }
    EXPECT_EQ(expanded(base::base64_decode(data).value(), pixels.rgb.size()), pixels.rgb);
}

TEST(Iterm, gets_the_file_as_it_is) {
    EXPECT_EQ(
        terminal::encode_iterm("jpeg", {80, 22}),
        "\x1B]1337;File=inline=1;size=4;width=80;height=22;preserveAspectRatio=1:anBlZw==\x07");
}

} // namespace
