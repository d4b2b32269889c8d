// SPDX-License-Identifier: Apache-2.0
#include "snapshot/capture_requests.hpp"

namespace snapshot {

namespace {

constexpr int k_most_requests = 3;
constexpr auto k_shortest_distance = std::chrono::seconds(10);

} // namespace

void CaptureRequests::sent(base::SteadyTime time, bool refused) {
    ++m_count;
    if (!refused) {
        m_last = time;
    }
}

bool CaptureRequests::has_more() const {
    return m_count < k_most_requests;
}

base::SteadyTime CaptureRequests::next_due() const {
    return m_last ? *m_last + k_shortest_distance : base::SteadyTime::min();
}

} // namespace snapshot
