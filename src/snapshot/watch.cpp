// SPDX-License-Identifier: Apache-2.0
#include "snapshot/watch.hpp"

#include "base/system/parallel.hpp"
#include "base/system/random.hpp"
#include "snapshot/follower.hpp"

#include <algorithm>
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
    const milliseconds most = std::min<milliseconds>(step / 10, std::chrono::seconds(10));
    return milliseconds(
        static_cast<std::int64_t>(base::random_fraction() * static_cast<double>(most.count())));
}

bool is_fatal(const Error& error) {
    return error.code() == ErrorCode::not_logged_in || error.code() == ErrorCode::two_factor ||
           error.code() == ErrorCode::cannot_write;
}

Error internal_error(const std::exception& error) {
    return Error(ErrorCode::unexpected, std::string("internal error: ") + error.what());
}

} // namespace

/// The rounds of one camera.
class Watch::CameraLoop {
public:
    CameraLoop(Watch& watch, std::size_t index, base::SteadyTime start)
        : m_watch(watch),
          m_options(watch.m_plan.picture_options),
          m_index(index),
          m_start(start),
          m_step(watch.step_of(facts())),
          m_jitter(random_jitter(m_step)),
          m_schedule(start, m_step, m_jitter),
          m_follower(watch.m_service, watch.m_clock, facts().id, power()) {}

    void run(std::stop_token stop) {
        const WatchPlan& plan = m_watch.m_plan;
        for (int rounds = 0; !plan.count || rounds < *plan.count; ++rounds) {
            if (!wait_for_round(stop)) {
                break;
            }
            m_watch.expect_by(m_index, clock().steady_now() + longest_turn());
            m_watch.note_next_round(m_index, std::nullopt);
            take_turn(stop);
        }
        m_watch.expect_by(m_index, base::SteadyTime::max());
        m_watch.note_next_round(m_index, base::SteadyTime::max());
    }

private:
    const CameraFacts& facts() const { return m_watch.m_cameras[m_index]; }

    ring::PowerSource power() const {
        return facts().device ? facts().device->power : ring::PowerSource::unknown;
    }

    base::Clock& clock() { return m_watch.m_clock; }

    milliseconds longest_turn() const {
        return k_longest_turn +
               std::min<milliseconds>(m_options.wait, std::chrono::hours(24 * 365)) +
               m_options.attempts * k_longest_attempt;
    }

    /// False when there is no further round.
    bool wait_for_round(std::stop_token stop) {
        base::SteadyTime due = m_schedule.next_after(clock().steady_now());
        while (due < m_retry_at) {
            due = m_schedule.next_after(due);
        }
        m_watch.note_next_round(m_index, due + time_to_window(due));
        if (!sleep_until(due, stop)) {
            return false;
        }
        if (const auto& window = m_watch.m_plan.between) {
            bool waited = false;
            // The wall clock may be set while we sleep; a minute at a time notices it.
            for (auto rest = time_until(*window, clock().now()); rest > milliseconds(0);
                 rest = time_until(*window, clock().now())) {
                const auto nap = std::min<milliseconds>(rest, std::chrono::minutes(1));
                m_watch.note_next_round(m_index, clock().steady_now() + rest);
                if (!sleep_until(clock().steady_now() + nap, stop)) {
                    return false;
                }
                waited = true;
            }
            if (waited) {
                // A new grid, so that the next round is a whole step away: of two rounds close to
                // each other, the second would wake a battery camera too early.
                m_schedule = Schedule(clock().steady_now(), m_step, m_jitter);
                m_schedule.next_after(clock().steady_now());
            }
        }
        return true;
    }

    /// How long it takes from `due` until rounds may begin.
    milliseconds time_to_window(base::SteadyTime due) {
        const auto& window = m_watch.m_plan.between;
        return window ? time_until(*window, clock().now() + std::chrono::ceil<milliseconds>(
                                                                due - clock().steady_now()))
                      : milliseconds(0);
    }

    bool sleep_until(base::SteadyTime time, std::stop_token stop) {
        const auto& duration = m_watch.m_plan.duration;
        const bool ends = duration && time >= m_start + *duration;
        const base::SteadyTime until = ends ? m_start + *duration : time;
        const base::SteadyTime now = clock().steady_now();
        const auto rest = std::max(until - now, base::SteadyTime::duration(0));
        m_watch.expect_by(m_index, now + rest + k_longest_wake_up);
        return clock().sleep_for(rest, stop) && !ends;
    }

    /// Whatever goes wrong in a turn is this camera's failure and harms no other.
    void take_turn(std::stop_token stop) {
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

    /// A picture that could not be saved is judged like any other at the moment when it can be.
    void give_up_what_grew_too_old() {
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
    bool take_picture(std::stop_token stop) {
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

    std::optional<CameraPicture> next_picture(std::stop_token stop) {
        if (!m_options.fresh) {
            return m_follower.next(stop);
        }
        CameraFacts now = facts();
        // What was known of the camera when the watch began says nothing about today.
        now.device.reset();
        return CameraJob(m_watch.m_service, clock(), now, m_options).run(stop);
    }

    void deliver() {
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

    /// How often a camera that fails is tried: where Ring answers as it should and only the
    /// pictures are too old, or their copies fail, asking less often would miss new ones.
    enum class Pace { slower, usual };

    void failed(const Error& error, Pace pace = Pace::slower) {
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
            m_watch.publish_failure(m_index, error);
        }
    }

    /// @param pause  for how long Ring wants to be left alone
    void slow_down(milliseconds pause) {
        const std::int64_t doubled = std::int64_t{1} << std::min(m_failures, 10);
        const std::int64_t most = std::max<std::int64_t>(k_longest_cooldown / m_step, 1);
        // A little early, so that the round it is meant for is not missed by a hair.
        const milliseconds cooldown = std::min(doubled, most) * m_step - m_step / 2;
        m_retry_at = clock().steady_now() + std::max(cooldown, pause);
    }

    Watch& m_watch;
    const PictureOptions& m_options;
    std::size_t m_index;
    base::SteadyTime m_start;
    milliseconds m_step;
    milliseconds m_jitter;
    Schedule m_schedule;
    Follower m_follower;
    /// A picture that could not be saved yet, or whose copy could not.
    std::optional<CameraPicture> m_pending;
    /// The pending one was saved itself.
    bool m_is_saved = false;
    /// A picture could not be saved, and none was since.
    bool m_awaits_delivery = false;
    int m_failures = 0;
    /// How the last round failed; std::nullopt when it was good.
    std::optional<Error> m_failure;
    base::SteadyTime m_retry_at{};
};

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
      m_next_rounds(m_cameras.size()) {}

milliseconds Watch::step_of(const CameraFacts& camera) const {
    const bool spared = m_plan.picture_options.fresh && !m_plan.allow_drain &&
                        !(camera.device && camera.device->power == ring::PowerSource::wired);
    return spared ? std::max(m_plan.every, k_battery_pause) : m_plan.every;
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
            CameraLoop(*this, camera, start).run(m_stop.get_token());
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

void Watch::publish_failure(std::size_t camera, const Error& error) {
    CameraFailing failing{camera, error};
    try {
        failing.error = m_owner.explain(camera, error);
    } catch (const std::exception&) {
        // The failure itself is what matters.
    }
    m_events.publish(failing);
}

void Watch::round_done(std::size_t camera, std::optional<Error> failure) {
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
