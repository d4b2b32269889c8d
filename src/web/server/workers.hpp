// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace web {

/// Threads that do jobs in the order in which they come.
class Workers {
public:
    explicit Workers(std::size_t count);

    /// Finishes the jobs that are under way, and drops those that wait.
    ~Workers();

    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// @param job  must not throw
    void add(std::function<void()> job);

private:
    void work();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::function<void()>> m_jobs;
    bool m_is_over = false;
    std::vector<std::jthread> m_threads;
};

} // namespace web
