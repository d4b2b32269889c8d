// SPDX-License-Identifier: Apache-2.0
#include "simulator/cameras.hpp"

#include <algorithm>
#include <chrono>

namespace simulator {

void Cameras::add(Camera camera) {
    const std::lock_guard lock{m_mutex};
    const auto id = camera.facts().id;
    if (m_entries.try_emplace(id, std::make_unique<Entry>(std::move(camera))).second) {
        m_order.push_back(id);
    }
}

Cameras::Entry* Cameras::find(std::int64_t id) const {
    const auto it = m_entries.find(id);
    return it == m_entries.end() ? nullptr : it->second.get();
}

bool Cameras::has(std::int64_t id) const {
    const std::lock_guard lock{m_mutex};
    return find(id) != nullptr;
}

std::vector<std::int64_t> Cameras::ids() const {
    const std::lock_guard lock{m_mutex};
    return m_order;
}

std::optional<Camera> Cameras::look_at(std::int64_t id) {
    const std::lock_guard lock{m_mutex};
    auto* entry = find(id);
    if (entry == nullptr) {
        return std::nullopt;
    }
    entry->camera.settle(m_clock.now());
    return entry->camera;
}

std::optional<std::int64_t> Cameras::newest_ms(std::int64_t id) {
    const auto camera = look_at(id);
    return camera ? camera->newest_ms() : std::nullopt;
}

void Cameras::ask_for_capture(std::int64_t id) {
    change(id, [](Camera& camera, Moment now) { camera.ask_for_capture(now); });
}

std::optional<std::int64_t> Cameras::wait_for_newer(std::int64_t id, std::int64_t after_ms,
                                                    std::int64_t wait_ms) {
    std::unique_lock lock{m_mutex};
    auto* entry = find(id);
    if (entry == nullptr) {
        return std::nullopt;
    }
    const auto deadline = m_clock.now().steady_ms + wait_ms;
    while (true) {
        const auto now = m_clock.now();
        entry->camera.settle(now);
        const auto newest = entry->camera.newest_ms();
        if (newest && *newest > after_ms) {
            return newest;
        }
        if (m_stopped || now.steady_ms >= deadline) {
            return std::nullopt;
        }
        const auto wake_at = std::min(deadline, entry->camera.next_change().value_or(deadline));
        ++m_waiting;
        entry->changed.wait_for(lock, std::chrono::milliseconds{wake_at - now.steady_ms});
        --m_waiting;
    }
}

std::int64_t Cameras::waiting() const {
    const std::lock_guard lock{m_mutex};
    return m_waiting;
}

bool Cameras::change(std::int64_t id, const std::function<void(Camera&, Moment)>& change) {
    const std::lock_guard lock{m_mutex};
    auto* entry = find(id);
    if (entry == nullptr) {
        return false;
    }
    const auto now = m_clock.now();
    entry->camera.settle(now);
    change(entry->camera, now);
    entry->changed.notify_all();
    return true;
}

void Cameras::clock_changed() {
    const std::lock_guard lock{m_mutex};
    for (auto& [id, entry] : m_entries) {
        entry->changed.notify_all();
    }
}

void Cameras::stop_waiting() {
    {
        const std::lock_guard lock{m_mutex};
        m_stopped = true;
    }
    clock_changed();
}

} // namespace simulator
