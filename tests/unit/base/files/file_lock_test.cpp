// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/files/file_lock.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"
#include "unit/base/process/child_process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fcntl.h>
#include <fstream>
#include <functional>
#include <optional>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace {

using namespace std::chrono_literals;

/// A clock on which something happens whenever somebody sleeps.
class EventfulClock final : public base::Clock {
public:
    explicit EventfulClock(std::function<void()> event) : m_event(std::move(event)) {}

    base::SystemTime now() const override { return m_clock.now(); }

    base::SteadyTime steady_now() const override { return m_clock.steady_now(); }

    bool sleep_for(std::chrono::nanoseconds duration, std::stop_token stop) override {
        m_event();
        return m_clock.sleep_for(duration, std::move(stop));
    }

    std::vector<std::chrono::nanoseconds> sleeps() const { return m_clock.sleeps(); }

private:
    std::function<void()> m_event;
    test::ManualClock m_clock;
};

TEST(FileLock, MakesAFileForItsOwnerAloneAndLeavesIt) {
    const test::TemporaryFolder folder;
    const mode_t before = ::umask(0);
    test::ManualClock clock;
    { const base::FileLock lock(folder / "lock", clock, {}); }
    ::umask(before);

    struct stat status {};

    ASSERT_EQ(::stat((folder / "lock").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    EXPECT_THAT(clock.sleeps(), testing::IsEmpty());
}

TEST(FileLock, IsNotWaitedForLongerThanTheCallersPatience) {
    const test::TemporaryFolder folder;
    test::ManualClock clock;
    const base::FileLock held(folder / "lock", clock, {});
    const auto start = clock.steady_now();
    try {
        const base::FileLock lock(folder / "lock", clock, {}, 500ms);
        FAIL() << "two hold it";
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
        EXPECT_THAT(error.message(), testing::HasSubstr("another run holds it"));
    }
    EXPECT_GE(clock.steady_now() - start, 500ms);
    EXPECT_LE(clock.steady_now() - start, 700ms);
}

TEST(FileLock, CanBeTakenAgainAfterItsRelease) {
    const test::TemporaryFolder folder;
    test::ManualClock clock;
    for (int i = 0; i < 3; ++i) {
        const base::FileLock lock(folder / "lock", clock, {});
    }
    EXPECT_THAT(clock.sleeps(), testing::IsEmpty());
}

TEST(FileLock, WaitsForTheOtherOneInTheSameThread) {
    const test::TemporaryFolder folder;
    test::ManualClock idle;
    std::optional<base::FileLock> first;
    first.emplace(folder / "lock", idle, std::stop_token());
    int naps = 0;
    EventfulClock clock([&] {
        if (++naps == 12) {
            first.reset();
        }
    });
    const base::FileLock second(folder / "lock", clock, {});
    EXPECT_EQ(naps, 12);
    EXPECT_EQ(clock.sleeps().front(), 1ms);
    EXPECT_EQ(clock.sleeps().back(), 100ms);
}

TEST(FileLock, LetsOneThreadInAtATime) {
    const test::TemporaryFolder folder;
    base::SystemClock clock;
    std::atomic<int> inside = 0;
    int counter = 0;
    const auto work = [&] {
        for (int i = 0; i < 20; ++i) {
            const base::FileLock lock(folder / "lock", clock, {});
            EXPECT_EQ(++inside, 1);
            ++counter;
            --inside;
        }
    };
    std::thread one(work);
    std::thread two(work);
    one.join();
    two.join();
    EXPECT_EQ(counter, 40);
}

TEST(FileLock, LetsOneProcessInAtATime) {
    const test::TemporaryFolder folder;
    const auto add_one_often = [&folder] {
        base::SystemClock clock;
        for (int i = 0; i < 20; ++i) {
            const base::FileLock lock(folder / "lock", clock, {});
            int value = 0;
            std::ifstream(folder / "value") >> value;
            std::ofstream(folder / "value") << value + 1;
        }
        return 0;
    };
    test::ChildProcess one([&](const test::ChildProcess::Link&) { return add_one_often(); });
    test::ChildProcess two([&](const test::ChildProcess::Link&) { return add_one_often(); });
    add_one_often();
    EXPECT_EQ(one.wait(), 0);
    EXPECT_EQ(two.wait(), 0);
    int value = 0;
    std::ifstream(folder / "value") >> value;
    EXPECT_EQ(value, 60);
}

TEST(FileLock, IsReleasedWhenItsHolderIsKilled) {
    const test::TemporaryFolder folder;
    test::ChildProcess child([&folder](const test::ChildProcess::Link& parent) {
        base::SystemClock clock;
        const base::FileLock lock(folder / "lock", clock, {});
        parent.tell('l');
        ::pause();
        return 0;
    });
    ASSERT_EQ(child.hear(), 'l');
    int naps = 0;
    EventfulClock clock([&] {
        if (++naps == 1) {
            child.signal(SIGKILL);
            child.wait();
        }
    });
    const base::FileLock lock(folder / "lock", clock, {});
    EXPECT_EQ(naps, 1);
}

TEST(FileLock, StopsWaitingWhenAStopIsRequested) {
    const test::TemporaryFolder folder;
    base::SystemClock clock;
    const base::FileLock held(folder / "lock", clock, {});
    std::stop_source stop;
    std::thread stopper([&stop] { stop.request_stop(); });
    try {
        const base::FileLock lock(folder / "lock", clock, stop.get_token());
        ADD_FAILURE() << "the lock is held";
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::ErrorCode::interrupted);
    }
    stopper.join();
}

TEST(FileLock, FailsWhenItsFileCannotBeMade) {
    const test::TemporaryFolder folder;
    test::ManualClock clock;
    for (const auto& path : {folder / "missing" / "lock", folder.path()}) {
        try {
            const base::FileLock lock(path, clock, {});
            ADD_FAILURE() << path;
        } catch (const base::Error& error) {
            EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
            EXPECT_THAT(error.message(), testing::HasSubstr("cannot lock " + path.string()));
        }
    }
}

} // namespace
