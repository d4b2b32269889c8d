// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/process/signals.hpp"
#include "base/system/terminal.hpp"
#include "unit/base/process/child_process.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <future>
#include <stdexcept>
#include <string>
#include <sys/ioctl.h>
#include <termios.h>
#include <thread>
#include <unistd.h>

namespace {

using Line = std::optional<std::string>;

/// Standard input read from another descriptor while it lives.
class ScopedInput {
public:
    explicit ScopedInput(int descriptor) : m_before(::dup(STDIN_FILENO)) {
        ::dup2(descriptor, STDIN_FILENO);
    }

    ~ScopedInput() {
        if (m_before >= 0) {
            ::dup2(m_before, STDIN_FILENO);
            ::close(m_before);
        } else {
            ::close(STDIN_FILENO);
        }
    }

    ScopedInput(const ScopedInput&) = delete;
    ScopedInput& operator=(const ScopedInput&) = delete;

private:
    int m_before;
};

/// A pipe as standard input.
class Pipe {
public:
    Pipe() {
        if (::pipe(m_ends.data()) != 0) {
            throw std::runtime_error("no pipe");
        }
    }

    ~Pipe() {
        close_writing_end();
        ::close(m_ends[0]);
    }

    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int reading_end() const { return m_ends[0]; }

    void write(const std::string& text) const {
        ASSERT_EQ(::write(m_ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
    }

    void close_writing_end() {
        if (m_ends[1] >= 0) {
            ::close(m_ends[1]);
            m_ends[1] = -1;
        }
    }

private:
    std::array<int, 2> m_ends{};
};

/// A terminal whose user is the test.
class Terminal {
public:
    Terminal() : m_user(::posix_openpt(O_RDWR | O_NOCTTY)) {
        if (m_user < 0 || ::grantpt(m_user) != 0 || ::unlockpt(m_user) != 0) {
            throw std::runtime_error("no pseudo-terminal");
        }
        m_program = ::open(::ptsname(m_user), O_RDWR | O_NOCTTY);
        if (m_program < 0) {
            throw std::runtime_error("no pseudo-terminal");
        }
    }

    ~Terminal() {
        ::close(m_program);
        ::close(m_user);
    }

    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    int program_end() const { return m_program; }

    bool echoes() const {
        termios state{};
        ::tcgetattr(m_program, &state);
        return (state.c_lflag & ECHO) != 0;
    }

    void wait_until_hidden() const {
        while (echoes()) {
            std::this_thread::yield();
        }
    }

    void type(const std::string& text) const {
        ASSERT_EQ(::write(m_user, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    }

    /// What the terminal shows so far.
    std::string screen() const {
        ::fcntl(m_user, F_SETFL, O_NONBLOCK);
        std::array<char, 4096> bytes{};
        const ssize_t count = ::read(m_user, bytes.data(), bytes.size());
        return {bytes.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
    }

private:
    int m_user = -1;
    int m_program = -1;
};

TEST(ReadLine, ReadsLineAfterLineUntilTheEnd) {
    Pipe pipe;
    const ScopedInput input(pipe.reading_end());
    pipe.write("one\n\ntwo words \r\nlast");
    pipe.close_writing_end();
    EXPECT_EQ(base::read_line(true, {}), "one");
    EXPECT_EQ(base::read_line(true, {}), "");
    EXPECT_EQ(base::read_line(false, {}), "two words ");
    EXPECT_EQ(base::read_line(true, {}), "last");
    EXPECT_EQ(base::read_line(true, {}), std::nullopt);
    EXPECT_EQ(base::read_line(true, {}), std::nullopt);
}

TEST(ReadLine, ConsumesNothingBeyondTheLine) {
    Pipe pipe;
    const ScopedInput input(pipe.reading_end());
    pipe.write("mine\nyours\n");
    EXPECT_EQ(base::read_line(true, {}), "mine");
    std::array<char, 6> rest{};
    EXPECT_EQ(::read(STDIN_FILENO, rest.data(), rest.size()), 6);
    EXPECT_EQ(std::string(rest.data(), rest.size()), "yours\n");
}

TEST(ReadLine, KeepsCarriageReturnsWithinTheLine) {
    Pipe pipe;
    const ScopedInput input(pipe.reading_end());
    pipe.write("a\rb\r\r\n");
    EXPECT_EQ(base::read_line(true, {}), "a\rb\r");
}

TEST(ReadLine, AcceptsLinesOfUpTo64KiB) {
    for (const auto& [length, accepted] : {std::pair(65536, true), std::pair(65537, false)}) {
        Pipe pipe;
        const ScopedInput input(pipe.reading_end());
        std::thread writer([&pipe, size = length] {
            pipe.write(std::string(static_cast<std::size_t>(size), 'x') + "\n");
        });
        if (accepted) {
            EXPECT_EQ(base::read_line(true, {}), std::string(65536, 'x'));
        } else {
            try {
                base::read_line(true, {});
                ADD_FAILURE() << "the line is too long";
            } catch (const base::Error& error) {
                EXPECT_EQ(error.code(), base::ErrorCode::usage);
            }
        }
        writer.join();
    }
}

TEST(ReadLine, IsNothingWithoutStandardInput) {
    test::ChildProcess child([](const test::ChildProcess::Link&) {
        ::close(STDIN_FILENO);
        return base::read_line(true, {}) ? 1 : 0;
    });
    EXPECT_EQ(child.wait(), 0);
}

TEST(ReadLine, StopsWaitingWhenAStopIsRequested) {
    Pipe pipe;
    const ScopedInput input(pipe.reading_end());
    pipe.write("half a line");
    std::stop_source stop;
    std::thread stopper([&stop] { stop.request_stop(); });
    try {
        base::read_line(true, stop.get_token());
        ADD_FAILURE() << "there is no line";
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), base::ErrorCode::interrupted);
    }
    stopper.join();
    EXPECT_THROW(base::read_line(true, stop.get_token()), base::Error);
}

TEST(ReadLine, ShowsWhatIsTypedWhenAskedTo) {
    const Terminal terminal;
    const ScopedInput input(terminal.program_end());
    terminal.type("me@example.com\n");
    EXPECT_EQ(base::read_line(true, {}), "me@example.com");
    EXPECT_EQ(terminal.screen(), "me@example.com\r\n");
}

TEST(ReadLine, HidesWhatIsTypedAndRestoresTheTerminal) {
    const Terminal terminal;
    const ScopedInput input(terminal.program_end());
    testing::internal::CaptureStderr();
    std::future<Line> line =
        std::async(std::launch::async, [] { return base::read_line(false, {}); });
    terminal.wait_until_hidden();
    terminal.type("hunter2\n");
    EXPECT_EQ(line.get(), "hunter2");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "\n");
    EXPECT_EQ(terminal.screen(), "");
    EXPECT_TRUE(terminal.echoes());
}

TEST(ReadLine, KeepsWhatWasTypedAhead) {
    const Terminal terminal;
    const ScopedInput input(terminal.program_end());
    terminal.type("one\ntwo\n");
    EXPECT_EQ(base::read_line(false, {}), "one");
    EXPECT_EQ(base::read_line(false, {}), "two");
}

TEST(ReadLine, RestoresTheTerminalAtTheEndOfInput) {
    const Terminal terminal;
    const ScopedInput input(terminal.program_end());
    std::future<Line> line =
        std::async(std::launch::async, [] { return base::read_line(false, {}); });
    terminal.wait_until_hidden();
    terminal.type("\x04");
    EXPECT_EQ(line.get(), std::nullopt);
    EXPECT_TRUE(terminal.echoes());
}

TEST(ReadLine, RestoresTheTerminalWhenAStopIsRequested) {
    const Terminal terminal;
    const ScopedInput input(terminal.program_end());
    std::stop_source stop;
    std::future<Line> line = std::async(
        std::launch::async, [&stop] { return base::read_line(false, stop.get_token()); });
    terminal.wait_until_hidden();
    stop.request_stop();
    EXPECT_THROW(line.get(), base::Error);
    EXPECT_TRUE(terminal.echoes());
}

TEST(ReadLine, LeavesATerminalRestoredWhenASecondSignalEndsTheProcess) {
    const Terminal terminal;
    test::ChildProcess child([&terminal](const test::ChildProcess::Link&) {
        ::dup2(terminal.program_end(), STDIN_FILENO);
        const base::SignalWatcher watcher;
        base::read_line(false, {});
        return 1;
    });
    terminal.wait_until_hidden();
    while (!child.has_ended()) {
        child.signal(SIGTERM);
        std::this_thread::yield();
    }
    EXPECT_EQ(child.wait(), 143);
    EXPECT_TRUE(terminal.echoes());
}

TEST(Terminal, IsToldFromOtherStreams) {
    const Terminal terminal;
    const ScopedInput input(terminal.program_end());
    EXPECT_TRUE(base::is_terminal(stdin));
    const Pipe pipe;
    const ScopedInput other(pipe.reading_end());
    EXPECT_FALSE(base::is_terminal(stdin));
}

TEST(TerminalSize, IsThatOfTheTerminalOr80By24) {
    const Terminal terminal;
    const ScopedInput input(terminal.program_end());
    EXPECT_EQ(base::terminal_size(stdin).columns, 80);
    EXPECT_EQ(base::terminal_size(stdin).lines, 24);
    const winsize size{25, 132, 0, 0};
    ASSERT_EQ(::ioctl(terminal.program_end(), TIOCSWINSZ, &size), 0);
    EXPECT_EQ(base::terminal_size(stdin).columns, 132);
    EXPECT_EQ(base::terminal_size(stdin).lines, 25);
    const Pipe pipe;
    const ScopedInput other(pipe.reading_end());
    EXPECT_EQ(base::terminal_size(stdin).columns, 80);
}

} // namespace
