// SPDX-License-Identifier: Apache-2.0
#include "web/server/workers.hpp"

#include <utility>

namespace web {

Workers::Workers(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        m_threads.emplace_back([this] { work(); });
    }
}

Workers::~Workers() {
    {
        const std::lock_guard guard(m_mutex);
        m_is_over = true;
    }
    m_changed.notify_all();
}

void Workers::add(std::function<void()> job) {
    {
        const std::lock_guard guard(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_changed.notify_one();
}

void Workers::work() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return m_is_over || !m_jobs.empty(); });
        if (m_is_over) {
            return;
        }
        const auto job = std::move(m_jobs.front());
        m_jobs.pop_front();
        lock.unlock();
        job();
        lock.lock();
    }
}

} // namespace web
