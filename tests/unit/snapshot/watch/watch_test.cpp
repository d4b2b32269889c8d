// SPDX-License-Identifier: Apache-2.0
#include "unit/base/system/scoped_zone.hpp"
#include "unit/snapshot/watch/watch_fixture.hpp"

namespace snapshot {
namespace {

using namespace std::chrono_literals;
using base::Error;
using base::ErrorCode;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::Ge;
using testing::IsEmpty;
using testing::Lt;

/// A clock that somebody sets while the program sleeps for the fourth time.
class CorrectedClock final : public base::Clock {
public:
    CorrectedClock(test::ManualClock& clock, base::SystemTime right_time)
        : m_clock(clock), m_right_time(right_time) {}

    base::SystemTime now() const override { return m_clock.now(); }

    base::SteadyTime steady_now() const override { return m_clock.steady_now(); }

    bool sleep_for(std::chrono::nanoseconds duration, std::stop_token stop) override {
        const bool whole = m_clock.sleep_for(duration, std::move(stop));
        if (++m_sleeps == 4) {
            m_clock.set_now(m_right_time);
        }
        return whole;
    }

private:
    test::ManualClock& m_clock;
    base::SystemTime m_right_time;
    int m_sleeps = 0;
};

/// Calls `observe` before each sleep.
class ObservedClock final : public base::Clock {
public:
    explicit ObservedClock(test::ManualClock& clock) : m_clock(clock) {}

    base::SystemTime now() const override { return m_clock.now(); }

    base::SteadyTime steady_now() const override { return m_clock.steady_now(); }

    bool sleep_for(std::chrono::nanoseconds duration, std::stop_token stop) override {
        observe();
        return m_clock.sleep_for(duration, std::move(stop));
    }

