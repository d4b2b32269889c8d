// SPDX-License-Identifier: Apache-2.0
#include "soak/ledger.hpp"

namespace soak {

void Ledger::delivered(const Capture& capture) {
    const std::lock_guard guard(m_mutex);
    m_by_time[capture.time_ms][capture.camera].delivered = true;
}

void Ledger::saved(const Capture& capture) {
    const std::lock_guard guard(m_mutex);
    ++m_by_time[capture.time_ms][capture.camera].saved;
}

void Ledger::settle(std::int64_t before_ms) {
    const std::lock_guard guard(m_mutex);
    while (!m_by_time.empty() && m_by_time.begin()->first < before_ms) {
        for (const auto& [camera, account] : m_by_time.begin()->second) {
            m_result.saved_once += account.saved == 1 ? 1 : 0;
            m_result.saved_again += account.saved > 1 ? account.saved - 1 : 0;
            m_result.lost += account.saved == 0 ? 1 : 0;
        }
        m_by_time.erase(m_by_time.begin());
    }
}

Ledger::Result Ledger::result() const {
    const std::lock_guard guard(m_mutex);
    return m_result;
}

} // namespace soak
