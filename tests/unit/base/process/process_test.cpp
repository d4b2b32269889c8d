// SPDX-License-Identifier: Apache-2.0
#include "base/process/process.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace {

TEST(ProgramPath, IsThisProgram) {
    const std::filesystem::path path = base::program_path();
    EXPECT_TRUE(path.is_absolute());
    EXPECT_TRUE(std::filesystem::is_regular_file(path));
    EXPECT_EQ(path.filename(), "unit_base");
}

TEST(HostName, IsNeverEmpty) {
    EXPECT_FALSE(base::host_name().empty());
}

TEST(HideArgument, OverwritesItKeepingItsLength) {
    std::string argument = "hunter2";
    base::hide_argument(argument.data());
    EXPECT_EQ(argument, "*******");

    std::string option = "--password=x\xC3\xA9";
    base::hide_argument(option.data() + 11);
    EXPECT_EQ(option, "--password=***");

    base::hide_argument(nullptr);
}

} // namespace
