// SPDX-License-Identifier: Apache-2.0
#include "base/system/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <latch>
#include <vector>

namespace base {
namespace {

TEST(ForEachParallel, does_each_piece_of_work_once) {
    for (const std::size_t count : {0U, 1U, 2U, 7U, 100U}) {
        for (const std::size_t most : {0U, 1U, 3U, 64U, 1000U}) {
            std::vector<std::atomic<int>> done(count);
            for_each_parallel(count, most, [&](std::size_t i) { ++done[i]; });
            for (const auto& times : done) {
                EXPECT_EQ(times, 1);
            }
        }
    }
}

TEST(ForEachParallel, works_on_as_many_at_the_same_time_as_allowed) {
    constexpr std::size_t k_count = 6;
    std::barrier all_there(k_count);
    // Returns only when all six are at work at once.
    for_each_parallel(k_count, 64, [&](std::size_t) { all_there.arrive_and_wait(); });
}

TEST(ForEachParallel, works_on_no_more_at_the_same_time_than_allowed) {
    std::atomic<int> at_work = 0;
    std::atomic<int> most = 0;
    for_each_parallel(200, 3, [&](std::size_t) {
        const int now = ++at_work;
        int before = most;
        while (before < now && !most.compare_exchange_weak(before, now)) {
        }
        std::this_thread::yield();
        --at_work;
    });
    EXPECT_LE(most, 3);
}

TEST(ForEachParallel, one_that_is_slow_does_not_hold_up_the_others) {
    constexpr std::size_t k_count = 10;
    std::latch others_done(k_count - 1);
    // The first piece ends only after all others did.
    for_each_parallel(k_count, 2, [&](std::size_t i) {
        if (i == 0) {
            others_done.wait();
        } else {
            others_done.count_down();
        }
    });
}

TEST(StartThreads, numbers_them) {
    std::atomic<int> sum = 0;
    start_threads(4, [&](std::size_t i) { sum += 1 << (4 * i); }).clear();
    EXPECT_EQ(sum, 0x1111);
}

TEST(StartThreads, returns_as_many_as_the_system_gives) {
    std::size_t started = 0;
    const auto start = [&](const auto& body) {
        if (started++ == 2) {
            throw std::system_error(
                std::make_error_code(std::errc::resource_unavailable_try_again));
        }
        return std::jthread(body);
    };
    std::atomic<int> ran = 0;
    auto threads = start_threads(
        5, [&](std::size_t) { ++ran; }, start);
    EXPECT_EQ(threads.size(), 2);
    threads.clear();
    EXPECT_EQ(ran, 2);
}

TEST(ForEachParallel, the_threads_that_there_are_do_the_work_of_those_that_there_are_not) {
    for (const std::size_t there_are : {0U, 1U, 3U}) {
        std::vector<std::atomic<int>> done(50);
        std::size_t started = 0;
        const auto start = [&](const auto& turns) {
            if (started == there_are) {
                throw std::system_error(
                    std::make_error_code(std::errc::resource_unavailable_try_again));
            }
            ++started;
            return std::jthread(turns);
        };
        for_each_parallel(
            done.size(), 10, [&](std::size_t i) { ++done[i]; }, start);
        for (const auto& times : done) {
            EXPECT_EQ(times, 1);
        }
    }
}

} // namespace
} // namespace base
