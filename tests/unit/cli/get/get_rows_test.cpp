// SPDX-License-Identifier: Apache-2.0
// What `get` shows to a person at a terminal.
#include "unit/cli/command_fixture.hpp"

#include <csignal>
#include <fstream>

namespace cli {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

struct GetRows : CommandTest {
    GetRows() {
        platform.console().make_terminal(Stream::output);
        platform.console().make_terminal(Stream::error);
        driveway().captured = account.clock.now() - 10s;
    }

    std::string folder() { return (account.folder / "work").string(); }
};

TEST_F(GetRows, tell_of_each_camera_and_of_all_in_the_order_of_the_list) {
    EXPECT_EQ(run({"get", "--all"}), 0) << errors();
    EXPECT_THAT(lines(), ElementsAre("✓ Front Door  7 min ago  32×24  new",
                                     "✓ Driveway    just now   32×24  new",
                                     "2 cameras: 2 new → " + folder()));
    EXPECT_EQ(errors(), "");
}

TEST_F(GetRows, call_the_home_folder_by_its_sign) {
    const test::ScopedVariable home("HOME", account.folder.path().c_str());
    run({"get", "--all", "--out", "~/Pictures/Ring"});
    EXPECT_THAT(lines(), testing::Contains("2 cameras: 2 new → ~/Pictures/Ring"));
}

TEST_F(GetRows, come_in_the_order_given_not_in_that_of_arrival) {
    driveway().next = [this](const http::Request& request) {
        account.clock.advance(5s);
        driveway().next = {};
        return status(503)(request);
    };
    EXPECT_EQ(run({"get", "Driveway", "Front Door"}), 0) << errors();
    EXPECT_THAT(lines()[0], HasSubstr("Driveway"));
    EXPECT_THAT(lines()[1], HasSubstr("Front Door"));
}

TEST_F(GetRows, say_what_is_saved_already) {
    run({"get", k_driveway});
    EXPECT_EQ(run({"get", "--all"}), 0) << errors();
    EXPECT_EQ(lines()[1], "= Driveway    just now          already saved");
    EXPECT_EQ(lines()[2], "2 cameras: 1 new, 1 unchanged → " + folder());
}

TEST_F(GetRows, of_one_camera_have_its_path_below) {
    EXPECT_EQ(run({"get", "Driveway"}), 0) << errors();
    EXPECT_THAT(lines(), ElementsAre("✓ Driveway  just now  32×24  new", "  " + pictures().at(0)));
}

TEST_F(GetRows, call_an_old_picture_old_and_say_how_to_get_a_new_one) {
    driveway().captured = account.clock.now() - 26h;
    EXPECT_EQ(run({"get", "--all"}), 0) << errors();
    EXPECT_THAT(lines()[1], StartsWith("! Driveway    yesterday 12:13  32×24  new, but 1 day old"));
    EXPECT_THAT(errors(), AllOf(StartsWith("Driveway's picture is old; for a new one:"),
                                HasSubstr("ring-snapshot get"), HasSubstr(" Driveway --fresh")));
}

TEST_F(GetRows, say_how_to_get_new_ones_of_several) {
    driveway().captured = front_door().captured = account.clock.now() - 26h;
    run({"get", "Front Door", "Driveway"});
    EXPECT_THAT(errors(), AllOf(HasSubstr("2 pictures are old"),
                                HasSubstr(" \"Front Door\" Driveway --fresh")));
    run({"get", "--all"});
    EXPECT_THAT(errors(), HasSubstr(" --all --fresh"));
}

TEST_F(GetRows, name_a_camera_by_its_id_where_its_name_is_not_a_word_for_a_shell) {
    driveway().title = "Kim's $HOME";
    driveway().captured = account.clock.now() - 26h;
    run({"get", "--all"});
    EXPECT_THAT(errors(), HasSubstr(" 518000222 --fresh"));
}

TEST_F(GetRows, tell_why_a_picture_is_not_fresh) {
    driveway().online = false;
    front_door().never_captures = true;
    EXPECT_EQ(run({"get", "--all", "--fresh", "--wait", "500ms"}), 0) << errors();
    platform.console().set_width(200);
    EXPECT_EQ(run({"get", "--all", "--fresh", "--wait", "500ms"}), 0) << errors();
    EXPECT_THAT(output(),
                AllOf(HasSubstr("not fresh: a battery camera takes none while it is recording"),
                      HasSubstr("not fresh: the camera is offline")));
    EXPECT_EQ(errors(), "");
}

TEST_F(GetRows, tell_what_failed_in_the_row_of_the_camera) {
    driveway().online = false;
    break_pictures(driveway(), status(404));
    EXPECT_EQ(run({"get", "--all", "--retries", "1"}), 7);
    EXPECT_THAT(lines(), ElementsAre("✓ Front Door  7 min ago  32×24  new",
                                     "✗ Driveway    no picture: the camera is offline",
                                     StartsWith("  check its power"),
                                     "2 cameras: 1 new, 1 failed → " + folder()));
    EXPECT_EQ(errors(), "");
}

TEST_F(GetRows, leave_the_error_to_a_log_that_standard_error_goes_to) {
    test::FakePlatform other(account.clock, account.client);
    run({"list"});
    other.console().make_terminal(Stream::output);
    break_pictures(driveway(), status(404));
    EXPECT_EQ(
        cli::run("ring-snapshot",
                 {"get", "Driveway", "--retries", "1", "--settings", account.store.file().string()},
                 other),
        7);
    EXPECT_THAT(other.console().errors(), HasSubstr("error: no picture of Driveway"));
    EXPECT_THAT(other.console().output(), StartsWith("✗ Driveway"));
}

TEST_F(GetRows, say_once_that_ring_is_down) {
    break_pictures(driveway(), status(503));
    break_pictures(front_door(), status(503));
    EXPECT_EQ(run({"get", "--all", "--retries", "1"}), 8);
    EXPECT_THAT(lines(), ElementsAre("✗ Front Door  no picture", "✗ Driveway    no picture",
                                     "2 cameras: 2 failed"));
    EXPECT_THAT(errors(), StartsWith("error: no picture of 2 cameras: Ring is out of order"));
    EXPECT_EQ(errors().find("error: "), errors().rfind("error: "));
}

TEST_F(GetRows, say_once_that_a_folder_cannot_be_written) {
    std::ofstream("away") << "a file in the way";
    EXPECT_EQ(run({"get", "--all", "--out", "away"}), 9);
    EXPECT_THAT(output(), HasSubstr("✗ Driveway    not saved"));
    EXPECT_THAT(errors(), AllOf(HasSubstr("2 cameras: "), HasSubstr("away")));
}

TEST_F(GetRows, keep_a_picture_whose_copy_failed) {
    std::ofstream("away") << "a file in the way";
    EXPECT_EQ(run({"get", "Driveway", "--latest", "away/{name}.jpg"}), 9);
    EXPECT_THAT(lines(), ElementsAre("! Driveway  just now  32×24  new", "  " + pictures().at(0)));
    EXPECT_THAT(errors(), AllOf(HasSubstr("error: "), HasSubstr("away")));
}

TEST_F(GetRows, have_letters_for_signs_where_there_is_no_unicode) {
    run({"get", "Driveway", "--ascii"});
    EXPECT_EQ(lines()[0], "v Driveway  just now  32x24  new");
    platform.console().make_ascii();
    run({"get", "--all"});
    EXPECT_THAT(lines(), ElementsAre("v Front Door  7 min ago  32x24  new",
                                     "= Driveway    just now          already saved",
                                     "2 cameras: 1 new, 1 unchanged -> " + folder()));
}

TEST_F(GetRows, fit_into_a_narrow_window) {
    platform.console().set_width(20);
    run({"get", "--all"});
    EXPECT_THAT(lines(), ElementsAre("✓ Front Door", "  7 min ago  new", "✓ Driveway",
                                     "  just now  new", "2 cameras: 2 new", "→ " + folder()));
}

TEST_F(GetRows, are_left_out_by_quiet) {
    break_pictures(driveway(), status(404));
    EXPECT_EQ(run({"get", "--all", "--quiet", "--retries", "1"}), 7);
    EXPECT_EQ(output(), "");
    EXPECT_THAT(errors(), StartsWith("error: no picture of Driveway"));
}

TEST_F(GetRows, give_way_to_json) {
    EXPECT_EQ(run({"get", "--all", "--json"}), 0) << errors();
    EXPECT_THAT(objects(), SizeIs(2));
}

TEST_F(GetRows, tell_what_was_saved_before_a_signal_came) {
    break_pictures(driveway(), {});
    driveway().next = [this](const http::Request& request) {
        platform.raise(SIGINT);
        return status(503)(request);
    };
    EXPECT_EQ(run({"get", "Front Door", "Driveway"}), 130);
    EXPECT_THAT(output(), Not(HasSubstr("Driveway")));
    EXPECT_THAT(errors(), AllOf(HasSubstr("stopped"), Not(HasSubstr("error"))));
}

struct GetInPipe : CommandTest {};

TEST_F(GetInPipe, prints_nothing_with_quiet_when_all_is_well) {
    EXPECT_EQ(run({"get", "--all", "--quiet"}), 0);
    EXPECT_EQ(output() + errors(), "");
    EXPECT_THAT(pictures(), SizeIs(2));
}

TEST_F(GetInPipe, prints_what_was_asked_for_with_quiet) {
    EXPECT_EQ(run({"get", "--all", "--quiet", "--json"}), 0);
    EXPECT_THAT(objects(), SizeIs(2));
    EXPECT_EQ(run({"get", k_driveway, "--quiet", "--out", "-"}), 0);
    EXPECT_THAT(output(), Not(IsEmpty()));
}

TEST_F(GetInPipe, says_a_cause_once_that_hits_several_cameras) {
    break_pictures(driveway(), status(503));
    break_pictures(front_door(), status(503));
    EXPECT_EQ(run({"get", "--all", "--retries", "1"}), 8);
    EXPECT_THAT(test::lines_of(errors()).at(0),
                StartsWith("error: no picture of 2 cameras: Ring is out of order"));
    EXPECT_EQ(errors().find("error: "), errors().rfind("error: "));
    EXPECT_EQ(run({"get", "--all", "--retries", "1", "--json"}), 8);
    EXPECT_THAT(objects(), SizeIs(2));
}

TEST_F(GetInPipe, tells_why_a_picture_is_not_fresh_also_of_a_camera_given_by_its_id) {
    for (const auto& [member, word] :
         {std::pair(&FakeCamera::online, "(the camera is offline)"),
          std::pair(&FakeCamera::motion_detection, "(its motion detection is switched off)")}) {
        driveway().*member = false;
        EXPECT_EQ(run({"get", k_driveway, "--fresh", "--wait", "500ms"}), 0);
        EXPECT_THAT(errors(), HasSubstr(word));
        driveway().*member = true;
    }
    front_door().never_captures = true;
    EXPECT_EQ(run({"get", k_front_door, "--fresh", "--wait", "500ms"}), 0);
    EXPECT_THAT(errors(), HasSubstr("(a battery camera takes none while it is recording)"));
}

} // namespace
} // namespace cli
