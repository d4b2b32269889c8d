// SPDX-License-Identifier: Apache-2.0
// How a CameraJob gets a fresh picture.
#include "snapshot/camera_job.hpp"

#include <algorithm>
#include <utility>

namespace snapshot {

namespace {

using std::chrono::milliseconds;

/// How long a request may be held by the service at a time; clients of this interface ask for 10 to
/// 15 s (docs/ring-service.md 7.1).
constexpr milliseconds k_longest_hold = std::chrono::seconds(10);
constexpr milliseconds k_shortest_hold = std::chrono::seconds(1);

/// How long to look for a capture through the older interface before the camera is asked again.
constexpr milliseconds k_patience = std::chrono::seconds(8);

/// With less time left, a camera that was asked before is not asked again: a capture that comes too
/// late costs a battery camera as much.
constexpr milliseconds k_worth_asking = std::chrono::seconds(2);

/// Pauses between polls that the service answers at once.
constexpr milliseconds k_first_pause{500};
constexpr milliseconds k_longest_pause = std::chrono::seconds(2);

/// The next of the growing pauses between polls.
milliseconds grow(milliseconds pause) {
    return std::min(pause * 3 / 2, k_longest_pause);
}

Failure nothing_in_time() {
    return {.kind = Failure::Kind::nothing_in_time, .message = "none came in time"};
}

} // namespace

Answer CameraJob::try_fresh(std::stop_token stop) {
    for (;;) {
        Answer answer = fresh_by_next(stop);
        const auto* failure = std::get_if<Failure>(&answer);
        if (failure == nullptr || failure->kind == Failure::Kind::nothing_in_time ||
            failure->kind == Failure::Kind::slow_down || m_waking_pause) {
            return answer;
        }
        note(*failure);
        note_not_found(*failure);
        const bool again = failure->may_need_more_time && m_requests.has_more();
        const auto until =
            again ? std::max(m_clock.steady_now() + k_patience, m_requests.next_due()) : m_deadline;
        Answer other = fresh_by_image(until, stop);
        const auto* second = std::get_if<Failure>(&other);
        if (second != nullptr) {
            note(*second);
        }
        if (!again || second == nullptr || !second->is_answer() || m_waking_pause ||
            time_left() <= milliseconds(0)) {
            return choose_answer(std::move(answer), std::move(other));
        }
        // Some cameras are not known to the older interface; the time passes all the same.
        pause(std::chrono::ceil<milliseconds>(
                  std::max(until - m_clock.steady_now(), base::SteadyTime::duration(0))),
              stop);
        m_ask_again = true;
    }
}

ring::NextQuery CameraJob::next_query() const {
    const base::SteadyTime now = m_clock.steady_now();
    const bool wanted = (m_ask_again || !m_freshness.was_asked()) && m_requests.has_more() &&
                        (m_requests.is_first() || time_left() >= k_worth_asking);
    ring::NextQuery query;
    query.after = m_freshness.newest_seen();
    query.force = wanted && now >= m_requests.next_due();
    // Half of what is left, so that an interface that hangs leaves time for the other one.
    query.max_wait =
        std::min({time_left(), k_longest_hold, std::max(time_left() / 2, k_shortest_hold)});
    if (wanted && !query.force) {
        // Not longer than until the camera may be asked again.
        const auto until_due = std::chrono::ceil<milliseconds>(m_requests.next_due() - now);
        query.max_wait = std::min(query.max_wait, std::max(until_due, k_shortest_hold));
    }
    query.margin = std::clamp<milliseconds>(time_left() / 4, k_first_pause, query.margin);
    return query;
}

void CameraJob::note_request(base::SteadyTime sent, const Failure* failure) {
    using Kind = Failure::Kind;
    const bool none_yet = failure == nullptr || failure->kind == Kind::nothing_in_time;
    m_requests.sent(sent, failure != nullptr && failure->was_not_forwarded);
    // The camera may need to be asked once more, and is then.
    m_ask_again = none_yet && !m_has_followed_up;
    m_has_followed_up = m_has_followed_up || m_ask_again;
    // A picture, also a spoiled one, and a wait that was over mean that the camera was asked.
    if (none_yet || failure->kind == Kind::bad_picture) {
        m_freshness.asked(sent);
    } else {
        note_long_wait(*failure);
    }
}

void CameraJob::note_long_wait(const Failure& failure) {
    const auto longest = std::clamp(time_left(), milliseconds(0), ring::k_longest_wait_for_retry);
    if (failure.kind == Failure::Kind::out_of_order && failure.retry_after > longest) {
        m_waking_pause = failure.retry_after;
        m_service.session().cooldowns().remember(settings::RateLimitScope::waking, *m_waking_pause);
    }
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
        m_stale_picture = std::move(picture);
        if (!captured) {
            // Only the other interface can tell when this one was captured.
            return fresh_by_image(m_deadline, stop);
        }
        m_freshness.seen(*captured);
        pause(wait, stop);
        wait = grow(wait);
    }
    return nothing_in_time();
}

std::optional<Failure> CameraJob::request_capture(std::stop_token stop) {
    auto failure = m_source.request_capture(stop);
    if (failure) {
        note_long_wait(*failure);
    } else {
        m_freshness.asked(m_source.sent());
        m_requests.asked_otherwise(m_source.sent());
    }
    return failure;
}

Answer CameraJob::fresh_by_image(base::SteadyTime until, std::stop_token stop) {
    if (!m_freshness.was_asked()) {
        if (auto failure = request_capture(stop)) {
            return *failure;
        }
    }
    until = std::min(until, m_deadline);
    for (milliseconds wait = k_first_pause; m_clock.steady_now() < until; wait = grow(wait)) {
        const auto limit =
            std::clamp<milliseconds>(time_left(), k_first_pause, ring::k_question_limit);
        const auto time = m_source.capture_time(limit, stop);
        if (const auto* failure = std::get_if<Failure>(&time)) {
            return *failure;
        }
        if (const auto captured = std::get<std::optional<base::SystemTime>>(time)) {
            if (m_freshness.is_fresh(*captured)) {
                return m_source.image(captured, stop);
            }
            m_freshness.seen(*captured);
        }
        pause(wait, stop);
    }
    return nothing_in_time();
}

} // namespace snapshot
