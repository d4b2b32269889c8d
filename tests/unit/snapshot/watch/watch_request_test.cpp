// SPDX-License-Identifier: Apache-2.0
#include "unit/base/system/scoped_zone.hpp"
#include "unit/snapshot/watch/watch_fixture.hpp"

namespace snapshot {
namespace {

using namespace std::chrono_literals;
using base::Error;
using base::ErrorCode;
using testing::ElementsAre;
using testing::IsEmpty;

/// A watch of one camera, of which somebody wants a picture now and then.
struct WatchRequest : WatchTest {
    WatchRequest() {
        plan.every = 5min;
        plan.count = 2;
        always_next([this](const http::Request& request) { return answer(request); });
    }

    /// Rounds get the newest picture, requests a new one unless `captures` says otherwise.
    http::Response answer(const http::Request& request) {
        if (request.url.ends_with("&extras=force")) {
            m_wakes.push_back(account.clock.steady_now() - m_start);
            return captures(request);
        }
        m_rounds.push_back(account.clock.steady_now() - m_start);
        return newest(request);
    }

    http::Response new_capture() {
        account.clock.advance(2s);
        m_captured = now() - 100ms;
        return picture(m_captured, ++m_number);
    }

    /// Asks for a picture in the middle of the given round, counted from 1.
    void ask_in_round(int round) {
        record.on_picture = [this, round] {
            if (++m_saved == round) {
                answers.push_back(watched->request_picture(0));
            }
        };
    }

    void run() {
        Watch watch(account.service(), account.clock, plan, {facts}, record, record.told);
        watched = &watch;
        before();
        watch.run({});
        EXPECT_EQ(watch.request_picture(0), RequestAnswer::ended);
    }

    /// When the camera was woken, and when rounds asked for what Ring has, from the start on.
    const std::vector<std::chrono::nanoseconds>& wakes() const { return m_wakes; }

    const std::vector<std::chrono::nanoseconds>& quiet_rounds() const { return m_rounds; }

