// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <optional>

namespace snapshot {

/// How often a camera is asked by force for one picture: three times at most, ten seconds or more
/// apart, since each request can cost a battery camera some of its charge.
class CaptureRequests {
public:
    /// A request that forces a capture was answered.
    /// @param time     when it was sent
    /// @param refused  the service did not pass it on to the camera, so that the next one need not
    ///                 keep the distance
    void sent(base::SteadyTime time, bool refused) {
        ++m_count;
        if (!refused) {
            m_last = time;
        }
    }

    /// The camera was asked in another way at `time`: the next request keeps the distance.
    void asked_otherwise(base::SteadyTime time) { m_last = time; }

    bool is_first() const { return m_count == 0; }

    /// Whether another one may be sent now or later.
    bool has_more() const { return m_count < 3; }

    /// The earliest moment for the next one; in the past when it may be sent at once.
    base::SteadyTime next_due() const {
        return m_last ? *m_last + std::chrono::seconds(10) : base::SteadyTime::min();
    }

private:
    int m_count = 0;
    std::optional<base::SteadyTime> m_last;
};

} // namespace snapshot
