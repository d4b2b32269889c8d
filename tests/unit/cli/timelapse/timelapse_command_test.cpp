// SPDX-License-Identifier: Apache-2.0
#include "unit/cli/command_fixture.hpp"

namespace cli {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

/// Two cameras with two pictures each. There is no ffmpeg.
struct TimelapseCommand : CommandTest {
    TimelapseCommand() {
        EXPECT_EQ(run({"get", "--all"}), 0) << errors();
        account.clock.advance(5min);
        capture(front_door());
        capture(driveway());
        EXPECT_EQ(run({"get", "--all"}), 0) << errors();
        account.clock.advance(1min);
    }

    int timelapse(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"timelapse", "--last", "3h"});
        return run(arguments);
    }

    test::ScopedVariable path{"PATH", "/nowhere"};
};

TEST_F(TimelapseCommand, says_once_that_ffmpeg_is_missing) {
    EXPECT_EQ(timelapse({}), 10);
    const std::string what = "ffmpeg is not installed";
    EXPECT_THAT(errors(), HasSubstr(what));
    EXPECT_EQ(errors().find(what), errors().rfind(what));
    EXPECT_THAT(pictures(), SizeIs(4));
}

TEST_F(TimelapseCommand, prints_a_script_for_each_camera_that_is_chosen) {
    const std::size_t asked = requests().size();
    EXPECT_EQ(timelapse({"--print-command"}), 0) << errors();
    EXPECT_THAT(output(), testing::StartsWith("#!/bin/sh\nset -e\n"));
    EXPECT_THAT(output(), HasSubstr("# Front Door: 2 pictures\n"));
    EXPECT_THAT(output(), HasSubstr("# Driveway: 2 pictures\n"));
    EXPECT_EQ(timelapse({"--print-command", "front"}), 0) << errors();
    EXPECT_THAT(output(), Not(HasSubstr("Driveway")));
    EXPECT_EQ(requests().size(), asked);
    EXPECT_EQ(timelapse({"--print-command", "kitchen"}), 6);
}

TEST_F(TimelapseCommand, asks_ring_which_cameras_a_home_has) {
    EXPECT_EQ(timelapse({"--print-command", "--location", "nowhere"}), 6);
    const std::size_t asked = requests().size();
    EXPECT_GT(asked, 0U);
}

TEST_F(TimelapseCommand, refuses_films_that_would_share_a_file) {
    EXPECT_EQ(timelapse({"--out", "film.mp4"}), 2);
    EXPECT_THAT(errors(), HasSubstr("several cameras are chosen"));
    EXPECT_EQ(timelapse({"--name", "{from:%Y}.mp4"}), 2);
    EXPECT_THAT(errors(), HasSubstr("would share a film"));
}

TEST_F(TimelapseCommand, refuses_what_a_script_cannot_do) {
    EXPECT_EQ(timelapse({"--print-command", "--stamp"}), 2);
    EXPECT_EQ(timelapse({"--print-command", "--json"}), 2);
}

TEST_F(TimelapseCommand, says_which_days_have_pictures) {
    EXPECT_EQ(run({"timelapse", "front", "--day", "2020-02-02"}), 7);
    EXPECT_THAT(errors(), HasSubstr("no pictures for a film on 2020-02-02, and a film needs 2"));
    EXPECT_THAT(errors(), HasSubstr("there are pictures of 20"));
    EXPECT_EQ(timelapse({"front", "--every", "1d"}), 7);
    EXPECT_THAT(errors(), HasSubstr("only 1 picture for a film"));
}

} // namespace
} // namespace cli
