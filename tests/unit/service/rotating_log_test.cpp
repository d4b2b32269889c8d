// SPDX-License-Identifier: Apache-2.0
#include "base/files/files.hpp"
#include "service/rotating_log.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace service {

using Lines = std::vector<std::string>;

TEST(RotatingLog, KeepsTheNewestLinesInTwoFiles) {
    const test::TemporaryFolder folder;
    RotatingLog log(folder / "log", 100);
    for (int i = 100; i < 200; ++i) {
        log.write("line " + std::to_string(i) + "\n");
    }
    EXPECT_EQ(last_lines(folder / "log", 3), (Lines{"line 197", "line 198", "line 199"}));
    EXPECT_GT(last_lines(folder / "log", 1000).size(), 11U);
    EXPECT_LE(std::filesystem::file_size(folder / "log"), 100U);
    EXPECT_LE(std::filesystem::file_size(folder / "log.1"), 100U);
    EXPECT_FALSE(base::is_open_to_others(folder / "log"));
    EXPECT_FALSE(base::is_open_to_others(folder / "log.1"));
}

TEST(RotatingLog, GoesOnWithTheFilesOfAnEarlierRun) {
    const test::TemporaryFolder folder;
    RotatingLog(folder / "log", 1000).write("one\n");
    RotatingLog(folder / "log", 1000).write("two\n");
    EXPECT_EQ(last_lines(folder / "log", 50), (Lines{"one", "two"}));
}

TEST(RotatingLog, LosesWhatCannotBeWritten) {
    const test::TemporaryFolder folder;
    RotatingLog log(folder / "missing" / "log");
    log.write("x\n");
    EXPECT_TRUE(last_lines(folder / "missing" / "log", 50).empty());
}

} // namespace service
