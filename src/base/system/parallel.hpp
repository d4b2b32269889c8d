// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <system_error>
#include <thread>
#include <vector>

namespace base {

/// Makes a thread that runs what it is given.
inline constexpr auto k_start_thread = [](const auto& body) { return std::jthread(body); };

/// Starts `count` threads, of which each calls a copy of `work` with its number, from 0 on. Returns
/// fewer when the system gives no more, as with a limit on processes or little memory.
template <typename Work, typename Start = decltype(k_start_thread)>
std::vector<std::jthread> start_threads(std::size_t count, const Work& work,
                                        const Start& start = k_start_thread) {
    std::vector<std::jthread> threads;
    threads.reserve(count);
    try {
        while (threads.size() < count) {
            threads.push_back(start([work, i = threads.size()] { work(i); }));
        }
    } catch (const std::system_error&) {
        // std::thread's way to say that there are no more.
    }
    return threads;
}

/// Calls `work(i)` for each i below `count`, at most `most` at a time, and returns when all are
/// done. `work` must not throw. Where the system gives fewer threads, those do all of the work.
template <typename Work, typename Start = decltype(k_start_thread)>
void for_each_parallel(std::size_t count, std::size_t most, const Work& work,
                       const Start& start = k_start_thread) {
    std::atomic<std::size_t> next = 0;
    const auto take_turns = [&](std::size_t) {
        for (std::size_t i = next++; i < count; i = next++) {
            work(i);
        }
    };
    const std::size_t wanted = std::min(count, most);
    const auto threads = start_threads(wanted > 0 ? wanted - 1 : 0, take_turns, start);
    take_turns(threads.size());
}

} // namespace base
