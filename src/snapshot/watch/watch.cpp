// SPDX-License-Identifier: Apache-2.0
#include "snapshot/watch/watch.hpp"

#include "base/system/parallel.hpp"
#include "snapshot/watch/camera_loop.hpp"

#include <algorithm>
#include <utility>

namespace snapshot {

namespace {

using base::Error;
using base::ErrorCode;
using std::chrono::milliseconds;

} // namespace

Watch::Watch(ring::Service& service, base::Clock& clock, const WatchPlan& plan,
             std::vector<CameraFacts> cameras, WatchOwner& owner, const WatchEvents& events)
    : m_service(service),
      m_clock(clock),
      m_plan(plan),
      m_cameras(std::move(cameras)),
      m_owner(owner),
      m_events(events),
      m_reported(m_cameras.size()),
      m_failures(m_cameras.size()),
      m_expected(m_cameras.size(), base::SteadyTime::max()),
      m_next_rounds(m_cameras.size()) {
    for (std::size_t i = 0; i < m_cameras.size(); ++i) {
        m_loops.push_back(std::make_unique<CameraLoop>(*this, i));
    }
}

Watch::~Watch() = default;

bool Watch::is_spared(const CameraFacts& camera) const {
    return !m_plan.allow_drain &&
           !(camera.device && camera.device->power == ring::PowerSource::wired);
}

milliseconds Watch::step_of(const CameraFacts& camera) const {
    return m_plan.picture_options.fresh && is_spared(camera)
               ? std::max(m_plan.every, k_battery_pause)
               : m_plan.every;
}

RequestAnswer Watch::request_picture(std::size_t camera) {
    return m_loops.at(camera)->request_picture();
}

bool Watch::is_alive() const {
    const base::SteadyTime now = m_clock.steady_now();
    const std::lock_guard guard(m_mutex);
    return std::all_of(m_expected.begin(), m_expected.end(),
                       [now](base::SteadyTime time) { return now <= time; });
}

std::optional<base::SteadyTime> Watch::next_round() const {
    const std::lock_guard guard(m_mutex);
    auto next = base::SteadyTime::max();
    for (const auto& time : m_next_rounds) {
        if (!time) {
            return {};
        }
        next = std::min(next, *time);
    }
    return next == base::SteadyTime::max() ? std::nullopt : std::optional(next);
}

void Watch::note_next_round(std::size_t camera, std::optional<base::SteadyTime> time) {
    const std::lock_guard guard(m_mutex);
    m_next_rounds[camera] = time;
}

void Watch::expect_by(std::size_t camera, base::SteadyTime time) {
    const std::lock_guard guard(m_mutex);
    m_expected[camera] = time;
}

std::vector<std::optional<Error>> Watch::run(std::stop_token stop) {
    const std::stop_callback forward(stop, [this] { m_stop.request_stop(); });
    const base::SteadyTime start = m_clock.steady_now();
    auto threads = base::start_threads(m_cameras.size(), [this, start](std::size_t camera) {
        try {
            m_loops[camera]->run(start, m_stop.get_token());
        } catch (const std::exception& error) {
            fail(internal_error(error));
        }
    });
    if (threads.size() < m_cameras.size()) {
        fail(Error(ErrorCode::unexpected,
                   "cannot start a thread for each camera: " +
                       std::make_error_code(std::errc::resource_unavailable_try_again).message(),
                   "choose fewer cameras, or allow this user more threads"));
    }
    threads.clear();
    if (m_fatal) {
        throw Error(*m_fatal);
    }
    return m_failures;
}

void Watch::fail(const Error& error) {
    const std::lock_guard guard(m_mutex);
    if (!m_fatal) {
        m_fatal = error;
    }
    m_stop.request_stop();
}

Error Watch::explain(std::size_t camera, const Error& error) {
    try {
        return m_owner.explain(camera, error);
    } catch (const std::exception&) {
        // The failure itself is what matters.
        return error;
    }
}

void Watch::round_done(std::size_t camera, std::optional<Error> failure) {
    if (!failure) {
        m_has_worked = true;
    }
    {
        const std::lock_guard guard(m_mutex);
        m_reported[camera] = true;
        m_failures[camera] = std::move(failure);
        milliseconds shortest = milliseconds::max();
        for (const CameraFacts& facts : m_cameras) {
            shortest = std::min(shortest, step_of(facts));
        }
        for (std::size_t i = 0; i < m_cameras.size(); ++i) {
            const bool awaited = step_of(m_cameras[i]) == shortest;
            if (m_failures[i] || (awaited && !m_reported[i])) {
                return;
            }
        }
        m_reported.assign(m_cameras.size(), false);
    }
    m_events.publish(GoodRound{});
}

} // namespace snapshot
