// SPDX-License-Identifier: Apache-2.0
#include "snapshot/camera_job.hpp"

#include "base/duration.hpp"
#include "base/random.hpp"
#include "http/retry.hpp"
#include "ring/snapshot_times.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace snapshot {

namespace {

using base::Error;
using base::ErrorCode;
using std::chrono::milliseconds;

/// How long a request may be held by the service at a time; clients of this interface ask for 10 to
/// 15 s (ring-api.md 5.1).
constexpr milliseconds k_longest_hold = std::chrono::seconds(10);

/// The hold for a cached picture: one that is stored comes at once, so this is only for none.
constexpr milliseconds k_cached_hold = std::chrono::seconds(2);

/// Pauses between polls that the service answers at once.
constexpr milliseconds k_first_pause{500};
constexpr milliseconds k_longest_pause = std::chrono::seconds(2);

/// The next of the growing pauses between polls.
milliseconds grow(milliseconds pause) {
    return std::min(pause * 3 / 2, k_longest_pause);
}

Error interrupted() {
    return Error(ErrorCode::interrupted, "stopped while waiting for a picture");
}

Failure nothing_in_time() {
    Failure failure;
    failure.kind = Failure::Kind::nothing_in_time;
    failure.message = "none came in time";
    return failure;
}

/// Sends one request, its faults of transport as values.
template <typename Send>
std::variant<http::Response, Failure> attempt(Send send) {
    try {
        return send();
    } catch (const http::TransportError& error) {
        return read_failure(error);
    }
}

} // namespace

CameraJob::CameraJob(ring::Service& service, base::Clock& clock, const CameraFacts& facts,
                     const PictureWish& wish)
    : m_service(service),
      m_clock(clock),
      m_facts(facts),
      m_wish(wish),
      m_freshness(facts.clock, facts.newest_capture) {}

CameraPicture CameraJob::run(std::stop_token stop) {
    m_deadline = m_clock.steady_now() + m_wish.wait;
    for (int attempt = 1;; ++attempt) {
        Answer answer = try_once(stop);
        const auto* failure = std::get_if<Failure>(&answer);
        const bool last =
            failure != nullptr && (!failure->is_passing() || attempt == m_wish.attempts);
        if (last && m_wish.fresh && failure->kind != Failure::Kind::slow_down) {
            answer = settle_for_less(*failure, stop);
        }
        if (auto* picture = std::get_if<Picture>(&answer)) {
            return finish(std::move(*picture), attempt);
        }
        failure = &std::get<Failure>(answer);
        note(*failure);
        if (last) {
            throw give_up(*failure);
        }
        wait_for_next_try(*failure, attempt, stop);
    }
}

Answer CameraJob::try_once(std::stop_token stop) {
    if (!m_wish.fresh || !can_become_fresh()) {
        return try_cached(stop);
    }
    Answer answer = try_fresh(stop);
    if (const auto* failure = std::get_if<Failure>(&answer)) {
        // Not becoming fresh is no fault: the newest picture there is has to do.
        if (failure->kind == Failure::Kind::nothing_in_time || time_left() <= milliseconds(0)) {
            return settle_for_less(*failure, stop);
        }
    }
    return answer;
}

Answer CameraJob::settle_for_less(const Failure& failure, std::stop_token stop) {
    note(failure);
    m_wish.fresh = false;
    if (m_held) {
        return std::move(*m_held);
    }
    return try_cached(stop);
}

bool CameraJob::can_become_fresh() const {
    return !m_facts.device || (!m_facts.device->offline && m_facts.device->motion_detection);
}

Answer CameraJob::try_cached(std::stop_token stop) {
    const ring::NextQuery query{.after = {}, .max_wait = k_cached_hold, .force = false};
    auto reply = attempt([&] { return m_service.next_picture(m_facts.id, query, stop); });
    if (auto* response = std::get_if<http::Response>(&reply)) {
        m_freshness.observe(*response);
        Answer answer = read_picture(std::move(*response), query.max_wait);
        if (auto* picture = std::get_if<Picture>(&answer)) {
            if (!picture->captured) {
                picture->captured = capture_time(stop);
            }
            return answer;
        }
        reply = std::get<Failure>(std::move(answer));
    }
    const auto& failure = std::get<Failure>(reply);
    if (failure.kind == Failure::Kind::slow_down) {
        return failure;
    }
    note(failure);
    Answer answer = cached_by_image(stop);
    // What the service itself said is worth more than that the other interface is down.
    if (const auto* other = std::get_if<Failure>(&answer);
        other && failure.is_answer() && other->kind == Failure::Kind::out_of_order) {
        return failure;
    }
    return answer;
}

