// SPDX-License-Identifier: Apache-2.0
#include "base/process/environment.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace {

constexpr const char* k_name = "RING_SNAPSHOT_TEST_VARIABLE";

TEST(EnvironmentVariable, IsItsText) {
    ::setenv(k_name, "caf\xC3\xA9 = 1", 1);
    EXPECT_EQ(base::environment_variable(k_name), "caf\xC3\xA9 = 1");
    ::unsetenv(k_name);
}

TEST(EnvironmentVariable, IsNothingWhenNotSetOrEmpty) {
    ::unsetenv(k_name);
    EXPECT_EQ(base::environment_variable(k_name), std::nullopt);
    ::setenv(k_name, "", 1);
    EXPECT_EQ(base::environment_variable(k_name), std::nullopt);
    ::unsetenv(k_name);
}

} // namespace
