// SPDX-License-Identifier: Apache-2.0
#include "snapshot/camera_job.hpp"

#include "base/text/duration.hpp"
#include "http/retry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace snapshot {

namespace {

using base::Error;
using base::ErrorCode;
using std::chrono::milliseconds;

std::string describe_waking_pause(milliseconds pause) {
    return fmt::format("Ring wants no camera to be woken for {}", base::describe_duration(pause));
}

} // namespace

CameraJob::CameraJob(ring::Service& service, base::Clock& clock, const CameraFacts& facts,
                     const PictureOptions& options, NotFound on_not_found)
    : m_service(service),
      m_clock(clock),
      m_facts(facts),
      m_options(options),
      m_on_not_found(std::move(on_not_found)),
      m_freshness(facts.clock, facts.newest_capture),
      m_source(service, clock, facts.id, m_freshness.clock()) {}

CameraPicture CameraJob::run(std::stop_token stop) {
    m_service.session().throw_if_rate_limited();
    m_deadline = m_clock.steady_now() + m_options.wait;
    if (m_options.fresh) {
        m_waking_pause =
            m_service.session().cooldowns().remaining(settings::RateLimitScope::waking);
        if (m_waking_pause && m_options.require_fresh) {
            throw no_fresh_picture();
        }
    }
    for (http::Attempts attempts(m_options.attempts);;) {
        m_source.use(attempts.version());
        Answer answer = try_once(stop);
        const auto* failure = std::get_if<Failure>(&answer);
        const bool last = failure != nullptr && (!failure->is_transient() || attempts.is_last());
        if (last && m_options.fresh && failure->kind != Failure::Kind::slow_down) {
            answer = best_available(*failure, stop);
        }
        if (auto* picture = std::get_if<Picture>(&answer)) {
            return finish(std::move(*picture), attempts.number());
        }
        failure = &std::get<Failure>(answer);
        note(*failure);
        if (asks_for_long_wait(*failure)) {
            throw m_service.session().rate_limited(*failure->retry_after);
        }
        if (last) {
            throw to_error(*failure, m_answered);
        }
        note_not_found(*failure);
        wait_for_next_try(*failure, attempts.delay(), stop);
        attempts.failed(std::exchange(m_may_be_of_http2, false));
    }
}

Answer CameraJob::try_once(std::stop_token stop) {
    if (!m_options.fresh || !can_become_fresh()) {
        return try_cached(stop);
    }
    Answer answer = try_fresh(stop);
    if (const auto* failure = std::get_if<Failure>(&answer)) {
        // Not becoming fresh is not a fault: the newest picture there is has to do.
        if (failure->kind == Failure::Kind::nothing_in_time || m_waking_pause ||
            time_left() <= milliseconds(0)) {
            return best_available(*failure, stop);
        }
    }
    return answer;
}

Answer CameraJob::best_available(const Failure& failure, std::stop_token stop) {
    note(failure);
    const bool is_slow_down = failure.kind == Failure::Kind::slow_down;
    if (!m_stale_picture && is_slow_down && failure.retry_after) {
        return failure;
    }
    m_options.fresh = false;
    if (!m_stale_picture) {
        return try_cached(stop);
    }
    if (is_slow_down && asks_for_long_wait(failure)) {
        m_service.session().rate_limited(failure.retry_after);
    }
    return std::move(*m_stale_picture);
}

bool CameraJob::can_become_fresh() const {
    return !m_waking_pause &&
           (!m_facts.device || (!m_facts.device->offline && m_facts.device->motion_detection));
}

Answer CameraJob::try_cached(std::stop_token stop) {
    const auto on_failure = [this](const Failure& failure) {
        note(failure);
        m_answered = m_answered || failure.is_answer();
    };
    return m_source.newest(true, on_failure, stop);
}

Answer CameraJob::ask_next(const ring::NextQuery& query, std::stop_token stop) {
    Answer answer = m_source.next(query, stop);
    const auto* failure = std::get_if<Failure>(&answer);
    m_answered = m_answered || failure == nullptr || failure->is_answer();
    if (query.force) {
        note_request(m_source.sent(), failure);
    }
    return answer;
}

void CameraJob::wait_for_next_try(const Failure& failure, milliseconds delay,
                                  std::stop_token stop) {
    const milliseconds asked = failure.retry_after.value_or(milliseconds(0));
    if (m_options.fresh && asked > std::max(time_left(), milliseconds(0))) {
        throw m_service.session().rate_limited(asked);
    }
    pause(std::max(asked, delay), stop);
}

void CameraJob::pause(milliseconds duration, std::stop_token stop) {
    if (m_options.fresh) {
        duration = std::min(duration, std::max(time_left(), milliseconds(0)));
    }
    if (!m_clock.sleep_for(duration, stop)) {
        throw Error(ErrorCode::interrupted, "stopped while waiting for a picture");
    }
}

milliseconds CameraJob::time_left() const {
    return std::chrono::duration_cast<milliseconds>(m_deadline - m_clock.steady_now());
}

bool CameraJob::is_fresh(const Picture& picture) const {
    return picture.captured && m_freshness.is_fresh(*picture.captured);
}

void CameraJob::note(const Failure& failure) {
    m_may_be_of_http2 = m_may_be_of_http2 || failure.may_be_of_http2;
    // That the time is over is not an answer; where one came then, it was noted at once.
    m_answered =
        m_answered || (failure.is_answer() && failure.kind != Failure::Kind::nothing_in_time);
}

void CameraJob::note_not_found(const Failure& failure) {
    if (failure.kind == Failure::Kind::nothing_there && m_on_not_found) {
        std::exchange(m_on_not_found, {})();
    }
}

CameraPicture CameraJob::finish(Picture picture, int attempts) const {
    CameraPicture result;
    result.fresh = is_fresh(picture);
    result.attempts = attempts;
    result.service_clock = m_freshness.clock();
    if (picture.captured) {
        result.age = age_of(*picture.captured, result.service_clock, m_clock);
    }
    if (m_waking_pause && !result.fresh) {
        result.not_fresh_because = describe_waking_pause(*m_waking_pause);
    }
    if (m_options.require_fresh && !result.fresh) {
        throw no_fresh_picture();
    }
    if (const auto refusal = refusal_by_age(result.age, m_options)) {
        throw Error(*refusal);
    }
    result.picture = std::move(picture);
    return result;
}

Error CameraJob::no_fresh_picture() const {
    if (m_waking_pause) {
        return Error(ErrorCode::no_snapshot, describe_waking_pause(*m_waking_pause),
                     "try again then, or take the picture that Ring has with --cached");
    }
    return Error(
        ErrorCode::no_snapshot,
        fmt::format("no fresh picture came within {}", base::describe_duration(m_options.wait)),
        "a battery camera takes none while it is recording; --wait sets how long to wait");
}

} // namespace snapshot
