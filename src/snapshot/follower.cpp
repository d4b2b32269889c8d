// SPDX-License-Identifier: Apache-2.0
#include "snapshot/follower.hpp"

#include "base/text/sha256.hpp"

#include <algorithm>

namespace snapshot {

namespace {

using std::chrono::milliseconds;

constexpr auto k_battery_times_pause = std::chrono::minutes(10);

} // namespace

Follower::Follower(ring::Service& service, base::Clock& clock, ring::DeviceId id,
                   ring::PowerSource power)
    : m_service(service),
      m_clock(clock),
      m_power(power),
      m_source(service, clock, id, m_service_clock) {}

std::optional<CameraPicture> Follower::next(std::stop_token stop) {
    m_service.session().throw_if_rate_limited();
    Answer answer = m_source.next({.after = m_last, .max_wait = k_cached_hold}, stop);
    if (auto* picture = std::get_if<Picture>(&answer)) {
        return take(std::move(*picture));
    }
    const auto& failure = std::get<Failure>(answer);
    if (has_one() && failure.kind == Failure::Kind::nothing_in_time) {
        return {};
    }
    return next_by_image(failure, stop);
}

std::optional<CameraPicture> Follower::next_by_image(const Failure& failure, std::stop_token stop) {
    const bool nothing_new = failure.kind == Failure::Kind::nothing_there ||
                             failure.kind == Failure::Kind::nothing_in_time;
    if (asks_for_long_wait(failure) || failure.kind == Failure::Kind::slow_down) {
        throw error_of(failure, false);
    }
    if (!may_ask_for_times()) {
        if (m_image_works || (has_one() && nothing_new)) {
            return {};
        }
        throw error_of(failure, false);
    }
    m_image_works = false;
    const auto time = m_source.capture_time(ring::k_question_limit, stop);
    const auto* second = std::get_if<Failure>(&time);
    if (second != nullptr && !second->is_answer()) {
        throw error_of_both(failure, *second);
    }
    const auto captured = second == nullptr ? std::get<0>(time) : std::nullopt;
    if (m_last && captured && *captured <= *m_last) {
        m_image_works = true;
        return {};
    }
    // Of a camera that the older interface does not know, the newer one has said it all.
    if (nothing_new && !captured && (second != nullptr ? has_one() : m_last.has_value())) {
        return {};
    }
    Answer answer = m_source.image(captured, stop);
    if (const auto* refused = std::get_if<Failure>(&answer)) {
        throw error_of_both(failure, *refused);
    }
    m_image_works = true;
    return take(std::get<Picture>(std::move(answer)));
}

std::optional<CameraPicture> Follower::take(Picture picture) {
    std::string digest = base::sha256(picture.bytes);
    const bool same_bytes = digest == m_last_digest;
    const bool is_new = picture.captured ? !m_last || *picture.captured > *m_last : !same_bytes;
    // The same picture may come without its capture time first and with it then.
    const bool same_capture = same_bytes && !m_last_is_timed;
    if (picture.captured && is_new) {
        m_last = picture.captured;
    }
    if (!is_new || same_capture) {
        m_last_is_timed = m_last_is_timed || picture.captured.has_value();
        return {};
    }
    m_last_digest = std::move(digest);
    m_last_is_timed = picture.captured.has_value();
    CameraPicture result;
    result.age = age();
    result.service_clock = m_service_clock;
    result.picture = std::move(picture);
    return result;
}

void Follower::pass_over(const Picture& picture) {
    take(picture);
}

std::optional<milliseconds> Follower::age() const {
    if (!m_last_is_timed) {
        return {};
    }
    return age_of(*m_last, m_service_clock, m_clock);
}

base::Error Follower::error_of(const Failure& failure, bool service_answered) {
    return asks_for_long_wait(failure) ? m_service.session().rate_limited(failure.retry_after)
                                       : to_error(failure, service_answered);
}

base::Error Follower::error_of_both(const Failure& first, const Failure& second) {
    return error_of(std::get<Failure>(choose_answer(first, second)),
                    first.is_answer() || second.is_answer());
}

bool Follower::may_ask_for_times() {
    const base::SteadyTime now = m_clock.steady_now();
    if (m_power != ring::PowerSource::wired && m_times_asked &&
        now - *m_times_asked < k_battery_times_pause) {
        return false;
    }
    m_times_asked = now;
    return true;
}

} // namespace snapshot
