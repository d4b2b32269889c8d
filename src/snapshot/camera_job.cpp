// SPDX-License-Identifier: Apache-2.0
#include "snapshot/camera_job.hpp"

#include "base/duration.hpp"
#include "base/random.hpp"
#include "http/retry.hpp"
#include "ring/snapshot_times.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace snapshot {

namespace {

using base::Error;
using base::ErrorCode;
using std::chrono::milliseconds;

/// How long a request may be held by the service at a time; clients of this interface ask for 10 to
/// 15 s (ring-api.md 5.1).
constexpr milliseconds k_longest_hold = std::chrono::seconds(10);

/// Pauses between polls that the service answers at once.
constexpr milliseconds k_first_pause{500};
constexpr milliseconds k_longest_pause = std::chrono::seconds(2);

/// The next of the growing pauses between polls.
milliseconds grow(milliseconds pause) {
    return std::min(pause * 3 / 2, k_longest_pause);
}

/// What to go on with after both interfaces were tried: what the service itself said is worth more
/// than that the other one is down.
Answer more_telling(Answer first, Answer second) {
    const auto* failure = std::get_if<Failure>(&second);
    const bool second_is_down = failure != nullptr && failure->kind == Failure::Kind::out_of_order;
    return second_is_down && std::get<Failure>(first).is_answer() ? first : second;
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
    m_service.require_open();
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
        if (asks_for_long_pause(*failure)) {
            throw m_service.told_to_wait(*failure->retry_after);
        }
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
    ring::NextQuery query;
    query.max_wait = k_cached_hold;
    Answer answer = ask_next(query, stop);
    if (auto* picture = std::get_if<Picture>(&answer)) {
        if (!picture->captured) {
            picture->captured = capture_time(stop);
        }
        return answer;
    }
    const auto& failure = std::get<Failure>(answer);
    if (failure.kind == Failure::Kind::slow_down) {
        return answer;
    }
    note(failure);
    // The time first: should a picture be captured in between, it is taken for older than it is,
    // never for newer.
    const auto captured = capture_time(stop);
    return more_telling(std::move(answer), stored_picture(captured, stop));
}

Answer CameraJob::stored_picture(std::optional<base::SystemTime> captured, std::stop_token stop) {
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
        const http::Response response =
            m_service.capture_times({m_facts.id}, ring::k_question_limit, stop);
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
    return more_telling(std::move(answer), fresh_by_image(stop));
}

ring::NextQuery CameraJob::next_query() const {
    ring::NextQuery query;
    query.after = m_freshness.newest_seen();
    query.force = !m_freshness.was_asked();
    // Half of what is left, so that an interface that hangs leaves time for the other one.
    query.max_wait = std::min({time_left(), k_longest_hold,
                               std::max<milliseconds>(time_left() / 2, std::chrono::seconds(1))});
    query.margin = std::clamp<milliseconds>(time_left() / 4, k_first_pause, query.margin);
    return query;
}

Answer CameraJob::ask_next(const ring::NextQuery& query, std::stop_token stop) {
    base::SteadyTime sent = m_clock.steady_now();
    Answer answer;
    try {
        http::Response response = m_service.next_picture(m_facts.id, query, stop);
        // The token may have been renewed before: only what came after the request itself counts.
        sent = response.sent;
        m_freshness.observe(response);
        answer = read_picture(std::move(response), query.max_wait);
    } catch (const http::TransportError& error) {
        answer = read_failure(error);
    }
    // A picture, also a spoiled one, and a wait that was over mean that the camera was asked.
    const auto* failure = std::get_if<Failure>(&answer);
    if (query.force && (failure == nullptr || failure->kind == Failure::Kind::nothing_in_time ||
                        failure->kind == Failure::Kind::bad_picture)) {
        m_freshness.asked(sent);
    }
    return answer;
}

Answer CameraJob::fresh_by_next(std::stop_token stop) {
    for (milliseconds wait = k_first_pause; time_left() > milliseconds(0);) {
        Answer answer = ask_next(next_query(), stop);
        if (const auto* failure = std::get_if<Failure>(&answer)) {
            if (failure->kind != Failure::Kind::nothing_in_time) {
                return answer;
            }
            continue;
        }
        auto& picture = std::get<Picture>(answer);
        if (is_fresh(picture)) {
            return answer;
        }
        const auto captured = picture.captured;
        m_held = std::move(picture);
        if (!captured) {
            // Only the other interface can tell when this one was captured.
            return fresh_by_image(stop);
        }
        m_freshness.seen(*captured);
        pause(wait, stop);
        wait = grow(wait);
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
        const auto limit =
            std::clamp<milliseconds>(time_left(), k_first_pause, ring::k_question_limit);
        const auto reply =
            attempt([&] { return m_service.capture_times({m_facts.id}, limit, stop); });
        if (const auto* failure = std::get_if<Failure>(&reply)) {
            return *failure;
        }
        const auto& response = std::get<http::Response>(reply);
        m_freshness.observe(response);
        const auto times = read_capture_times(response);
        if (const auto* failure = std::get_if<Failure>(&times)) {
            return *failure;
        }
        const auto& by_camera = std::get<0>(times);
        if (const auto found = by_camera.find(m_facts.id); found != by_camera.end()) {
            if (m_freshness.is_fresh(found->second)) {
                return stored_picture(found->second, stop);
            }
            m_freshness.seen(found->second);
        }
        pause(wait, stop);
    }
    return nothing_in_time();
}

void CameraJob::wait_for_next_try(const Failure& failure, int attempt, std::stop_token stop) {
    const milliseconds asked = failure.retry_after.value_or(milliseconds(0));
    if (m_wish.fresh && asked > std::max(time_left(), milliseconds(0))) {
        throw m_service.told_to_wait(asked);
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
    if (const auto refusal = refusal_by_age(result.age, m_wish)) {
        throw Error(*refusal);
    }
    result.picture = std::move(picture);
    return result;
}

std::optional<Error> refusal_by_age(std::optional<milliseconds> age, const PictureWish& wish) {
    if (!wish.max_age || (age && *age <= *wish.max_age)) {
        return {};
    }
    return Error(ErrorCode::no_snapshot,
                 age ? fmt::format("the newest picture is {} old, more than the {} allowed",
                                   base::describe_duration(*age),
                                   base::describe_duration(*wish.max_age))
                     : "Ring does not say how old the newest picture is",
                 "take a new one with --fresh, or allow more with --max-age");
}

Error CameraJob::give_up(const Failure& failure) const {
    const Error error = to_error(failure);
    // One answer of the service itself is enough to know that it is there.
    return error.code() == ErrorCode::service_unavailable && m_answered
               ? Error(ErrorCode::no_snapshot, error.message(), error.hint())
               : error;
}

} // namespace snapshot
