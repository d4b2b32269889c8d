// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/text/deflate.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace base {
namespace {

/// "Snap, snap, snap!" as Python's zlib packs it: zlib.compressobj(wbits=-15).
constexpr std::string_view k_packed("\x0b\xce\x4b\x2c\xd0\x51\x28\x86\x93\x8a\x00", 11);

TEST(Inflated, is_the_text_that_was_packed) {
    EXPECT_EQ(inflated(k_packed, 17), "Snap, snap, snap!");
}

TEST(Inflated, tells_what_is_damaged_from_a_text) {
    EXPECT_THROW(inflated(k_packed, 16), Error);
    EXPECT_THROW(inflated(k_packed, 18), Error);
    EXPECT_THROW(inflated(k_packed.substr(0, 5), 17), Error);
    EXPECT_THROW(inflated("", 17), Error);
    EXPECT_THROW(inflated("\xff\xff\xff", 17), Error);
}

} // namespace
} // namespace base
