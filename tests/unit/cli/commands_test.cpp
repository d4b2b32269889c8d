// SPDX-License-Identifier: Apache-2.0
#include "unit/cli/command_fixture.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>

namespace cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

using GetCommand = CommandTest;
using ListCommand = CommandTest;
using StatusCommand = CommandTest;
using LoginCommand = CommandTest;

TEST_F(GetCommand, saves_a_picture_with_one_request_and_prints_its_path) {
    EXPECT_EQ(run({"get", k_driveway}), 0);
    EXPECT_THAT(requests(), ElementsAre(StartsWith("GET /snapshots/next/518000222?")));
    ASSERT_THAT(pictures(), SizeIs(1));
    EXPECT_THAT(lines(), ElementsAre(pictures().front()));
    EXPECT_EQ(errors(), "");
}

TEST_F(GetCommand, of_all_cameras_saves_one_each) {
    EXPECT_EQ(run({"get", "--all"}), 0);
    EXPECT_THAT(pictures(), SizeIs(2));
    EXPECT_THAT(lines(), SizeIs(2));
}

TEST_F(GetCommand, does_not_write_a_picture_to_a_terminal) {
    platform.console().make_terminal(Stream::output);
    EXPECT_EQ(run({"get", k_driveway, "--out", "-"}), 2);
    EXPECT_THAT(errors(), HasSubstr("to this terminal"));
    EXPECT_THAT(requests(), IsEmpty());
}

TEST_F(GetCommand, writes_the_picture_to_a_pipe) {
    EXPECT_EQ(run({"get", k_driveway, "--out", "-"}), 0);
    EXPECT_EQ(output(), test::make_jpeg(32, 24, driveway().seed));
    EXPECT_THAT(pictures(), IsEmpty());
}

TEST_F(GetCommand, ends_with_141_when_nobody_reads_its_results) {
    platform.console().fail_output({.error = EPIPE, .reader_left = true});
    EXPECT_EQ(run({"get", k_driveway}), 141);
    EXPECT_THAT(pictures(), SizeIs(1));
}

TEST_F(GetCommand, ends_with_9_when_its_results_cannot_be_written) {
    platform.console().fail_output({.error = ENOSPC, .reader_left = false});
    EXPECT_EQ(run({"get", k_driveway}), 9);
    EXPECT_THAT(errors(), HasSubstr("cannot write to standard output"));
}

TEST_F(GetCommand, ends_with_130_after_Ctrl_C) {
    driveway().next = [this](const http::Request&) {
        platform.raise(SIGINT);
        return test::response(503);
    };
    EXPECT_EQ(run({"get", k_driveway}), 130);
    EXPECT_THAT(pictures(), IsEmpty());
}

TEST_F(ListCommand, shows_the_cameras_by_name) {
    EXPECT_EQ(run({"list"}), 0);
    EXPECT_THAT(output(), HasSubstr("Front Door"));
    EXPECT_THAT(output(), HasSubstr("Driveway"));
    EXPECT_THAT(output(), HasSubstr("2 cameras"));
}

TEST_F(ListCommand, shows_the_age_of_what_was_saved) {
    EXPECT_EQ(run({"get", k_driveway}), 0);
    EXPECT_EQ(run({"list"}), 0);
    EXPECT_THAT(lines(),
                testing::Contains(testing::AllOf(StartsWith("Driveway"), HasSubstr("1 h ago"))));
}

TEST_F(StatusCommand, tells_the_age_of_what_get_saved_and_sends_nothing) {
    EXPECT_EQ(run({"get", k_driveway}), 0);
    const std::size_t sent = requests().size();
    EXPECT_EQ(run({"status"}), 0);
    EXPECT_THAT(output(), HasSubstr("1 h ago"));
    EXPECT_THAT(requests(), SizeIs(sent));
}

TEST_F(StatusCommand, shows_what_is_remembered) {
    EXPECT_EQ(run({"get", k_driveway, "--retries", "5", "--save"}), 0);
    EXPECT_EQ(run({"status"}), 0);
    EXPECT_THAT(output(), HasSubstr("Job:       518000222 --retries 5 (to forget it, run"));
    EXPECT_EQ(run({"status", "--json"}), 0);
    EXPECT_EQ(objects().at(0)["job"], "518000222 --retries 5");
}

TEST_F(StatusCommand, shows_account_and_login_also_when_the_catalogue_is_of_another_program) {
    const std::filesystem::path catalogue = account.store.beside(".pictures.db");
    EXPECT_EQ(run({"get", k_driveway}), 0);
    {
        // The application_id of the database.
        std::fstream file(catalogue, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(68);
        file.write("ABCD", 4);
    }
    std::filesystem::remove(account.store.beside(".pictures.db-wal"));
    EXPECT_EQ(run({"status"}), 9);
    EXPECT_THAT(output(), HasSubstr("Login:     logged in"));
    EXPECT_THAT(output(), HasSubstr("Pictures:  cannot be told, see below"));
    EXPECT_THAT(errors(), HasSubstr("error: "));
    EXPECT_EQ(run({"status", "--json"}), 9);
    EXPECT_EQ(objects().at(0)["logged_in"], true);
    EXPECT_EQ(objects().at(0)["cameras"], nullptr);
}

TEST_F(StatusCommand, ends_with_7_when_the_newest_picture_is_too_old) {
    EXPECT_EQ(run({"get", k_driveway}), 0);
    EXPECT_EQ(run({"status", "--max-age", "2h"}), 0);
    account.clock.advance(std::chrono::hours(2));
    EXPECT_EQ(run({"status", "--max-age", "2h"}), 7);
}

TEST_F(LoginCommand, asks_a_person_for_what_is_missing_and_stores_the_login) {
    EXPECT_EQ(run({"logout"}), 0);
    account.client.expect("POST", "/clients_api/session", test::response(201, "{}"));
    platform.console().make_terminal(Stream::input);
    platform.console().type("kim@example.com");
    platform.console().type("a password");
    EXPECT_EQ(run({"login"}), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("E-mail address of your Ring account: "));
    EXPECT_THAT(errors(), HasSubstr("Password (not shown): "));
    EXPECT_EQ(account.stored().refresh_token, base::Secret("sim-r2"));
}

TEST_F(LoginCommand, in_a_script_ends_with_2_when_the_password_is_missing) {
    EXPECT_EQ(run({"login", "--username", "kim@example.com"}), 2);
    EXPECT_THAT(errors(), HasSubstr("no password given"));
}

} // namespace
} // namespace cli
