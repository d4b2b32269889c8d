// SPDX-License-Identifier: Apache-2.0
#include "simulator/camera.hpp"

#include <algorithm>
#include <utility>

namespace simulator {

Camera::Camera(CameraFacts facts, std::optional<std::int64_t> first_capture_ms, Moment now)
    : m_facts(std::move(facts)), m_newest_ms(first_capture_ms) {
    if (m_facts.periodic_ms > 0) {
        m_periodic_due = now.steady_ms + m_facts.periodic_ms;
    }
}

bool Camera::takes_pictures() const {
    return m_facts.online && m_facts.motion_detection && !m_never_captures;
}

bool Camera::blocked_by_recording() const {
    return m_facts.battery || m_facts.kind == "doorbell_graham_cracker";
}

std::int64_t Camera::ready_at() const {
    return blocked_by_recording() ? std::max(*m_capture_due, m_recording_until) : *m_capture_due;
}

void Camera::capture(std::int64_t capture_ms) {
    m_newest_ms = m_newest_ms ? std::max(capture_ms, *m_newest_ms + 1) : capture_ms;
    ++m_captures;
}

void Camera::settle(Moment now) {
    const auto service_time_of = [&](std::int64_t steady_ms) {
        return now.service_ms - (now.steady_ms - steady_ms);
    };
    if (m_periodic_due && *m_periodic_due <= now.steady_ms) {
        const auto missed = (now.steady_ms - *m_periodic_due) / m_facts.periodic_ms;
        const auto last = *m_periodic_due + missed * m_facts.periodic_ms;
        m_periodic_due = last + m_facts.periodic_ms;
        const bool frozen = blocked_by_recording() && last < m_recording_until;
        if (takes_pictures() && !frozen) {
            capture(service_time_of(last));
        }
    }
    if (m_capture_due && ready_at() <= now.steady_ms) {
        const auto taken_at = ready_at();
        m_capture_due.reset();
        if (takes_pictures()) {
            capture(service_time_of(taken_at));
        }
    }
}

bool Camera::ask_for_capture(Moment now) {
    settle(now);
    ++m_asked;
    if (m_capture_due || !m_facts.online || !m_facts.motion_detection) {
        return false;
    }
    ++m_wakes;
    m_capture_due = now.steady_ms + m_facts.capture_delay_ms;
    return true;
}

std::optional<std::int64_t> Camera::next_change() const {
    if (!m_capture_due) {
        return m_periodic_due;
    }
    return m_periodic_due ? std::min(ready_at(), *m_periodic_due) : ready_at();
}

} // namespace simulator
