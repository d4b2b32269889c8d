// SPDX-License-Identifier: Apache-2.0
#include "base/files.hpp"
#include "base/files_detail.hpp"
#include "child_process.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <fstream>
#include <sys/file.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;

fs::path make_file(const fs::path& path) {
    std::ofstream(path) << "half a pict";
    return path;
}

TEST(RemoveStaleTemporaries, RemovesThoseOfEndedProcessesForAnyTarget) {
    const test::TemporaryFolder folder;
    const pid_t ended = test::ended_process();
    const fs::path one = make_file(folder / base::temporary_name("Settings.json", ended));
    const fs::path other = make_file(folder / base::temporary_name("1 - 2026.jpg", ended));
    base::remove_stale_temporaries(folder / "Settings.json");
    EXPECT_FALSE(fs::exists(one));
    EXPECT_FALSE(fs::exists(other));
}

TEST(RemoveStaleTemporaries, LeavesThoseOfLivingProcesses) {
    const test::TemporaryFolder folder;
    const fs::path ours = make_file(folder / base::temporary_name("x", ::getpid()));
    const fs::path parents = make_file(folder / base::temporary_name("x", ::getppid()));
    const fs::path systems = make_file(folder / base::temporary_name("x", 1));
    base::remove_stale_temporaries(folder / "x");
    EXPECT_TRUE(fs::exists(ours));
    EXPECT_TRUE(fs::exists(parents));
    EXPECT_TRUE(fs::exists(systems));
}

TEST(RemoveStaleTemporaries, LeavesThoseThatAProcessWeCannotSeeHolds) {
    // Another container's process numbers mean nothing here; its lock does.
    const test::TemporaryFolder folder;
    const fs::path held = make_file(folder / base::temporary_name("x", test::ended_process()));
    const int descriptor = ::open(held.c_str(), O_RDONLY | O_CLOEXEC);
    ASSERT_EQ(::flock(descriptor, LOCK_EX), 0);
    base::remove_stale_temporaries(folder / "x");
    EXPECT_TRUE(fs::exists(held));
    ::close(descriptor);
    base::remove_stale_temporaries(folder / "x");
    EXPECT_FALSE(fs::exists(held));
}

TEST(RemoveStaleTemporaries, LeavesEverythingThatIsNotAFileOfOurs) {
    const test::TemporaryFolder folder;
    const pid_t ended = test::ended_process();
    const fs::path picture = make_file(folder / "1.jpg");
    const fs::path foreign = make_file(folder / ".1.jpg.aX3bQ9.tmp");
    const fs::path sub_folder = folder / base::temporary_name("x", ended);
    fs::create_directory(sub_folder);
    const fs::path link = folder / base::temporary_name("x", ended);
    fs::create_symlink("1.jpg", link);
    base::remove_stale_temporaries(folder / "x");
    for (const fs::path& path : {picture, foreign, sub_folder, link}) {
        EXPECT_TRUE(fs::exists(path)) << path;
    }
}

TEST(RemoveStaleTemporaries, LooksWhereALinkPointsAt) {
    const test::TemporaryFolder folder;
    fs::create_directory(folder / "real");
    fs::create_symlink("real/x", folder / "link");
    const fs::path left =
        make_file(folder / "real" / base::temporary_name("x", test::ended_process()));
    base::remove_stale_temporaries(folder / "link");
    EXPECT_FALSE(fs::exists(left));
}

TEST(RemoveStaleTemporaries, DoesNothingWithoutAFolder) {
    const test::TemporaryFolder folder;
    fs::create_symlink("circle", folder / "circle");
    base::remove_stale_temporaries(folder / "missing" / "x");
    base::remove_stale_temporaries(folder / "circle");
    base::remove_stale_temporaries("");
}

} // namespace
