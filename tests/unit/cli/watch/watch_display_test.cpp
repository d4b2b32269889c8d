// SPDX-License-Identifier: Apache-2.0
#include "base/text/unicode.hpp"
#include "cli/watch/watch_display.hpp"
#include "unit/cli/command_fixture.hpp"

#include <csignal>

namespace cli {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

/// 2026-09-21 14:13:20 UTC.
constexpr base::SystemTime k_now{1'790'000'000s};

struct WatchLine : testing::Test {
    test::ScopedZone zone{"UTC0"};
    WatchState state = {.cameras = {"Front Door", "Driveway", "Cabin", "Garden"},
                        .failing = {},
                        .pictures_today = 128,
                        .next_look = 192s,
                        .now = k_now};

    std::string shown(std::size_t columns = 200) const {
        return describe_watch(state, columns, k_symbols);
    }
};

TEST_F(WatchLine, says_how_it_goes) {
    EXPECT_EQ(shown(), "4 cameras · next look in 3:12 · 128 pictures today");
    state.failing = {{3, k_now - 11min}};
    EXPECT_EQ(shown(),
              "4 cameras · next look in 3:12 · 128 pictures today · Garden failing since 14:02");
    EXPECT_EQ(describe_watch(state, 200, k_ascii_symbols),
              "4 cameras - next look in 3:12 - 128 pictures today - Garden failing since 14:02");
}

TEST_F(WatchLine, names_the_only_camera) {
    state.cameras = {"Garden"};
    state.pictures_today = 1;
    EXPECT_EQ(shown(), "Garden · next look in 3:12 · 1 picture today");
}

TEST_F(WatchLine, counts_cameras_that_fail_since_the_first_of_them) {
    state.failing = {{0, k_now - 1h}, {3, k_now - 26h}};
    EXPECT_THAT(shown(), testing::EndsWith("2 cameras failing since 2026-09-20 12:13"));
}

TEST_F(WatchLine, names_the_time_of_a_look_that_is_far) {
    state.next_look = 17h;
    EXPECT_THAT(shown(), HasSubstr("next look at 2026-09-22 07:13"));
    state.next_look = 3h;
    EXPECT_THAT(shown(), HasSubstr("next look at 17:13"));
    state.next_look = -5s;
    EXPECT_THAT(shown(), HasSubstr("next look in 0:00"));
    state.next_look = {};
    EXPECT_THAT(shown(), HasSubstr("looking now"));
}

TEST_F(WatchLine, leaves_out_what_matters_least_where_there_is_little_room) {
    state.failing = {{3, k_now - 11min}};
    EXPECT_EQ(shown(60), "4 cameras · next look in 3:12 · Garden failing since 14:02");
    EXPECT_EQ(shown(50), "next look in 3:12 · Garden failing since 14:02");
    EXPECT_EQ(shown(37), "next look in 3:12 · Garden failing");
    state.cameras[3] = "Behind the garden shed";
    EXPECT_EQ(shown(37), "next look in 3:12 · 1 camera failing");
    state.next_look = 17h;
    EXPECT_EQ(shown(37), "1 camera failing");
    state.next_look = 192s;
    state.failing.clear();
    EXPECT_EQ(shown(37), "4 cameras · next look in 3:12");
}

struct WatchRows : CommandTest {
    WatchRows() {
        platform.console().make_terminal(Stream::output);
        platform.console().make_terminal(Stream::error);
        front_door().captured = account.clock.now() - 2s;
        driveway().captured = account.clock.now() - 26h;
    }
};

TEST_F(WatchRows, tell_time_camera_and_age_of_each_new_picture) {
    EXPECT_EQ(run({"watch", "--all", "--count", "1"}), 0) << errors();
    EXPECT_THAT(lines(), testing::UnorderedElementsAre("14:13:20  Front Door  new  2 s old",
                                                       "14:13:20  Driveway    new  1 day old"));
    EXPECT_EQ(run({"watch", "--all", "--count", "1"}), 0) << errors();
    EXPECT_EQ(output(), "");
}

TEST_F(WatchRows, say_that_another_day_has_begun) {
    account.clock.advance(9h + 45min);
    driveway().captured = account.clock.now();
    driveway().next_capture = account.clock.now() + 3min;
    EXPECT_EQ(run({"watch", k_driveway, "--count", "2"}), 0) << errors();
    EXPECT_THAT(lines(),
                ElementsAre(StartsWith("23:58"), "Tuesday, 2026-09-22", StartsWith("00:0")));
}

TEST_F(WatchRows, say_why_a_picture_is_not_fresh) {
    driveway().online = false;
    EXPECT_EQ(run({"watch", "Driveway", "--fresh", "--wait", "500ms", "--count", "1"}), 0);
    EXPECT_THAT(output(), HasSubstr("Driveway  not fresh  1 day old  the camera is offline"));
    EXPECT_THAT(errors(), Not(HasSubstr("warning")));
}

TEST_F(WatchRows, are_broken_at_words_in_a_narrow_window) {
    platform.console().set_width(40);
    driveway().online = false;
    front_door().title = "The front door of the old house";
    EXPECT_EQ(run({"watch", "--all", "--fresh", "--wait", "500ms", "--count", "1"}), 0);
    EXPECT_THAT(lines(),
                AllOf(Contains(testing::EndsWith("  Driveway  not fresh  1 day old")),
                      Contains("          the camera is offline"),
                      Contains(testing::EndsWith("  The front door of the old")),
                      Contains("          house"),
                      // The two cameras share the clock that the other one's waits advance.
                      Contains(testing::MatchesRegex("          not fresh  [0-9] s old"))));
}

TEST_F(WatchRows, are_left_out_by_quiet_and_give_way_to_json) {
    EXPECT_EQ(run({"watch", k_driveway, "--count", "1", "--quiet"}), 0);
    EXPECT_EQ(output() + errors(), "");
    EXPECT_EQ(run({"watch", k_front_door, "--count", "1", "--json"}), 0);
    EXPECT_THAT(objects(), SizeIs(1));
}

TEST_F(WatchRows, are_framed_by_what_is_watched_and_what_it_brought) {
    EXPECT_EQ(run({"watch", "--all", "--every", "10s", "--count", "2"}), 0) << errors();
    const auto told = test::lines_of(errors());
    ASSERT_THAT(told, Not(IsEmpty()));
    EXPECT_THAT(told.front(), StartsWith("14:13:20  watching 2 cameras every 10 s →"));
    EXPECT_THAT(told.back(), AllOf(HasSubstr("stopped after "), testing::EndsWith(": 2 pictures")));
}

TEST_F(WatchRows, end_with_what_came_after_ctrl_c_and_when_the_login_is_gone) {
    driveway().next = [this](const http::Request&) {
        platform.raise(SIGINT);
        return status(503)({});
    };
    EXPECT_EQ(run({"watch", k_driveway}), 130);
    EXPECT_THAT(errors(), HasSubstr("stopped after 0 s: 0 pictures"));
}

struct WatchInPipe : CommandTest {};

TEST_F(WatchInPipe, prints_paths_and_no_more_than_before) {
    EXPECT_EQ(run({"watch", k_driveway, "--count", "1"}), 0) << errors();
    EXPECT_EQ(lines(), pictures());
    EXPECT_THAT(errors(), Not(HasSubstr("stopped after")));
}

TEST_F(WatchInPipe, prints_nothing_with_quiet_when_all_is_well) {
    EXPECT_EQ(run({"watch", "--all", "--count", "1", "--quiet"}), 0);
    EXPECT_EQ(output() + errors(), "");
}

TEST_F(WatchInPipe, warns_with_quiet_too_that_nothing_is_deleted) {
    service_ahead = 7 * 24h;
    driveway().captured = service_now();
    EXPECT_EQ(run({"watch", k_driveway, "--count", "1", "--keep", "30d", "--quiet"}), 0);
    EXPECT_THAT(errors(), HasSubstr("--keep deletes nothing"));
}

TEST_F(WatchInPipe, warns_once_of_all_cameras_that_run_on_batteries) {
    driveway().has_battery = true;
    run({"watch", "--all", "--fresh", "--every", "1m", "--for", "100ms"});
    EXPECT_THAT(errors(),
                HasSubstr("warning: Front Door and Driveway run on batteries and are woken every "
                          "10 min, up to 144 times a day (--allow-drain: more often)"));
    EXPECT_EQ(errors().find("144 times"), errors().rfind("144 times"));
}

} // namespace
} // namespace cli
