// SPDX-License-Identifier: Apache-2.0
#include "soak/virtual_clock.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace soak {

namespace {

/// Longer than a thread that has the processor works without asking for the time.
constexpr auto k_patience = std::chrono::milliseconds(20);

/// Whether a thread of this process, other than the caller, works or would if the machine were less
/// busy; false where the system does not say.
bool somebody_works() {
    int working = 0;
    std::error_code error;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", error)) {
        std::string text;
        std::getline(std::ifstream(task.path() / "stat"), text);
        // "TID (NAME) STATE …"; R: runs or could, D: waits for the disk.
        const std::size_t state = text.rfind(')') + 2;
        working += state < text.size() && (text[state] == 'R' || text[state] == 'D') ? 1 : 0;
    }
    return working > 1;
}

} // namespace

VirtualClock::VirtualClock(base::SystemTime start, std::size_t threads)
    : m_start(start),
      m_steady_start(std::chrono::hours(1000)),
      m_threads(threads),
      m_steady(m_steady_start) {}

base::SystemTime VirtualClock::true_time() const {
    return m_start +
           std::chrono::duration_cast<base::SystemTime::duration>(m_steady - m_steady_start) +
           m_suspended;
}

base::SystemTime VirtualClock::now() const {
    const std::lock_guard guard(m_mutex);
    ++m_calls;
    return true_time() + m_error;
}

base::SystemTime VirtualClock::true_now() const {
    const std::lock_guard guard(m_mutex);
    ++m_calls;
    return true_time();
}

base::SteadyTime VirtualClock::steady_now() const {
    const std::lock_guard guard(m_mutex);
    ++m_calls;
    return m_steady;
}

void VirtualClock::set_wrong_by(std::chrono::seconds error) {
    const std::lock_guard guard(m_mutex);
    m_error = error;
}

void VirtualClock::suspend(std::chrono::seconds duration) {
    const std::lock_guard guard(m_mutex);
    m_suspended += duration;
}

bool VirtualClock::sleep_for(std::chrono::nanoseconds duration, std::stop_token stop) {
    Sleeper self;
    const std::stop_callback on_stop(stop, [&] {
        const std::lock_guard guard(m_mutex);
        self.awakening.notify_one();
    });
    std::unique_lock lock(m_mutex);
    ++m_calls;
    if (stop.stop_requested()) {
        return false;
    }
    if (duration <= std::chrono::nanoseconds(0)) {
        return true;
    }
    const auto entry = m_sleepers.emplace(m_steady + duration, &self);
    if (m_sleepers.size() == m_threads) {
        go_on();
    }
    while (!self.due && !stop.stop_requested()) {
        const std::uint64_t calls = m_calls;
        self.awakening.wait_for(lock, k_patience);
        if (!self.due && m_calls == calls && !somebody_works()) {
            go_on();
        }
    }
    ++m_calls;
    if (!self.due) {
        m_sleepers.erase(entry);
    }
    return self.due && !stop.stop_requested();
}

void VirtualClock::go_on() {
    if (m_sleepers.empty()) {
        return;
    }
    ++m_calls;
    m_steady = m_sleepers.begin()->first;
    while (!m_sleepers.empty() && m_sleepers.begin()->first <= m_steady) {
        Sleeper* sleeper = m_sleepers.begin()->second;
        m_sleepers.erase(m_sleepers.begin());
        sleeper->due = true;
        sleeper->awakening.notify_one();
    }
}

} // namespace soak
