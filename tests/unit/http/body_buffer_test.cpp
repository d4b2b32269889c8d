// SPDX-License-Identifier: Apache-2.0
#include "http/body_buffer.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

constexpr std::size_t k_buffer_limit = std::size_t{4} << 20;

/// Appends pieces of that size until `buffer` takes no more. Returns the most memory that it held
/// at a time: what it had and what it grew into.
std::size_t fill(http::BodyBuffer& buffer, std::size_t piece) {
    const std::string bytes(piece, 'x');
    std::size_t before = buffer.capacity();
    std::size_t most = before;
    while (buffer.append(bytes)) {
        if (const std::size_t now = buffer.capacity(); now != before) {
            most = std::max(most, before + now);
            before = now;
        }
    }
    return most;
}

TEST(BodyBuffer, a_body_of_unknown_size_never_takes_more_than_the_limit_and_a_tenth) {
    for (const std::size_t piece : {1, 7, 1000, 16'384, 1'000'000}) {
        http::BodyBuffer buffer(k_buffer_limit);
        EXPECT_LE(fill(buffer, piece), k_buffer_limit + k_buffer_limit / 10) << piece;
        EXPECT_EQ(buffer.take().size(), k_buffer_limit / piece * piece);
    }
}

TEST(BodyBuffer, an_expected_body_takes_its_own_size) {
    constexpr std::size_t k_expected = 3'000'000;
    http::BodyBuffer buffer(k_buffer_limit);
    buffer.expect(k_expected);
    const std::size_t capacity = buffer.capacity();
    EXPECT_LE(capacity, k_expected + 64);
    for (std::size_t size = 0; size < k_expected; size += 1000) {
        ASSERT_TRUE(buffer.append(std::string(1000, 'x')));
    }
    EXPECT_EQ(buffer.capacity(), capacity);
}

TEST(BodyBuffer, more_than_expected_is_taken_up_to_the_limit) {
    http::BodyBuffer buffer(k_buffer_limit);
    buffer.expect(1);
    EXPECT_LE(fill(buffer, 1000), k_buffer_limit + k_buffer_limit / 10);
    EXPECT_EQ(buffer.take().size(), k_buffer_limit / 1000 * 1000);
}

TEST(BodyBuffer, a_small_body_takes_little) {
    http::BodyBuffer buffer(k_buffer_limit);
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(buffer.append(std::string(1000, 'x')));
    }
    EXPECT_LE(buffer.capacity(), 400'000U);
}

TEST(BodyBuffer, what_would_pass_the_limit_is_not_taken) {
    http::BodyBuffer buffer(10);
    EXPECT_TRUE(buffer.append("0123456789"));
    EXPECT_TRUE(buffer.append(""));
    EXPECT_FALSE(buffer.append("x"));
    EXPECT_EQ(buffer.take(), "0123456789");
    EXPECT_TRUE(buffer.is_empty());
    http::BodyBuffer none(0);
    none.expect(100);
    EXPECT_TRUE(none.append(""));
    EXPECT_FALSE(none.append("x"));
}

} // namespace
