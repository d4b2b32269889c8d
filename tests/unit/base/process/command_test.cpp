// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/process/command.hpp"
#include "base/process/signals.hpp"
#include "child_process.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <fcntl.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::chrono::milliseconds k_long = 60s;

base::CommandResult run(const std::vector<std::string>& words) {
    return base::run_command(words, {}, k_long, {});
}

base::CommandResult run_shell(const std::string& script) {
    return run({"sh", "-c", script});
}

TEST(RunCommand, ReturnsTheExitStatus) {
    for (const int status : {0, 1, 7, 255}) {
        const base::CommandResult result = run_shell("exit " + std::to_string(status));
        EXPECT_EQ(result.status, status);
        EXPECT_FALSE(result.timed_out);
    }
}

TEST(RunCommand, Reports128AndTheSignalThatEndedIt) {
    EXPECT_EQ(run_shell("kill -TERM $$").status, 143);
    EXPECT_EQ(run_shell("kill -KILL $$").status, 137);
}

TEST(RunCommand, DoesNotInterpretShellCharacters) {
    const test::TemporaryFolder folder;
    const std::string name = "a; touch b > c $(touch d) `touch e` $HOME * | x & \"'\\";
    EXPECT_EQ(run({"touch", "--", (folder / name).string()}).status, 0);
    int entries = 0;
    for (const auto& entry : fs::directory_iterator(folder.path())) {
        EXPECT_EQ(entry.path().filename(), name);
        ++entries;
    }
    EXPECT_EQ(entries, 1);
}

TEST(RunCommand, ChangesTheEnvironmentOfTheCommandAlone) {
    const test::TemporaryFolder folder;
    ::setenv("RST_KEPT", "kept", 1);
    ::setenv("RST_CHANGED", "old", 1);
    ::setenv("RST_REMOVED", "secret", 1);
    const std::string script = "printf '%s|%s|%s|%s' \"$RST_KEPT\" \"$RST_CHANGED\" "
                               "\"${RST_REMOVED-none}\" \"$RST_NEW\" > \"$RST_OUT\"";
    base::run_command({"sh", "-c", script},
                      {{"RST_CHANGED", "new"},
                       {"RST_REMOVED", ""},
                       {"RST_NEW", "a=b \"c\"\n$d"},
                       {"RST_OUT", (folder / "out").string()}},
                      k_long, {});
    EXPECT_EQ(base::read_file(folder / "out", 1000), "kept|new|none|a=b \"c\"\n$d");
    EXPECT_STREQ(std::getenv("RST_CHANGED"), "old");
    EXPECT_STREQ(std::getenv("RST_REMOVED"), "secret");
    EXPECT_EQ(std::getenv("RST_NEW"), nullptr);
    for (const char* name : {"RST_KEPT", "RST_CHANGED", "RST_REMOVED"}) {
        ::unsetenv(name);
    }
}

#ifdef __linux__
TEST(RunCommand, HandsDownNoOpenFileButTheStandardStreams) {
    const test::TemporaryFolder folder;
    // As libraries open them: nothing keeps these from being inherited.
    std::array<int, 40> open_here{};
    for (int& descriptor : open_here) {
        descriptor = ::open((folder / "ours").c_str(), O_RDWR | O_CREAT, 0600);
        ASSERT_GE(descriptor, 0);
    }
    const int high = ::fcntl(open_here[0], F_DUPFD, 700);
    // The last one is ls's own, for the folder.
    EXPECT_EQ(run_shell("exec ls /proc/self/fd > '" + (folder / "out").string() + "'").status, 0);
    EXPECT_EQ(base::read_file(folder / "out", 10'000), "0\n1\n2\n3\n");
    for (const int descriptor : open_here) {
        ::close(descriptor);
    }
    ::close(high);
}
#endif

TEST(RunCommand, GivesItAnEmptyStandardInput) {
    const test::TemporaryFolder folder;
    EXPECT_EQ(run_shell("cat > '" + (folder / "out").string() + "'").status, 0);
    EXPECT_EQ(base::read_file(folder / "out", 1000), "");
}

TEST(RunCommand, SendsItsOutputToOurStandardError) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    run_shell("echo out; echo err >&2");
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "out\nerr\n");
}