Answer CameraJob::cached_by_image(std::stop_token stop) {
    // The time first: should a picture be captured in between, it is taken for older than it is,
    // never for newer.
    const auto captured = capture_time(stop);
    auto reply = attempt([&] { return m_service.stored_picture(m_facts.id, stop); });
    if (const auto* failure = std::get_if<Failure>(&reply)) {
        return *failure;
    }
    auto& response = std::get<http::Response>(reply);
    m_freshness.observe(response);
    Answer answer = read_picture(std::move(response), milliseconds(0));
    if (auto* picture = std::get_if<Picture>(&answer); picture && !picture->captured) {
        picture->captured = captured;
    }
    return answer;
}

std::optional<base::SystemTime> CameraJob::capture_time(std::stop_token stop) {
    try {
        const http::Response response = m_service.capture_times({m_facts.id}, stop);
        m_freshness.observe(response);
        if (response.ok()) {
            const auto times = ring::read_timestamps(response.body);
            const auto found = times.find(m_facts.id);
            return found == times.end() ? std::nullopt : std::optional(found->second);
        }
    } catch (const Error& error) {
        // Without its capture time a picture is still a picture; a session that is gone, or a stop,
        // ends the job here as well.
        if (error.code() != ErrorCode::service_unavailable) {
            throw;
        }
    }
    return {};
}

Answer CameraJob::try_fresh(std::stop_token stop) {
    Answer answer = fresh_by_next(stop);
    const auto* failure = std::get_if<Failure>(&answer);
    if (failure == nullptr || failure->kind == Failure::Kind::nothing_in_time ||
        failure->kind == Failure::Kind::slow_down) {
        return answer;
    }
    note(*failure);
    Answer other = fresh_by_image(stop);
    if (const auto* second = std::get_if<Failure>(&other);
        second && failure->is_answer() && second->kind == Failure::Kind::out_of_order) {
        return answer;
    }
    return other;
}

Answer CameraJob::fresh_by_next(std::stop_token stop) {
    milliseconds pause_between = k_first_pause;
    while (time_left() > milliseconds(0)) {
        const ring::NextQuery query{.after = m_freshness.newest_seen(),
                                    .max_wait = std::min(time_left(), k_longest_hold),
                                    .force = !m_freshness.was_asked()};
        auto reply = attempt([&] { return m_service.next_picture(m_facts.id, query, stop); });
        if (const auto* failure = std::get_if<Failure>(&reply)) {
            return *failure;
        }
        auto& response = std::get<http::Response>(reply);
        m_freshness.observe(response);
        const base::SteadyTime sent = response.sent;
        Answer answer = read_picture(std::move(response), query.max_wait);
        auto* picture = std::get_if<Picture>(&answer);
        if (picture == nullptr) {
            const auto& failure = std::get<Failure>(answer);
            const bool waited = failure.kind == Failure::Kind::nothing_in_time;
            if (query.force && (waited || failure.kind == Failure::Kind::bad_picture)) {
                m_freshness.asked(sent);
            }
            if (!waited) {
                return answer;
            }
            continue;
        }
        if (query.force) {
            m_freshness.asked(sent);
        }
        if (is_fresh(*picture)) {
            return answer;
        }
        const bool has_time = picture->captured.has_value();
        if (has_time) {
            m_freshness.seen(*picture->captured);
        }
        m_held = std::move(*picture);
        if (!has_time) {
            // Only the other interface can tell when this one was captured.
            return fresh_by_image(stop);
        }
        pause(pause_between, stop);
        pause_between = grow(pause_between);
    }
    return nothing_in_time();
}

std::optional<Failure> CameraJob::ask_by_update_all(std::stop_token stop) {
    const auto reply = attempt([&] { return m_service.request_capture(m_facts.id, stop); });
    if (const auto* failure = std::get_if<Failure>(&reply)) {
        return *failure;
    }
    const auto& response = std::get<http::Response>(reply);
    m_freshness.observe(response);
    if (!response.ok()) {
        return read_failure(response, milliseconds(0));
    }
    m_freshness.asked(response.sent);
    return {};
}

