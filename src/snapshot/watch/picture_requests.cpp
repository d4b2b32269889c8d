// SPDX-License-Identifier: Apache-2.0
#include "snapshot/watch/picture_requests.hpp"

namespace snapshot {

RequestAnswer PictureRequests::ask() {
    const std::lock_guard guard(m_mutex);
    if (m_is_closed) {
        return RequestAnswer::ended;
    }
    if (m_is_waiting || m_is_capturing) {
        return RequestAnswer::busy;
    }
    const base::SteadyTime now = m_clock.steady_now();
    if ((m_begun && now < *m_begun + m_pause) || (m_ended && now < *m_ended + k_distance)) {
        return RequestAnswer::too_soon;
    }
    m_is_waiting = true;
    return RequestAnswer::accepted;
}

bool PictureRequests::is_waiting() const {
    const std::lock_guard guard(m_mutex);
    return m_is_waiting;
}

void PictureRequests::capture_begins() {
    const std::lock_guard guard(m_mutex);
    m_is_waiting = false;
    m_is_capturing = true;
    m_begun = m_clock.steady_now();
}

void PictureRequests::capture_ends() {
    const std::lock_guard guard(m_mutex);
    m_is_capturing = false;
    m_ended = m_clock.steady_now();
}

void PictureRequests::close() {
    const std::lock_guard guard(m_mutex);
    m_is_closed = true;
}

} // namespace snapshot
