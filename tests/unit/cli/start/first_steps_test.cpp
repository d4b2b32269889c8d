// SPDX-License-Identifier: Apache-2.0
#include "unit/cli/command_fixture.hpp"

#include <filesystem>
#include <fstream>

namespace cli {
namespace {

using testing::AllOf;
using testing::Each;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

/// The program alone, with a person at a terminal.
struct FirstSteps : CommandTest {
    FirstSteps() : home("HOME", (account.folder / "home").string().c_str()) {
        for (const Stream stream : {Stream::input, Stream::output, Stream::error}) {
            platform.console().make_terminal(stream);
        }
        std::filesystem::create_directory(account.folder / "home");
    }

    int answer(const std::vector<std::string>& answers) {
        for (const std::string& line : answers) {
            platform.console().type(line);
        }
        return run({});
    }

    void forget_login() {
        account.store.update([](settings::Settings& settings) { settings.forget_session(); }, {});
        account.client.always("POST", "/clients_api/session",
                              [](const auto&) { return test::response(201, "{}"); });
    }

    test::ScopedVariable home;
};

struct Guide : FirstSteps {
    Guide() { forget_login(); }

    /// The answers up to the question for the cameras.
    static std::vector<std::string> after_login(const std::vector<std::string>& rest) {
        std::vector<std::string> answers = {"", "kim@example.com", "a password"};
        answers.insert(answers.end(), rest.begin(), rest.end());
        return answers;
    }
};

TEST_F(Guide, leads_to_pictures_in_a_folder_a_camera_and_day) {
    EXPECT_EQ(answer(after_login({"", "", "n"})), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("  1  Front Door"));
    EXPECT_THAT(errors(), HasSubstr("Which cameras? [1 Front Door; a: all] "));
    EXPECT_THAT(errors(), HasSubstr("Folder for the pictures [~/Pictures/Ring]: "));
    EXPECT_THAT(errors(), HasSubstr("Keep doing this every 5 minutes? [Y/n] "));
    const auto folder = account.folder / "home" / "Pictures" / "Ring" / "Front Door";
    ASSERT_TRUE(std::filesystem::is_directory(folder));
    EXPECT_FALSE(std::filesystem::exists(folder.parent_path() / "Driveway"));
    const auto day = std::filesystem::directory_iterator(folder)->path();
    EXPECT_THAT(day.filename().string(), SizeIs(10));
    EXPECT_THAT(std::filesystem::directory_iterator(day)->path().string(), EndsWith(".jpg"));
}

TEST_F(Guide, shows_the_first_picture_where_the_terminal_has_colours) {
    const test::ScopedVariable no_color("NO_COLOR", nullptr);
    const test::ScopedVariable term("TERM", "xterm");
    platform.console().take_escapes();
    EXPECT_EQ(answer(after_login({"a", "", "n"})), 0) << errors();
    EXPECT_THAT(output(), HasSubstr("\xE2\x96\x80"));
    const std::string caption = ", fresh)";
    const std::size_t first = output().find(caption);
    ASSERT_NE(first, std::string::npos) << output();
    EXPECT_EQ(output().find(caption, first + 1), std::string::npos);
}

TEST_F(Guide, shows_no_picture_where_there_are_only_characters) {
    EXPECT_EQ(answer(after_login({"a", "", "n"})), 0) << errors();
    EXPECT_THAT(output(), Not(HasSubstr(", fresh)")));
    EXPECT_THAT(errors(), Not(HasSubstr("picture is not shown")));
}

TEST_F(Guide, remembers_the_folder_and_nothing_else_of_the_choice) {
    EXPECT_EQ(answer(after_login({"2", "~/shots", "n"})), 0) << errors();
    const settings::Settings stored = account.stored();
    EXPECT_EQ(stored.output_path, (account.folder / "home" / "shots").string());
    EXPECT_FALSE(stored.file_name);
    EXPECT_THAT(stored.devices, IsEmpty());
    EXPECT_TRUE(std::filesystem::is_directory(account.folder / "home" / "shots" / "Driveway"));
}

TEST_F(Guide, suggests_the_remembered_folder) {
    const std::string kept = (account.folder / "kept").string();
    account.store.update([&](settings::Settings& settings) { settings.output_path = kept; }, {});
    EXPECT_EQ(answer(after_login({"a", "", "n"})), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("[" + kept + "]"));
    EXPECT_TRUE(std::filesystem::is_directory(account.folder / "kept" / "Front Door"));
    EXPECT_TRUE(std::filesystem::is_directory(account.folder / "kept" / "Driveway"));
}

TEST_F(Guide, asks_again_for_cameras_and_folders_that_cannot_be) {
    std::ofstream(account.folder / "work" / "file") << "x";
    EXPECT_EQ(answer(after_login({"3", "cellar", "1", "file/below", "x.jpg", "here", "n"})), 0)
        << errors();
    EXPECT_THAT(errors(), HasSubstr("there is no camera number 3"));
    EXPECT_THAT(errors(), HasSubstr("no camera is called 'cellar'"));
    EXPECT_THAT(errors(), HasSubstr("this is the name of a picture, not of a folder"));
    EXPECT_EQ(account.stored().output_path, (account.folder / "work" / "here").string());
}

TEST_F(Guide, does_not_ask_about_the_only_camera) {
    cameras.erase(k_driveway);
    EXPECT_EQ(answer(after_login({"", "n"})), 0) << errors();
    EXPECT_THAT(errors(), Not(HasSubstr("Which cameras?")));
}

TEST_F(Guide, says_why_an_account_has_no_cameras) {
    cameras.clear();
    EXPECT_EQ(answer(after_login({})), 6);
    EXPECT_THAT(errors(), HasSubstr("no camera is shared with or owned by this account"));
    EXPECT_THAT(errors(), HasSubstr("summer of 2026"));
}

TEST_F(Guide, of_several_cameras_goes_on_with_one_that_works) {
    break_pictures(driveway(), status(404));
    driveway().online = false;
    EXPECT_EQ(answer(after_login({"a", "", "n"})), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("run: ring-snapshot doctor"));
    EXPECT_THAT(errors(), HasSubstr("Keep doing this"));
}

TEST_F(Guide, ends_with_the_code_of_first_pictures_that_fail) {
    break_pictures(driveway(), status(403));
    account.client.always("PUT", "/clients_api/snapshots/update_all", status(403));
    EXPECT_EQ(answer(after_login({"2", ""})), 7);
    EXPECT_THAT(errors(), HasSubstr("run: ring-snapshot doctor"));
    EXPECT_THAT(errors(), Not(HasSubstr("Keep doing this")));
}

TEST_F(Guide, that_is_declined_names_the_ways_to_go_on) {
    EXPECT_EQ(answer(after_login({"a", "", "n"})), 0);
    EXPECT_THAT(errors(), HasSubstr("ring-snapshot service install --all"));
    EXPECT_THAT(errors(), HasSubstr(" get --all --quiet --out "));
}

TEST_F(FirstSteps, begin_with_the_login_that_ring_has_ended) {
    forget_login();
    account.store.update(
        [&](settings::Settings& settings) {
            settings.refresh_token = base::Secret("dead");
            settings.username = "kim@example.com";
            settings.login_ended = account.clock.now();
        },
        {});
    EXPECT_EQ(answer({"", "a password", "1", "", "n"}), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("Ring ended the login of k***@e***.com"));
    EXPECT_THAT(errors(), Not(HasSubstr("E-mail address")));
    EXPECT_FALSE(account.stored().login_ended);
}

struct Dashboard : FirstSteps {
    Dashboard() {
        account.store.update(
            [](settings::Settings& settings) { settings.username = "kim@example.com"; }, {});
    }
};

TEST_F(Dashboard, shows_account_cameras_service_and_next_steps) {
    EXPECT_EQ(run({"get", k_driveway}), 0);
    front_door().online = false;
    EXPECT_EQ(run({}), 0) << errors();
    EXPECT_THAT(output(), HasSubstr("Account   k***@e***.com\n"));
    EXPECT_THAT(output(), HasSubstr("Front Door  no picture yet  83 %   offline\n"));
    EXPECT_THAT(output(), HasSubstr("Driveway    1 h ago         wired  online\n"));
    EXPECT_THAT(output(), HasSubstr("Service   none that takes pictures by itself\n"));
    EXPECT_THAT(output(), HasSubstr("ring-snapshot service install --all"));
    EXPECT_THAT(output(), HasSubstr("\neach with --settings \""));
    EXPECT_THAT(output(), Not(HasSubstr("doctor")));
    EXPECT_THAT(output(), Not(HasSubstr("kim@example.com")));
}

TEST_F(Dashboard, leaves_out_purposes_where_not_all_of_them_fit) {
    for (const std::size_t columns : {120U, 80U}) {
        platform.console().set_width(columns);
        EXPECT_EQ(run({}), 0) << errors();
        EXPECT_THAT(output(), HasSubstr("ring-snapshot get --all              take a picture of"));
    }
    platform.console().set_width(70);
    EXPECT_EQ(run({}), 0) << errors();
    EXPECT_THAT(output(), HasSubstr("Next      ring-snapshot get --all\n"));
    EXPECT_THAT(output(), HasSubstr("Driveway    no picture yet  wired  online\n"));
}

TEST_F(Dashboard, gives_a_camera_two_lines_where_its_row_does_not_fit) {
    front_door().title = "The front door of the old house";
    platform.console().set_width(40);
    EXPECT_EQ(run({}), 0) << errors();
    EXPECT_THAT(output(), HasSubstr("Cameras\n"
                                    "  The front door of the old house\n"
                                    "    no picture yet, 83 %, online\n"
                                    "  Driveway\n"
                                    "    no picture yet, wired, online\n"));
}

TEST_F(Dashboard, shows_what_is_stored_where_ring_cannot_be_reached) {
    EXPECT_EQ(run({"get", k_front_door}), 0);
    devices = status(503);
    EXPECT_EQ(run({}), 0) << errors();
    EXPECT_THAT(output(), HasSubstr("Ring      "));
    EXPECT_THAT(output(), HasSubstr("7 min ago"));
    EXPECT_THAT(output(), HasSubstr("ring-snapshot doctor"));
}

TEST_F(Dashboard, says_why_an_account_has_no_cameras) {
    cameras.clear();
    EXPECT_EQ(run({}), 0);
    EXPECT_THAT(output(), HasSubstr("no camera is shared with or owned by this account"));
    EXPECT_THAT(output(), Not(HasSubstr("get --all")));
}

TEST_F(Dashboard, gives_way_to_the_guide_when_ring_has_ended_the_login) {
    account.store.update(
        [](settings::Settings& settings) { settings.access_token_expires.reset(); }, {});
    tokens = status(401);
    EXPECT_EQ(answer({"n"}), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("Ring ended the login of k***@e***.com"));
    EXPECT_TRUE(account.stored().login_ended);
    EXPECT_THAT(output(), Not(HasSubstr("Account")));
}

TEST_F(CommandTest, alone_in_a_pipe_prints_the_short_help_and_asks_nobody) {
    EXPECT_EQ(run({}), 0);
    EXPECT_THAT(output(), HasSubstr("Usage:"));
    EXPECT_THAT(requests(), IsEmpty());
}

} // namespace
} // namespace cli