Answer CameraJob::fresh_by_image(std::stop_token stop) {
    if (!m_freshness.was_asked()) {
        if (auto failure = ask_by_update_all(stop)) {
            return *failure;
        }
    }
    for (milliseconds wait = k_first_pause; time_left() > milliseconds(0); wait = grow(wait)) {
        const auto reply = attempt([&] { return m_service.capture_times({m_facts.id}, stop); });
        if (const auto* failure = std::get_if<Failure>(&reply)) {
            return *failure;
        }
        const auto& response = std::get<http::Response>(reply);
        m_freshness.observe(response);
        if (!response.ok()) {
            return read_failure(response, milliseconds(0));
        }
        const auto times = ring::read_timestamps(response.body);
        if (const auto found = times.find(m_facts.id); found != times.end()) {
            if (m_freshness.is_fresh(found->second)) {
                return cached_by_image(stop);
            }
            m_freshness.seen(found->second);
        }
        pause(wait, stop);
    }
    return nothing_in_time();
}

void CameraJob::wait_for_next_try(const Failure& failure, int attempt, std::stop_token stop) {
    if (failure.retry_after && *failure.retry_after > ring::k_longest_wait_for_retry) {
        throw Error(ErrorCode::slow_down, "Ring asks to slow down",
                    fmt::format("wait {} before the next try",
                                base::describe_duration(*failure.retry_after)));
    }
    const milliseconds asked = failure.retry_after.value_or(milliseconds(0));
    if (m_wish.fresh && asked > time_left()) {
        throw give_up(failure);
    }
    pause(std::max(asked, http::retry_delay(attempt, base::random_fraction())), stop);
}

void CameraJob::pause(milliseconds duration, std::stop_token stop) {
    if (m_wish.fresh) {
        duration = std::min(duration, std::max(time_left(), milliseconds(0)));
    }
    if (!m_clock.sleep_for(duration, stop)) {
        throw interrupted();
    }
}

milliseconds CameraJob::time_left() const {
    return std::chrono::duration_cast<milliseconds>(m_deadline - m_clock.steady_now());
}

bool CameraJob::is_fresh(const Picture& picture) const {
    return picture.captured && m_freshness.is_fresh(*picture.captured);
}

void CameraJob::note(const Failure& failure) {
    m_answered = m_answered || failure.is_answer();
}

CameraPicture CameraJob::finish(Picture picture, int attempts) const {
    CameraPicture result;
    result.fresh = is_fresh(picture);
    result.attempts = attempts;
    if (picture.captured) {
        const auto now = m_freshness.clock().likely_at(m_clock.steady_now());
        const auto age = now.value_or(m_clock.now()) - *picture.captured;
        result.age = std::max(std::chrono::duration_cast<milliseconds>(age), milliseconds(0));
    }
    if (m_wish.require_fresh && !result.fresh) {
        throw Error(
            ErrorCode::no_snapshot,
            fmt::format("no fresh picture came within {}", base::describe_duration(m_wish.wait)),
            "a battery camera takes none while it is recording; --wait sets how long to "
            "wait");
    }
    if (m_wish.max_age && (!result.age || *result.age > *m_wish.max_age)) {
        throw Error(ErrorCode::no_snapshot,
                    result.age
                        ? fmt::format("the newest picture is {} old, more than the {} allowed",
                                      base::describe_duration(*result.age),
                                      base::describe_duration(*m_wish.max_age))
                        : "Ring does not say how old the newest picture is",
                    "take a new one with --fresh, or allow more with --max-age");
    }
    result.picture = std::move(picture);
    return result;
}

Error CameraJob::give_up(const Failure& failure) const {
    if (failure.kind == Failure::Kind::slow_down) {
        const auto wait = failure.retry_after.value_or(std::chrono::minutes(1));
        return Error(ErrorCode::slow_down, "Ring asks to slow down",
                     fmt::format("wait {} before the next try", base::describe_duration(wait)));
    }
    if (!m_answered) {
        return Error(ErrorCode::service_unavailable, failure.message,
                     "try again later; --verbose shows each request");
    }
    return Error(ErrorCode::no_snapshot, failure.message,
                 "open the camera's live view once in the Ring app, or try --fresh");
}

} // namespace snapshot