    std::function<void()> observe;

private:
    test::ManualClock& m_clock;
};

TEST_F(WatchTest, begins_at_once_and_goes_on_along_a_grid) {
    plan.every = 5min;
    plan.count = 6;
    serve([this](std::size_t) { return new_picture(); });
    watch();
    ASSERT_EQ(rounds().size(), 6U);
    EXPECT_EQ(rounds()[0], 0s);
    // A tenth of the interval at most, 10 s at most.
    EXPECT_THAT(rounds()[1], AllOf(Ge(5min), Lt(5min + 10s)));
    EXPECT_THAT(gaps(), ElementsAre(5min, 5min, 5min, 5min));
    EXPECT_EQ(record.count("picture"), 6);
    EXPECT_EQ(record.count("good round"), 6);
}

TEST_F(WatchTest, does_not_drift_when_rounds_take_time) {
    plan.every = 1min;
    plan.count = 12;
    serve([this](std::size_t round) {
        account.clock.advance(std::chrono::milliseconds(313 * round));
        return new_picture();
    });
    watch();
    EXPECT_THAT(gaps(), Each(std::chrono::nanoseconds(1min)));
}

TEST_F(WatchTest, is_alive_unless_a_turn_takes_longer_than_a_turn_can) {
    plan.count = 2;
    Watch watch(account.service(), account.clock, plan, {facts}, record, record.told);
    std::vector<bool> alive = {watch.is_alive()};
    serve([this](std::size_t) { return new_picture(); });
    // What a command that never ends would do.
    record.on_picture = [&] {
        account.clock.advance(alive.size() == 1 ? 30min : 24h);
        alive.push_back(watch.is_alive());
    };
    watch.run({});
    alive.push_back(watch.is_alive());
    EXPECT_THAT(alive, ElementsAre(true, true, false, true));
}

TEST_F(WatchTest, skips_the_rounds_that_a_slow_one_or_a_sleep_of_the_machine_has_missed) {
    plan.every = 1min;
    plan.count = 5;
    serve([this](std::size_t round) {
        record.on_picture = [this, round] {
            if (round == 2) {
                account.clock.advance(8h + 30s);
            }
        };
        return new_picture();
    });
    watch();
    EXPECT_THAT(gaps(), ElementsAre(1min, 8h + 1min, 1min));
}

TEST_F(WatchTest, spreads_installations_by_a_jitter_that_stays_within_bounds) {
    plan.every = 10s;
    plan.count = 2;
    for (int i = 0; i < 50; ++i) {
        expect_next([this](const http::Request&) { return new_picture(); });
        expect_next([this](const http::Request&) { return new_picture(); });
        watch();
    }
    for (const auto sleep : account.clock.sleeps()) {
        EXPECT_THAT(sleep, testing::AnyOf(0s, AllOf(Ge(10s), Lt(11s))));
    }
}

TEST_F(WatchTest, saves_each_capture_once) {
    plan.count = 4;
    expect_next(picture(now() - 10s, 1));
    expect_next(hold());
    expect_next(picture(now() - 10s, 1));
    expect_next(picture(now() - 5s, 2));
    watch();
    EXPECT_THAT(record.pictures,
                ElementsAre(test::make_jpeg(32, 24, 1), test::make_jpeg(32, 24, 2)));
    EXPECT_EQ(record.count("good round"), 4);
    EXPECT_EQ(wakes(), 0);
}

TEST_F(WatchTest, tells_a_failure_when_it_starts_and_when_it_ends) {
    plan.count = 6;
    always_times(always(test::response(500)));
    serve([this](std::size_t round) {
        return round >= 1 && round <= 3 ? test::response(500) : new_picture();
    });
    watch();
    EXPECT_THAT(record.events,
                ElementsAre("picture", "good round", "failing with service_unavailable", "picture",
                            "recovered", "good round", "picture", "good round"));
}

TEST_F(WatchTest, a_camera_that_has_nothing_new_works_again) {
    plan.count = 3;
    expect_next(picture(now() - 10s));
    expect_next(test::response(429));
    expect_next(hold());
    watch();
    EXPECT_THAT(record.events, ElementsAre("picture", "good round", "failing with slow_down",
                                           "recovered", "good round"));
}

TEST_F(WatchTest, a_failure_that_comes_back_is_told_again) {
    plan.count = 4;
    serve(
        [this](std::size_t round) { return round % 2 == 0 ? test::response(429) : new_picture(); });
    watch();
    EXPECT_THAT(record.events,
                ElementsAre("failing with slow_down", "picture", "recovered", "good round",
                            "failing with slow_down", "picture", "recovered", "good round"));
}

TEST_F(WatchTest, tries_a_failing_camera_less_and_less_often_but_every_15_minutes) {
    plan.every = 10s;
    plan.count = 11;
    serve([](std::size_t) { return test::response(429); });
    watch();
    ASSERT_EQ(rounds().size(), 11U);
    EXPECT_THAT(rounds()[1], AllOf(Ge(10s), Lt(11s)));
    EXPECT_THAT(gaps(), ElementsAre(20s, 40s, 80s, 160s, 320s, 640s, 15min, 15min, 15min));
    EXPECT_THAT(record.events, ElementsAre("failing with slow_down"));
}

TEST_F(WatchTest, a_cool_down_keeps_to_the_grid_and_is_never_less_than_a_step) {
    struct Row {
        std::chrono::milliseconds every;
        std::vector<std::chrono::nanoseconds> gaps;
    };

    for (const Row& row : {Row{5min, {10min, 15min, 15min}}, Row{7min, {14min, 14min, 14min}},
                           Row{10min, {10min, 10min, 10min}}, Row{1h, {1h, 1h, 1h}}}) {
        plan.every = row.every;
        plan.count = 5;
        std::vector<base::SteadyTime> begun;
        for (int i = 0; i < 5; ++i) {
            expect_next([&](const http::Request&) {
                begun.push_back(account.clock.steady_now());
                account.clock.advance(2s);
                return test::response(429);
            });
        }
        watch();
        ASSERT_EQ(begun.size(), 5U);
        for (std::size_t i = 0; i < 3; ++i) {
            EXPECT_EQ(begun[i + 2] - begun[i + 1], row.gaps[i]) << row.every.count() << " " << i;
        }
    }
}

TEST_F(WatchTest, a_success_ends_the_cool_down) {
    plan.every = 1min;
    plan.count = 8;
    serve([this](std::size_t round) { return round < 4 ? test::response(429) : new_picture(); });
    watch();
    EXPECT_THAT(gaps(), ElementsAre(2min, 4min, 8min, 1min, 1min, 1min));
}

TEST_F(WatchTest, offers_a_picture_that_could_not_be_saved_again_without_fetching_it_again) {
    plan.count = 4;
    int tries = 0;
    record.on_picture = [&] {
        if (++tries <= 2) {
            throw Error(ErrorCode::cannot_write, "the folder is away");
        }
    };
    expect_next(picture(now() - 10s, 1));
    expect_next(picture(now() - 5s, 2));
    watch();
    EXPECT_THAT(record.events,
                ElementsAre("picture", "failing with cannot_write", "picture", "picture",
                            "recovered", "good round", "picture", "good round"));
    const std::string first = test::make_jpeg(32, 24, 1);
    EXPECT_THAT(record.pictures, ElementsAre(first, first, first, test::make_jpeg(32, 24, 2)));
    EXPECT_THAT(steps(), ElementsAre("next", "next"));
}

TEST_F(WatchTest, ends_with_the_error_when_the_login_is_gone) {
    expect_next(test::response(401));
    account.store.update([](settings::Settings& settings) { settings.refresh_token = {}; }, {});
    EXPECT_EQ(test::error_of([this] { watch(); }).code(), ErrorCode::not_logged_in);
}

TEST_F(WatchTest, ends_quietly_at_a_stop) {
    std::stop_source stop;
    serve([&](std::size_t round) {
        if (round == 2) {
            stop.request_stop();
        }
        return new_picture();
    });
    watch(stop.get_token());
    EXPECT_EQ(rounds().size(), 3U);
    EXPECT_EQ(record.count("picture"), 2);
    EXPECT_EQ(record.count("failing with interrupted"), 0);
}

TEST_F(WatchTest, that_was_stopped_before_asks_for_nothing) {
    std::stop_source stop;
    stop.request_stop();
    watch(stop.get_token());
    EXPECT_THAT(account.client.requests(), IsEmpty());
}

TEST_F(WatchTest, ends_after_its_time) {
    plan.every = 10min;
    plan.duration = 25min;
    const base::SteadyTime start = account.clock.steady_now();
    serve([this](std::size_t) { return new_picture(); });
    watch();
    EXPECT_EQ(rounds().size(), 3U);
    EXPECT_EQ(account.clock.steady_now() - start, 25min);
}

TEST_F(WatchTest, its_first_round_waits_for_the_part_of_the_day) {
    const test::ScopedZone zone("UTC0");
    plan.between = parse_day_window("14:30-20:00");
    plan.every = 20min;
    plan.count = 3;
    std::vector<base::SystemTime> begun;
    serve([&](std::size_t) {
        begun.push_back(now());
        return new_picture();
    });
    watch();
    ASSERT_EQ(begun.size(), 3U);
    // 2026-09-21 14:30:00 UTC.
    EXPECT_EQ(begun[0], base::SystemTime(1'790'001'000s));
    // A whole step after the first, not where the grid was before the wait.
    EXPECT_THAT(begun[1] - begun[0], AllOf(Ge(20min), Lt(20min + 10s)));
    EXPECT_EQ(begun[2] - begun[1], 20min);
}

TEST_F(WatchTest, notices_a_clock_that_is_set_while_it_waits_for_the_part_of_the_day) {
    const test::ScopedZone zone("UTC0");
    plan.between = parse_day_window("00:30-01:00");
    plan.count = 1;
    // 2026-09-22 00:29:00 UTC, set after some naps.
    CorrectedClock clock(account.clock, base::SystemTime(1'790'036'940s));
    serve([this](std::size_t) { return new_picture(); });
    Watch(account.service(), clock, plan, {facts}, record, record.told).run({});
    ASSERT_EQ(rounds().size(), 1U);
    EXPECT_LT(rounds()[0], 10min);
    EXPECT_EQ(now(), base::SystemTime(1'790'037'000s));
}

TEST_F(WatchTest, its_step_spares_battery_cameras_that_would_be_woken) {
    const auto step = [&](std::optional<ring::PowerSource> power) {
        CameraFacts camera;
        if (power) {
            camera.device.emplace();
            camera.device->power = *power;
        }
        return Watch(account.service(), account.clock, plan, {camera}, record, record.told)
            .step_of(camera);
    };
    plan.every = 5min;
    for (const auto power : {ring::PowerSource::battery, ring::PowerSource::unknown}) {
        EXPECT_EQ(step(power), 5min);
    }
    plan.picture_options.fresh = true;
    EXPECT_EQ(step(ring::PowerSource::battery), 10min);
    EXPECT_EQ(step(ring::PowerSource::unknown), 10min);
    EXPECT_EQ(step({}), 10min);
    EXPECT_EQ(step(ring::PowerSource::wired), 5min);
    plan.every = 1h;
    EXPECT_EQ(step(ring::PowerSource::battery), 1h);
    plan.every = 10s;
    plan.allow_drain = true;
    EXPECT_EQ(step(ring::PowerSource::battery), 10s);
}

TEST_F(WatchTest, wakes_a_battery_camera_every_ten_minutes_at_most) {
    facts.device->power = ring::PowerSource::battery;
    plan.picture_options.fresh = true;
    plan.every = 1min;
    plan.count = 4;
    serve([this](std::size_t) {
        account.clock.advance(600ms);
        return picture(now() - 50ms);
    });
    watch();
    ASSERT_EQ(rounds().size(), 4U);
    EXPECT_EQ(wakes(), 4);
    EXPECT_GE(rounds()[1], 10min);
    EXPECT_THAT(gaps(), ElementsAre(10min, 10min));
    EXPECT_EQ(record.count("picture"), 4);
}

TEST_F(WatchTest, wakes_a_wired_camera_at_each_round) {
    plan.picture_options.fresh = true;
    plan.every = 1min;
    plan.count = 3;
    serve([this](std::size_t) {
        account.clock.advance(600ms);
        return picture(now() - 50ms);
    });
    watch();
    EXPECT_EQ(wakes(), 3);
    EXPECT_THAT(gaps(), ElementsAre(1min));
}

TEST_F(WatchTest, knows_when_its_next_round_begins_also_outside_its_part_of_the_day) {
    const test::ScopedZone zone("UTC0");
    plan.between = parse_day_window("14:30-20:00");
    plan.every = 5min;
    plan.count = 2;
    ObservedClock clock(account.clock);
    Watch watch(account.service(), clock, plan, {facts}, record, record.told);
    std::vector<std::chrono::nanoseconds> waits;
    clock.observe = [&] {
        waits.push_back(watch.next_round().value_or(base::SteadyTime{}) - clock.steady_now());
    };
    bool is_known_at_work = true;
    record.on_picture = [&] { is_known_at_work = watch.next_round().has_value(); };
    serve([this](std::size_t) { return new_picture(); });
    watch.run({});
    EXPECT_FALSE(is_known_at_work);
    EXPECT_FALSE(watch.next_round().has_value());
    ASSERT_GE(waits.size(), 3U);
    // It is 14:13:20.
    EXPECT_THAT(waits, testing::IsSupersetOf({std::chrono::nanoseconds(16min + 40s),
                                              std::chrono::nanoseconds(15min + 40s),
                                              std::chrono::nanoseconds(40s)}));
    EXPECT_THAT(waits.back(), AllOf(Ge(5min), Lt(5min + 10s)));
}

} // namespace
} // namespace snapshot
