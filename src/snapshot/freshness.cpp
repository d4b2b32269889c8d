// SPDX-License-Identifier: Apache-2.0
#include "snapshot/freshness.hpp"

#include "http/http_date.hpp"

#include <algorithm>

namespace snapshot {

namespace {

/// A time in whole seconds may be the rest of one that had more: what was captured in that second
/// may be the same picture.
bool is_surely_newer(base::SystemTime captured, base::SystemTime seen) {
    using std::chrono::seconds;
    const bool whole = seen == std::chrono::floor<seconds>(seen);
    return whole ? captured >= seen + seconds(1) : captured > seen;
}

} // namespace

void ServiceClock::observe(const http::Response& response) {
    const auto date = http::date_of(response);
    if (!date) {
        return;
    }
    const auto since_epoch = date->time_since_epoch();
    const Bounds sample{since_epoch - response.received.time_since_epoch(),
                        since_epoch + std::chrono::seconds(1) - response.sent.time_since_epoch()};
    if (!m_bounds) {
        m_bounds = sample;
        return;
    }
    const Bounds narrowed{std::max(m_bounds->low, sample.low),
                          std::min(m_bounds->high, sample.high)};
    // Hosts whose clocks differ, or a clock that was set: the newest answer counts.
    m_bounds = narrowed.low < narrowed.high ? narrowed : sample;
}

std::optional<base::SystemTime> ServiceClock::earliest_at(base::SteadyTime time) const {
    if (!m_bounds) {
        return {};
    }
    return base::SystemTime(std::chrono::duration_cast<base::SystemTime::duration>(
        time.time_since_epoch() + m_bounds->low));
}

std::optional<base::SystemTime> ServiceClock::likely_at(base::SteadyTime time) const {
    if (!m_bounds) {
        return {};
    }
    const auto half = (m_bounds->high - m_bounds->low) / 2;
    return *earliest_at(time) + std::chrono::duration_cast<base::SystemTime::duration>(half);
}

Freshness::Freshness(const ServiceClock& clock, std::optional<base::SystemTime> baseline)
    : m_clock(clock), m_newest_seen(baseline) {}

void Freshness::seen(base::SystemTime captured) {
    m_newest_seen = m_newest_seen ? std::max(*m_newest_seen, captured) : captured;
}

bool Freshness::is_fresh(base::SystemTime captured) const {
    if (!m_asked || (m_newest_seen && !is_surely_newer(captured, *m_newest_seen))) {
        return false;
    }
    const auto earliest_ask = m_clock.earliest_at(*m_asked);
    return earliest_ask ? captured >= *earliest_ask : m_newest_seen.has_value();
}

} // namespace snapshot