    Watch* watched = nullptr;
    /// Called before the watch begins.
    std::function<void()> before = [] {};
    std::function<http::Response(const http::Request&)> captures = [this](const http::Request&) {
        return new_capture();
    };
    std::function<http::Response(const http::Request&)> newest = [this](const http::Request&) {
        return picture(m_captured, m_number);
    };
    std::vector<RequestAnswer> answers;

private:
    base::SteadyTime m_start = account.clock.steady_now();
    std::optional<base::SystemTime> m_captured = now() - 60s;
    int m_number = 1;
    int m_saved = 0;
    std::vector<std::chrono::nanoseconds> m_wakes;
    std::vector<std::chrono::nanoseconds> m_rounds;
};

TEST_F(WatchRequest, between_rounds_brings_a_fresh_picture_at_once_and_keeps_the_grid) {
    ask_in_round(1);
    plan.count = 3;
    run();
    EXPECT_THAT(answers, ElementsAre(RequestAnswer::accepted));
    EXPECT_THAT(wakes(), ElementsAre(0s));
    ASSERT_EQ(quiet_rounds().size(), 3U);
    EXPECT_EQ(quiet_rounds()[2] - quiet_rounds()[1], 5min);
    // The rounds do not bring it once more.
    EXPECT_THAT(record.pictures,
                ElementsAre(test::make_jpeg(32, 24, 1), test::make_jpeg(32, 24, 2)));
    EXPECT_EQ(record.count("good round"), 4);
}

TEST_F(WatchRequest, before_the_first_round_is_answered) {
    before = [this] { answers.push_back(watched->request_picture(0)); };
    run();
    EXPECT_EQ(wakes().size(), 1U);
    EXPECT_EQ(record.count("picture"), 1);
}

TEST_F(WatchRequest, that_waits_is_answered_by_a_round_that_asks_the_camera) {
    plan.picture_options.fresh = true;
    plan.count = 1;
    captures = [this](const http::Request&) {
        answers.push_back(watched->request_picture(0));
        return new_capture();
    };
    run();
    EXPECT_THAT(answers, ElementsAre(RequestAnswer::busy));
    EXPECT_EQ(wakes().size(), 1U);
}

TEST_F(WatchRequest, comes_too_soon_right_after_a_round_that_asked_the_camera) {
    plan.picture_options.fresh = true;
    plan.count = 1;
    ask_in_round(1);
    run();
    EXPECT_THAT(answers, ElementsAre(RequestAnswer::too_soon));
}

TEST_F(WatchRequest, of_a_battery_camera_keeps_rounds_from_waking_it_for_ten_minutes) {
    facts.device->power = ring::PowerSource::battery;
    plan.picture_options.fresh = true;
    plan.every = 15min;
    plan.between = DayWindow{15h + 14min, 15h + 13min};
    const test::ScopedZone zone("UTC");
    // The window begins an hour later; the request comes a minute before.
    before = [this] {
        account.clock.advance(1h - 20s);
        answers.push_back(watched->request_picture(0));
    };
    plan.count = 1;
    run();
    ASSERT_EQ(wakes().size(), 2U);
    EXPECT_GE(wakes()[1] - wakes()[0], 10min);
    EXPECT_EQ(record.count("picture"), 2);
}

TEST_F(WatchRequest, is_answered_outside_the_part_of_the_day_that_rounds_keep_to) {
    const test::ScopedZone zone("UTC");
    plan.between = DayWindow{20h, 21h};
    plan.count = 1;
    before = [this] { watched->request_picture(0); };
    run();
    EXPECT_THAT(wakes(), ElementsAre(0s));
}

TEST_F(WatchRequest, that_fails_is_told_and_is_not_a_failure_of_the_camera) {
    captures = [this](const http::Request&) {
        account.clock.advance(10s);
        return test::response(404);
    };
    always_times([](const http::Request&) { return times({}); });
    always_image([](const http::Request&) { return test::response(404); });
    always_update_all([](const http::Request&) { return test::response(404); });
    ask_in_round(1);
    run();
    EXPECT_EQ(record.count("request failed with no_snapshot"), 1);
    EXPECT_THAT(record.errors, IsEmpty());
    EXPECT_EQ(record.count("good round"), 2);
}

TEST_F(WatchRequest, ends_the_watch_where_the_login_has_ended) {
    captures = [this](const http::Request&) {
        account.store.update([](settings::Settings& settings) { settings.refresh_token = {}; }, {});
        return test::response(401);
    };
    ask_in_round(1);
    EXPECT_EQ(test::error_of([this] { run(); }).code(), ErrorCode::not_logged_in);
}

TEST_F(WatchRequest, of_a_camera_that_fails_tells_its_recovery_and_ends_the_longer_pause) {
    plan.count = 3;
    newest = [this](const http::Request&) {
        return quiet_rounds().size() == 1 ? test::response(403) : picture(now() - 1s, 7);
    };
    always_times([](const http::Request&) { return test::response(403); });
    always_image([](const http::Request&) { return test::response(403); });
    record.told.add([this](const WatchEvent& event) {
        if (std::holds_alternative<CameraFailing>(event)) {
            answers.push_back(watched->request_picture(0));
        }
    });
    run();
    EXPECT_EQ(record.count("recovered"), 1);
    ASSERT_EQ(quiet_rounds().size(), 3U);
    // The second round would have been left out.
    EXPECT_LT(quiet_rounds()[1], 5min + 10s);
}

TEST_F(WatchRequest, wakes_no_camera_while_pictures_cannot_be_saved) {
    plan.count = 1;
    record.on_picture = [this] {
        answers.push_back(watched->request_picture(0));
        throw Error(ErrorCode::cannot_write, "the disk is full");
    };
    run();
    EXPECT_THAT(wakes(), IsEmpty());
    EXPECT_EQ(record.count("failing with cannot_write"), 1);
}

TEST_F(WatchRequest, that_cannot_be_saved_while_the_camera_fails_is_told) {
    plan.count = 2;
    record.on_picture = [this] {
        answers.push_back(watched->request_picture(0));
        throw Error(ErrorCode::cannot_write, "the disk is full");
    };
    run();
    EXPECT_EQ(record.count("failing with cannot_write"), 1);
    EXPECT_EQ(record.count("request failed with cannot_write"), 1);
}

} // namespace
} // namespace snapshot
