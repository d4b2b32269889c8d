// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace snapshot {

/// Calls `work(i)` for each i below `count`, each on a thread of its own, and returns when all have
/// ended. `work` must not throw. Where the system has no further thread, `give_up()` is called,
/// which must make the work under way end; when it has, Error{unexpected} is thrown.
/// @param start  makes a thread of a function, as the constructor of std::jthread does
template <typename Work, typename GiveUp, typename Start>
void run_each_on_a_thread(std::size_t count, Work work, GiveUp give_up, Start start) {
    std::vector<std::jthread> threads;
    threads.reserve(count);
    try {
        for (std::size_t i = 0; i < count; ++i) {
            threads.push_back(start([&work, i] { work(i); }));
        }
    } catch (const std::system_error& error) {
        give_up();
        threads.clear();
        throw base::Error(base::ErrorCode::unexpected,
                          "cannot start a thread for each camera: " + error.code().message(),
                          "choose fewer cameras, or allow this user more threads");
    }
}

template <typename Work, typename GiveUp>
void run_each_on_a_thread(std::size_t count, Work work, GiveUp give_up) {
    run_each_on_a_thread(count, std::move(work), std::move(give_up),
                         [](auto body) { return std::jthread(std::move(body)); });
}

} // namespace snapshot
