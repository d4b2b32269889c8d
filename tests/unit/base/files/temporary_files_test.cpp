// SPDX-License-Identifier: Apache-2.0
#include "base/files/files.hpp"
#include "base/files/files_detail.hpp"
#include "support/temporary_folder.hpp"
#include "unit/base/process/child_process.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <sys/file.h>
#ifdef __linux__
#include <sys/inotify.h>
#include <sys/syscall.h>
#endif
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;

#ifdef __linux__
/// Runs once, before the next lock is taken.
std::function<void()> g_before_lock;
#endif

} // namespace

#ifdef __linux__
/// In place of the C library's.
extern "C" int flock(int file, int operation) noexcept {
    if (g_before_lock) {
        std::exchange(g_before_lock, {})();
    }
    return static_cast<int>(::syscall(SYS_flock, file, operation));
}
#endif

namespace {

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

#ifdef __linux__
TEST(WriteFileAtomically, HoldsTheLockOfItsTemporaryFileUntilItHasItsName) {
    const test::TemporaryFolder folder;
    const int watch = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    ASSERT_GE(::inotify_add_watch(watch, folder.path().c_str(), IN_MOVED_TO | IN_CLOSE_WRITE), 0);
    base::write_file_atomically(folder / "x", "new", {});
    // Closing it lets the lock go.
    std::vector<std::uint32_t> events;
    alignas(inotify_event) std::array<char, 4096> buffer{};
    const ssize_t size = ::read(watch, buffer.data(), buffer.size());
    for (ssize_t at = 0; at < size;) {
        inotify_event event{};
        std::memcpy(&event, buffer.data() + at, sizeof event);
        events.push_back(event.mask);
        at += static_cast<ssize_t>(sizeof event + event.len);
    }
    EXPECT_EQ(events, (std::vector<std::uint32_t>{IN_MOVED_TO, IN_CLOSE_WRITE}));
    ::close(watch);
}

TEST(WriteFileAtomically, OutlivesSomebodyWhoTakesItsTemporaryFileForAbandoned) {
    // A run in another container, which cannot see this process, and comes just when it was made.
    const test::TemporaryFolder folder;
    for (const bool still_there : {false, true}) {
        int other = -1;
        g_before_lock = [&] {
            const fs::path made = fs::directory_iterator(folder.path())->path();
            other = ::open(made.c_str(), O_RDWR | O_CLOEXEC);
            EXPECT_EQ(flock(other, LOCK_EX | LOCK_NB), 0);
            if (!still_there) {
                fs::remove(made);
                ::close(other);
            }
        };
        base::write_file_atomically(folder / "x", "new", {});
        EXPECT_EQ(base::read_file(folder / "x", 100), "new");
        EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
        fs::remove(folder / "x");
        if (still_there) {
            ::close(other);
        }
    }
}
#endif

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