TEST(RunCommand, ThrowsWhenItCannotBeStarted) {
    const test::TemporaryFolder folder;
    base::write_file_atomically(folder / "text", "no program", {});
    const std::vector<std::string> programs = {
        "no-such-program-anywhere", (folder / "missing").string(), (folder / "text").string(), ""};
    for (const std::string& program : programs) {
        try {
            run({program});
            ADD_FAILURE() << program;
        } catch (const base::Error& error) {
            EXPECT_EQ(error.code(), base::ErrorCode::unexpected);
            EXPECT_THAT(error.message(), testing::HasSubstr("cannot run " + program + ": "));
        }
    }
    EXPECT_THROW(run({}), base::Error);
}

/// Processes that hold the writing end of a pipe: once nobody does, they have all ended.
class Witness {
public:
    Witness() {
        if (::pipe(m_ends.data()) != 0) {
            throw std::runtime_error("no pipe");
        }
        ::fcntl(m_ends[0], F_SETFD, FD_CLOEXEC);
    }

    ~Witness() {
        ::close(m_ends[0]);
        ::close(m_ends[1]);
    }

    Witness(const Witness&) = delete;
    Witness& operator=(const Witness&) = delete;

    bool all_have_ended() {
        ::close(m_ends[1]);
        m_ends[1] = -1;
        char byte = 0;
        return ::read(m_ends[0], &byte, 1) == 0;
    }

private:
    std::array<int, 2> m_ends{};
};

TEST(RunCommand, EndsTheCommandAndItsChildrenAfterTheTimeLimit) {
#ifdef __linux__
    // As in a container, where orphans come to us; elsewhere somebody else sees to their end, in
    // the time that he likes.
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
#endif
    Witness witness;
    const base::CommandResult result =
        base::run_command({"sh", "-c", "sleep 50 & sleep 50 & wait"}, {}, 50ms, {});
    EXPECT_TRUE(result.timed_out);
    EXPECT_EQ(result.status, 143);
    EXPECT_TRUE(witness.all_have_ended());
#ifdef __linux__
    EXPECT_LT(::waitpid(-1, nullptr, WNOHANG), 0) << "an ended child was left";
    ::prctl(PR_SET_CHILD_SUBREAPER, 0);
#endif
}

TEST(RunCommand, KillsAChildThatDoesNotWantToEnd) {
    Witness witness;
    const base::CommandResult result = base::run_command(
        {"sh", "-c", "(trap '' TERM; exec sleep 50) & trap '' TERM; sleep 50; sleep 50"}, {}, 100ms,
        {});
    EXPECT_TRUE(result.timed_out);
    EXPECT_EQ(result.status, 137);
    EXPECT_TRUE(witness.all_have_ended());
}

TEST(RunCommand, EndsTheCommandWhenAStopIsRequested) {
    Witness witness;
    std::stop_source stop;
    const auto start = std::chrono::steady_clock::now();
    std::thread stopper([&stop] { stop.request_stop(); });
    const base::CommandResult result =
        base::run_command({"sleep", "50"}, {}, std::chrono::milliseconds::max(), stop.get_token());
    stopper.join();
    EXPECT_FALSE(result.timed_out);
    EXPECT_EQ(result.status, 143);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 10s);
    EXPECT_TRUE(witness.all_have_ended());
}

TEST(RunCommand, LeavesAChildOfACommandThatEndedInTime) {
    const test::TemporaryFolder folder;
    ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
    const base::CommandResult result =
        run_shell("(echo alive > '" + (folder / "fifo").string() + "') & exit 3");
    EXPECT_EQ(result.status, 3);
    EXPECT_EQ(base::read_file(folder / "fifo", 100), "alive\n");
}

TEST(RunCommand, GivesItTheUsualSignalsBack) {
    test::ChildProcess child([](const test::ChildProcess::Link&) {
        const base::SignalWatcher watcher;
        // Blocked or ignored signals would leave these alive.
        for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ}) {
            const std::string script = "kill -" + std::to_string(signal) + " $$; exit 0";
            if (run_shell(script).status != 128 + signal) {
                return signal;
            }
        }
        return watcher.received();
    });
    EXPECT_EQ(child.wait(), 0);
}

} // namespace
