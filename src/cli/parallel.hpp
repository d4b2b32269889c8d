// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace cli {

/// Calls `work(i)` for each i below `count`, at most `most` at a time, and returns when all are
/// done. `work` must not throw.
template <typename Work>
void for_each_parallel(std::size_t count, std::size_t most, Work work) {
    std::atomic<std::size_t> next = 0;
    const auto take_turns = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            work(i);
        }
    };
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < std::min(count, most); ++i) {
        threads.emplace_back(take_turns);
    }
    take_turns();
}

} // namespace cli
