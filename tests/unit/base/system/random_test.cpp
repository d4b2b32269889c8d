// SPDX-License-Identifier: Apache-2.0
#include "base/system/random.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace {

TEST(RandomBytes, AreAsManyAsAskedFor) {
    for (const std::size_t count : {0U, 1U, 16U, 256U, 257U, 5000U}) {
        EXPECT_EQ(base::random_bytes(count).size(), count);
    }
}

TEST(RandomBytes, DifferEachTime) {
    EXPECT_NE(base::random_bytes(16), base::random_bytes(16));
}

TEST(RandomBytes, TakeEveryValueInEveryPart) {
    const std::string bytes = base::random_bytes(65536);
    const std::set<char> beginning(bytes.begin(), bytes.begin() + 32768);
    const std::set<char> end(bytes.begin() + 32768, bytes.end());
    EXPECT_EQ(beginning.size(), 256U);
    EXPECT_EQ(end.size(), 256U);
}

TEST(RandomUuid, HasTheFormOfVersionFour) {
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const std::string uuid = base::random_uuid();
        ASSERT_EQ(uuid.size(), 36U);
        EXPECT_EQ(uuid.find_first_not_of("0123456789abcdef-"), std::string::npos);
        for (std::size_t position = 0; position < uuid.size(); ++position) {
            const bool dash = position == 8 || position == 13 || position == 18 || position == 23;
            EXPECT_EQ(uuid[position] == '-', dash) << uuid;
        }
        EXPECT_EQ(uuid[14], '4');
        EXPECT_THAT(uuid[19], testing::AnyOf('8', '9', 'a', 'b'));
        seen.insert(uuid);
    }
    EXPECT_EQ(seen.size(), 100U);
}

TEST(RandomFraction, StaysBelowOneAndSpreads) {
    double least = 1;
    double most = 0;
    for (int i = 0; i < 1000; ++i) {
        const double fraction = base::random_fraction();
        ASSERT_GE(fraction, 0.0);
        ASSERT_LT(fraction, 1.0);
        least = std::min(least, fraction);
        most = std::max(most, fraction);
    }
    EXPECT_LT(least, 0.1);
    EXPECT_GT(most, 0.9);
}

} // namespace
