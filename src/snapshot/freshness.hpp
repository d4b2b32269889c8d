// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "http/message.hpp"

#include <chrono>
#include <optional>

namespace snapshot {

/// What the Date headers of answers tell about the service's clock: bounds, since a Date has whole
/// seconds and was written between sending and receiving; several narrow them. The wall clock of
/// this machine is never used.
class ServiceClock {
public:
    void observe(const http::Response& response);

    /// The earliest that the service's clock can have shown at `time`, once there was a Date.
    std::optional<base::SystemTime> earliest_at(base::SteadyTime time) const;

    /// The likeliest moment that it showed at `time`.
    std::optional<base::SystemTime> likely_at(base::SteadyTime time) const;

private:
    /// Service time less steady time lies in [m_low, m_high).
    struct Bounds {
        std::chrono::nanoseconds low;
        std::chrono::nanoseconds high;
    };

    std::optional<Bounds> m_bounds;
};

/// Decides whether a picture was captured because we asked, after we asked.
class Freshness {
public:
    /// @param clock     what earlier answers of the service told
    /// @param baseline  the capture time of the newest picture before asking, when it is known
    explicit Freshness(const ServiceClock& clock = {},
                       std::optional<base::SystemTime> baseline = std::nullopt);

    /// The camera was asked for a picture by a request sent at `time`. When it is asked several
    /// times, what was captured after the first is fresh.
    void asked(base::SteadyTime time) { m_asked = m_asked.value_or(time); }

    bool was_asked() const { return m_asked.has_value(); }

    /// A capture that is known not to be fresh.
    void seen(base::SystemTime captured);

    /// The newest capture known so far that is not fresh.
    std::optional<base::SystemTime> newest_seen() const { return m_newest_seen; }

    /// True only for a capture newer than all that was seen (by a second where that is known in
    /// whole seconds), and than the request by the service's clock. Without any Date, the first
    /// suffices.
    bool is_fresh(base::SystemTime captured) const;

    const ServiceClock& clock() const { return m_clock; }

    ServiceClock& clock() { return m_clock; }

private:
    ServiceClock m_clock;
    std::optional<base::SystemTime> m_newest_seen;
    std::optional<base::SteadyTime> m_asked;
};

} // namespace snapshot
