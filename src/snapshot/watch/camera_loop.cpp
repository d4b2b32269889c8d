// SPDX-License-Identifier: Apache-2.0
#include "snapshot/watch/camera_loop.hpp"

#include "base/system/random.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

namespace snapshot {

namespace {

using base::Error;
using base::ErrorCode;
using std::chrono::milliseconds;

constexpr milliseconds k_longest_cooldown = std::chrono::minutes(15);

// Far more than all time limits and waits of a turn: what takes longer hangs.
constexpr milliseconds k_longest_turn = std::chrono::minutes(20);
constexpr milliseconds k_longest_attempt = std::chrono::minutes(5);
constexpr milliseconds k_longest_wake_up = std::chrono::minutes(5);

/// A tenth of the interval, 10 s at most: enough that a thousand installations do not ask at once.
milliseconds random_jitter(milliseconds step) {
    return base::random_part_of(std::min<milliseconds>(step / 10, std::chrono::seconds(10)));
}

} // namespace

Error internal_error(const std::exception& error) {
    return Error(ErrorCode::unexpected, std::string("internal error: ") + error.what());
}

bool Watch::CameraLoop::is_fatal(const Error& error) const {
    return error.code() == ErrorCode::not_logged_in || error.code() == ErrorCode::two_factor ||
           (error.code() == ErrorCode::cannot_write && !m_watch.m_has_worked);
}

Watch::CameraLoop::CameraLoop(Watch& watch, std::size_t index)
    : m_watch(watch),
      m_options(watch.m_plan.picture_options),
      m_index(index),
      m_start(clock().steady_now()),
      m_step(watch.step_of(facts())),
      m_jitter(random_jitter(m_step)),
      m_schedule(m_start, m_step, m_jitter),
      m_follower(watch.m_service, watch.m_clock, facts().id, power()),
      m_requests(watch.m_clock, watch.is_spared(facts()) ? k_battery_pause : milliseconds(0)),
      m_sleep(watch.m_clock),
      m_next_round(m_start) {}

void Watch::CameraLoop::run(base::SteadyTime start, std::stop_token stop) {
    m_start = start;
    m_schedule = Schedule(start, m_step, m_jitter);
    const WatchPlan& plan = m_watch.m_plan;
    for (int rounds = 0; !plan.count || rounds < *plan.count; ++rounds) {
        if (!wait_for_round(stop)) {
            break;
        }
        begin_turn();
        take_turn(stop);
    }
    m_requests.close();
    m_watch.expect_by(m_index, base::SteadyTime::max());
    m_watch.note_next_round(m_index, base::SteadyTime::max());
}

RequestAnswer Watch::CameraLoop::request_picture() {
    const RequestAnswer answer = m_requests.ask();
    if (answer == RequestAnswer::accepted) {
        m_sleep.wake();
    }
    return answer;
}

ring::PowerSource Watch::CameraLoop::power() const {
    return facts().device ? facts().device->power : ring::PowerSource::unknown;
}

milliseconds Watch::CameraLoop::longest_turn() const {
    return k_longest_turn + std::min<milliseconds>(m_options.wait, std::chrono::hours(24 * 365)) +
           m_options.attempts * k_longest_attempt;
}

/// False when there is no further round.
bool Watch::CameraLoop::wait_for_round(std::stop_token stop) {
    do {
        const base::SteadyTime due = next_due();
        note_next_round(due + time_to_window(due));
        if (!sleep_until(due, stop)) {
            return false;
        }
        if (const auto& window = m_watch.m_plan.between;
            window && !wait_for_window(*window, stop)) {
            return false;
        }
        // A picture may have been asked for meanwhile.
    } while (clock().steady_now() < m_spared_until);
    return true;
}

base::SteadyTime Watch::CameraLoop::next_due() {
    base::SteadyTime due = m_schedule.next_after(clock().steady_now());
    while (due < m_retry_at || due < m_spared_until) {
        due = m_schedule.next_after(due);
    }
    return due;
}

/// False when there is no further round.
bool Watch::CameraLoop::wait_for_window(const DayWindow& window, std::stop_token stop) {
    bool waited = false;
    // The wall clock may be set while we sleep; a minute at a time notices it.
    for (auto rest = time_until(window, clock().now()); rest > milliseconds(0);
         rest = time_until(window, clock().now())) {
        const auto nap = std::min<milliseconds>(rest, std::chrono::minutes(1));
        note_next_round(clock().steady_now() + rest);
        if (!sleep_until(clock().steady_now() + nap, stop)) {
            return false;
        }
        waited = true;
    }
    if (waited) {
        // A new grid, so that the next round is a whole step away: of two rounds close to each
        // other, the second would wake a battery camera too early.
        m_schedule = Schedule(clock().steady_now(), m_step, m_jitter);
        m_schedule.next_after(clock().steady_now());
    }
    return true;
}

/// How long it takes from `due` until rounds may begin.
milliseconds Watch::CameraLoop::time_to_window(base::SteadyTime due) const {
    const auto& window = m_watch.m_plan.between;
    return window ? time_until(*window, clock().now() + std::chrono::ceil<milliseconds>(
                                                            due - clock().steady_now()))
                  : milliseconds(0);
}

/// Answers requests meanwhile. False when there is no further round.
bool Watch::CameraLoop::sleep_until(base::SteadyTime time, std::stop_token stop) {
    using End = base::WakeableSleep::End;
    const auto& duration = m_watch.m_plan.duration;
    const bool ends = duration && time >= m_start + *duration;
    const base::SteadyTime until = ends ? m_start + *duration : time;
    for (;;) {
        const base::SteadyTime now = clock().steady_now();
        const auto rest = std::max(until - now, base::SteadyTime::duration(0));
        m_watch.expect_by(m_index, now + rest + k_longest_wake_up);
        const End end = m_sleep.sleep_for(rest, stop);
        if (end != End::woken) {
            return end == End::over && !ends;
        }
        if (m_requests.is_waiting()) {
            answer_request(stop);
            m_watch.note_next_round(m_index, m_next_round);
        }
    }
}

void Watch::CameraLoop::note_next_round(base::SteadyTime time) {
    m_next_round = time;
    m_watch.note_next_round(m_index, time);
}

void Watch::CameraLoop::begin_turn() {
    m_watch.expect_by(m_index, clock().steady_now() + longest_turn());
    m_watch.note_next_round(m_index, std::nullopt);
}

/// Whatever goes wrong in a turn is this camera's failure and harms no other.
void Watch::CameraLoop::take_turn(std::stop_token stop) {
    try {
        give_up_what_grew_too_old();
        if ((m_pending && !m_is_saved) || take_picture(stop)) {
            deliver();
        }
    } catch (const Error& error) {
        if (error.code() != ErrorCode::interrupted) {
            failed(error);
        }
    } catch (const std::exception& error) {
        failed(internal_error(error));
    }
}

/// Takes the picture that somebody asked for. That none comes says nothing about the rounds, which
/// may only follow what Ring has: it is told, and does not count as the camera's failure.
void Watch::CameraLoop::answer_request(std::stop_token stop) {
    begin_turn();
    const bool was_failing = m_failures > 0;
    try {
        give_up_what_grew_too_old();
        if (m_pending && !m_is_saved) {
            // Where no picture can be saved, no camera is woken for one.
            deliver();
        }
        if (take_requested(stop)) {
            deliver();
        }
    } catch (const Error& error) {
        failed(error);
        if (was_failing) {
            tell_failed_request(error);
        }
    } catch (const std::exception& error) {
        failed(internal_error(error));
    }
}

/// Puts the picture that was asked for into m_pending. False when there is none.
bool Watch::CameraLoop::take_requested(std::stop_token stop) {
    PictureOptions options = m_options;
    options.fresh = options.require_fresh = true;
    try {
        if (m_options.fresh && m_watch.is_spared(facts())) {
            m_spared_until = clock().steady_now() + k_battery_pause;
        }
        m_pending = capture(options, stop);
        m_is_saved = false;
    } catch (const Error& error) {
        if (is_fatal(error)) {
            m_watch.fail(error);
        } else if (error.code() != ErrorCode::interrupted) {
            tell_failed_request(error);
        }
        return false;
    }
    m_follower.pass_over(m_pending->picture);
    m_retry_at = {};
    return true;
}

void Watch::CameraLoop::tell_failed_request(const Error& error) {
    m_watch.m_events.publish(RequestFailed{m_index, m_watch.explain(m_index, error)});
}

/// A picture that could not be saved is judged like any other at the moment when it can be.
void Watch::CameraLoop::give_up_what_grew_too_old() {
    if (!m_pending || m_is_saved) {
        return;
    }
    if (const auto& captured = m_pending->picture.captured) {
        m_pending->age = age_of(*captured, m_pending->service_clock, clock());
    }
    if (refusal_by_age(m_pending->age, m_options)) {
        m_pending.reset();
    }
}

/// Puts the picture, when there is a new one, into m_pending. False when the turn is over.
bool Watch::CameraLoop::take_picture(std::stop_token stop) {
    try {
        if (auto next = next_picture(stop)) {
            m_pending = std::move(next);
            m_is_saved = false;
        }
    } catch (const Error& error) {
        if (!is_fatal(error)) {
            throw;
        }
        m_watch.fail(error);
        return false;
    }
    // The one that was followed before grows old while no new one comes.
    const auto refusal =
        m_options.fresh ? std::nullopt : refusal_by_age(m_follower.age(), m_options);
    if (refusal) {
        m_pending.reset();
        failed(*refusal, Pace::usual);
    }
    return !refusal;
}

std::optional<CameraPicture> Watch::CameraLoop::next_picture(std::stop_token stop) {
    if (!m_options.fresh) {
        return m_follower.next(stop);
    }
    return capture(m_options, stop);
}

/// Asks the camera for a fresh picture.
CameraPicture Watch::CameraLoop::capture(const PictureOptions& options, std::stop_token stop) {
    struct Mark {
        explicit Mark(PictureRequests& marked) : requests(marked) { requests.capture_begins(); }

        ~Mark() { requests.capture_ends(); }

        Mark(const Mark&) = delete;
        Mark& operator=(const Mark&) = delete;

        PictureRequests& requests;
    };

    const Mark mark(m_requests);
    CameraFacts now = facts();
    // What was known of the camera when the watch began says nothing about today.
    now.device.reset();
    return CameraJob(m_watch.m_service, clock(), now, options).run(stop);
}

void Watch::CameraLoop::deliver() {
    if (m_pending) {
        // Should it throw, the folder may be away for a while; the picture waits for it.
        m_awaits_delivery = true;
        if (const auto error = m_watch.m_owner.save(m_index, *m_pending)) {
            m_is_saved = true;
            failed(*error, Pace::usual);
            return;
        }
        m_pending.reset();
        m_awaits_delivery = false;
    } else if (m_awaits_delivery) {
        // That Ring answers does not mean that pictures can be saved again.
        m_watch.round_done(m_index, m_failure);
        return;
    }
    m_failure.reset();
    if (std::exchange(m_failures, 0) > 0) {
        m_watch.m_events.publish(CameraRecovered{m_index});
    }
    m_watch.round_done(m_index, std::nullopt);
}

void Watch::CameraLoop::failed(const Error& error, Pace pace) {
    m_failure = error;
    const bool is_news = m_failures == 0;
    if (pace == Pace::usual) {
        m_failures = 1;
    } else {
        slow_down(error.pause().value_or(milliseconds(0)));
        ++m_failures;
    }
    m_watch.round_done(m_index, error);
    if (is_news) {
        m_watch.m_events.publish(CameraFailing{m_index, m_watch.explain(m_index, error)});
    }
}

/// @param pause  for how long Ring wants to be left alone
void Watch::CameraLoop::slow_down(milliseconds pause) {
    const std::int64_t doubled = std::int64_t{1} << std::min(m_failures, 10);
    const std::int64_t most = std::max<std::int64_t>(k_longest_cooldown / m_step, 1);
    // A little early, so that the round it is meant for is not missed by a hair.
    const milliseconds cooldown = std::min(doubled, most) * m_step - m_step / 2;
    m_retry_at = clock().steady_now() + std::max(cooldown, pause);
}

} // namespace snapshot
