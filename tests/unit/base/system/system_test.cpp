// SPDX-License-Identifier: Apache-2.0
#include "base/system/system.hpp"

#include <gtest/gtest.h>

namespace {

TEST(DistributionName, is_the_pretty_one) {
    EXPECT_EQ(base::distribution_name("ID=debian\nPRETTY_NAME=\"Debian 12\"\nNAME=x\n"),
              "Debian 12");
    EXPECT_EQ(base::distribution_name("PRETTY_NAME='Alpine Linux v3.20'"), "Alpine Linux v3.20");
    EXPECT_EQ(base::distribution_name("PRETTY_NAME=Arch"), "Arch");
    EXPECT_EQ(base::distribution_name("NAME=x\n"), "");
    EXPECT_EQ(base::distribution_name(""), "");
}

TEST(DistributionName, is_harmless_whatever_stands_there) {
    EXPECT_EQ(base::distribution_name("PRETTY_NAME=\"a\x1b[31mb\""), "a [31mb");
    EXPECT_LE(base::distribution_name("PRETTY_NAME=" + std::string(1000, 'x')).size(), 100U);
    EXPECT_EQ(base::distribution_name("PRETTY_NAME=\""), "\"");
}

TEST(SystemFacts, name_kernel_and_architecture_without_what_a_builder_put_behind_the_number) {
    const base::SystemFacts facts = base::system_facts();
    EXPECT_FALSE(facts.name.empty());
    EXPECT_FALSE(facts.architecture.empty());
    const std::string number = facts.kernel.substr(facts.kernel.find(' ') + 1);
    EXPECT_FALSE(number.empty());
    EXPECT_EQ(number.find_first_not_of("0123456789."), std::string::npos);
}

} // namespace
