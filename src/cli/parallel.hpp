// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace cli {

/// Calls `work(i)` for each i below `count`, at most `most` at a time, and returns when all are
/// done. `work` must not throw. Where the system gives fewer threads than that, as a limit on
/// processes or little memory does, the ones that there are do all of the work.
/// @param start  makes a thread that runs what it is given
template <typename Work, typename Start>
void for_each_parallel(std::size_t count, std::size_t most, Work work, Start start) {
    std::atomic<std::size_t> next = 0;
    const auto take_turns = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            work(i);
        }
    };
    const std::size_t wanted = std::min(count, most);
    std::vector<std::jthread> threads;
    threads.reserve(wanted);
    try {
        // The first pieces may be done before the last thread is there.
        while (threads.size() + 1 < wanted && next < count) {
            threads.push_back(start(take_turns));
        }
    } catch (const std::system_error&) {
        // std::thread's way to say that there are no more.
    }
    take_turns();
}

template <typename Work>
void for_each_parallel(std::size_t count, std::size_t most, Work work) {
    for_each_parallel(count, most, std::move(work),
                      [](const auto& turns) { return std::jthread(turns); });
}

} // namespace cli
