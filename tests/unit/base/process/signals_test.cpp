// SPDX-License-Identifier: Apache-2.0
#include "base/clock.hpp"
#include "base/process/signals.hpp"
#include "child_process.hpp"

#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <pthread.h>
#include <stop_token>
#include <thread>
#include <unistd.h>

namespace {

using namespace std::chrono_literals;

TEST(SignalWatcher, TurnsASignalIntoAStopRequest) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        test::ChildProcess child([](const test::ChildProcess::Link& parent) {
            const base::SignalWatcher watcher;
            base::SystemClock clock;
            if (watcher.received() != 0 || watcher.stop_token().stop_requested()) {
                return 1;
            }
            parent.tell('r');
            if (clock.sleep_for(50s, watcher.stop_token())) {
                return 2;
            }
            return 100 + watcher.received();
        });
        ASSERT_EQ(child.hear(), 'r');
        child.signal(signal);
        EXPECT_EQ(child.wait(), 100 + signal);
    }
}

TEST(SignalWatcher, EndsTheProcessAtASecondSignal) {
    for (const int second : {SIGINT, SIGTERM}) {
        test::ChildProcess child([](const test::ChildProcess::Link& parent) {
            const base::SignalWatcher watcher;
            base::SystemClock clock;
            parent.tell('r');
            clock.sleep_for(50s, watcher.stop_token());
            parent.tell('s');
            clock.sleep_for(50s, {});
            return 1;
        });
        ASSERT_EQ(child.hear(), 'r');
        child.signal(SIGINT);
        ASSERT_EQ(child.hear(), 's');
        // Until one comes late enough to count.
        while (!child.has_ended()) {
            child.signal(second);
            std::this_thread::yield();
        }
        EXPECT_EQ(child.wait(), 128 + second);
    }
}

TEST(SignalWatcher, HearsASecondSignalWhileACallbackOfTheFirstIsStuck) {
    test::ChildProcess child([](const test::ChildProcess::Link& parent) {
        const base::SignalWatcher watcher;
        base::SystemClock clock;
        const std::stop_callback stuck(watcher.stop_token(), [&] {
            parent.tell('s');
            clock.sleep_for(50s, {});
        });
        parent.tell('r');
        clock.sleep_for(50s, {});
        return 1;
    });
    ASSERT_EQ(child.hear(), 'r');
    child.signal(SIGINT);
    ASSERT_EQ(child.hear(), 's');
    // Until one comes late enough to count.
    while (!child.has_ended()) {
        child.signal(SIGINT);
        std::this_thread::yield();
    }
    EXPECT_EQ(child.wait(), 128 + SIGINT);
}

TEST(SignalWatcher, TakesQuickRepeatsForOneSignal) {
    test::ChildProcess child([](const test::ChildProcess::Link& parent) {
        const base::SignalWatcher watcher;
        base::SystemClock clock;
        parent.tell('r');
        clock.sleep_for(50s, watcher.stop_token());
        // As timeout(1) does: once more right after the first.
        ::kill(::getpid(), SIGTERM);
        clock.sleep_for(20ms, {});
        return 5;
    });
    ASSERT_EQ(child.hear(), 'r');
    child.signal(SIGTERM);
    EXPECT_EQ(child.wait(), 5);
}

TEST(SignalWatcher, LeavesHangupsIgnoredThatWereSoBefore) {
    test::ChildProcess child([](const test::ChildProcess::Link& parent) {
        std::signal(SIGHUP, SIG_IGN);
        const base::SignalWatcher watcher;
        base::SystemClock clock;
        parent.tell('r');
        clock.sleep_for(50s, watcher.stop_token());
        return 100 + watcher.received();
    });
    ASSERT_EQ(child.hear(), 'r');
    child.signal(SIGHUP);
    child.signal(SIGTERM);
    EXPECT_EQ(child.wait(), 100 + SIGTERM);
}

TEST(SignalWatcher, HearsInterruptsThatAShellHadIgnored) {
    test::ChildProcess child([](const test::ChildProcess::Link& parent) {
        std::signal(SIGINT, SIG_IGN);
        const base::SignalWatcher watcher;
        base::SystemClock clock;
        parent.tell('r');
        clock.sleep_for(50s, watcher.stop_token());
        return 100 + watcher.received();
    });
    ASSERT_EQ(child.hear(), 'r');
    child.signal(SIGINT);
    EXPECT_EQ(child.wait(), 100 + SIGINT);
}

TEST(SignalWatcher, MakesABrokenPipeAnErrorInsteadOfASignal) {
    test::ChildProcess child([](const test::ChildProcess::Link&) {
        const base::SignalWatcher watcher;
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) {
            return 1;
        }
        ::close(ends[0]);
        return ::write(ends[1], "x", 1) == -1 ? 0 : 2;
    });
    EXPECT_EQ(child.wait(), 0);
}

TEST(SignalWatcher, EndsItsThreadWithoutAnySignal) {
    test::ChildProcess child([](const test::ChildProcess::Link&) {
        for (int i = 0; i < 200; ++i) {
            const base::SignalWatcher watcher;
            if (watcher.received() != 0) {
                return 1;
            }
        }
        return 0;
    });
    EXPECT_EQ(child.wait(), 0);
}

TEST(SignalWatcher, GivesTheThreadItsSignalsBackAtTheEnd) {
    test::ChildProcess child([](const test::ChildProcess::Link&) {
        { const base::SignalWatcher watcher; }
        ::raise(SIGTERM);
        return 0;
    });
    EXPECT_EQ(child.wait(), 128 + SIGTERM);
}

} // namespace
