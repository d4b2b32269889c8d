// SPDX-License-Identifier: Apache-2.0
#include "base/files/file_lock.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "service/executor.hpp"
#include "settings/store.hpp"
#include "support/error_of.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"
#include "unit/service/plans.hpp"

namespace service {

namespace {

using Lines = std::vector<std::string>;

} // namespace

class ExecutorTest : public testing::Test {
protected:
    std::string path(const char* name) const { return base::utf8_from_path(m_folder / name); }

    std::vector<Refusal> carry_out(const Plan& plan) {
        return Executor(runner, clock, {}).carry_out(plan);
    }

    settings::Store store(const std::string& file) {
        return settings::Store(base::path_from_utf8(file), clock, [](const std::string&) {});
    }

    test::FakeRunner runner;
    test::ManualClock clock;

private:
    test::TemporaryFolder m_folder;
};

TEST_F(ExecutorTest, WritesFilesAndRemovesThem) {
    const std::string file = path("new/folder/file");
    const Plan plan = {write_private_file(file, "text")};
    carry_out(plan);
    EXPECT_EQ(base::read_file(base::path_from_utf8(file), 100), "text");
    EXPECT_FALSE(base::is_open_to_others(base::path_from_utf8(file)));
    const auto written = base::modification_time(base::path_from_utf8(file));
    carry_out(plan);
    EXPECT_EQ(base::modification_time(base::path_from_utf8(file)), written);
    // A folder that still holds something is left alone, and what is not there is gone already.
    carry_out({remove_path(path("new/folder")), remove_path(file), remove_path(file),
               remove_path(path("new/folder"))});
    EXPECT_FALSE(std::filesystem::exists(base::path_from_utf8(path("new/folder"))));
}

TEST_F(ExecutorTest, StopsAtACommandThatIsNeededAndSaysWhich) {
    runner.answer("systemctl --user restart x y", {1, "", "noise\nUnit x not found.\n"});
    const base::Error error = test::error_of([&] {
        carry_out({run({"first"}), run({"systemctl", "--user", "restart", "x y"}), run({"last"})});
    });
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    EXPECT_NE(error.message().find(" was refused: Unit x not found."), std::string::npos)
        << error.message();
    EXPECT_EQ(runner.commands(), (Lines{"first", "systemctl --user restart x y"}));
}

TEST_F(ExecutorTest, GoesOnWithoutWhatItCanDoWithout) {
    runner.answer("linger", {1, "", "Access denied\n"});
    runner.answer("stop", {5, "", ""});
    const auto refused = carry_out({run_or_tell({"linger"}, "it ends with you", "sudo linger"),
                                    try_to_run({"stop"}), run({"start"})});
    ASSERT_EQ(refused.size(), 1U);
    EXPECT_EQ(refused[0].reason, "Access denied");
    EXPECT_EQ(refused[0].step.by_hand, "sudo linger");
    EXPECT_EQ(runner.commands().back(), "start");
}

TEST_F(ExecutorTest, TakesTheOtherWayWhereTheFirstIsRefused) {
    Step either = run({"boot"});
    either.if_refused = {run({"logon"})};
    carry_out({either});
    EXPECT_EQ(runner.commands(), Lines{"boot"});
    runner.answer("boot", {1, "", "Access is denied."});
    carry_out({either});
    EXPECT_EQ(runner.commands(), (Lines{"boot", "boot", "logon"}));
}

TEST_F(ExecutorTest, WaitsForAManagerThatIsStarting) {
    runner.answer("systemctl --user daemon-reload",
                  {1, "", "Failed to connect to bus: No such file or directory\n"});
    runner.answer("systemctl --user daemon-reload", {0, "", ""});
    carry_out({run({"systemctl", "--user", "daemon-reload"})});
    EXPECT_EQ(runner.commands().size(), 2U);
    EXPECT_EQ(clock.sleeps().size(), 1U);
}

TEST_F(ExecutorTest, WaitsUntilAServiceHasLeftItsLock) {
    carry_out({await_release(path("missing")), run({"first"})});
    const base::FileLock held(base::path_from_utf8(path("lock")), clock, {});
    carry_out({await_release(path("lock")), run({"second"})});
    EXPECT_EQ(runner.commands(), (Lines{"first", "second"}));
    std::chrono::nanoseconds waited(0);
    for (const auto sleep : clock.sleeps()) {
        waited += sleep;
    }
    EXPECT_GE(waited, std::chrono::seconds(30));
}

TEST_F(ExecutorTest, CopiesTheProgram) {
    carry_out({write_file(path("program"), "#!")});
    Step copy;
    copy.kind = Step::Kind::copy_program;
    copy.path = path("program");
    copy.target = path("bin/program");
    carry_out({copy, copy});
    EXPECT_EQ(base::read_file(base::path_from_utf8(copy.target), 100), "#!");
}

TEST_F(ExecutorTest, MovesALoginAndLeavesNone) {
    const std::string from = path("a/Settings.json");
    const std::string to = path("b/Settings.json");
    store(from).update(
        [](settings::Settings& settings) {
            settings.username = "kim@example.com";
            settings.hardware_id = "5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e";
            settings.refresh_token = base::Secret("refresh-1");
            settings.every = std::chrono::minutes(7);
        },
        {});
    EXPECT_TRUE(move_login(from, to, clock, {}));
    EXPECT_FALSE(store(from).load().has_session());
    EXPECT_TRUE(store(from).load().hardware_id.empty());
    EXPECT_EQ(store(from).load().every, std::chrono::minutes(7));
    const settings::Settings moved = store(to).load();
    EXPECT_EQ(moved.refresh_token.reveal(), "refresh-1");
    EXPECT_EQ(moved.hardware_id, "5b1f6a0e-7c2d-4a58-9d3e-0f1a2b3c4d5e");
    EXPECT_FALSE(base::is_open_to_others(base::path_from_utf8(to)));
    EXPECT_EQ(moved.every, std::chrono::minutes(7));
    EXPECT_FALSE(move_login(from, to, clock, {}));
    EXPECT_TRUE(move_login(to, from, clock, {}));
    EXPECT_EQ(store(from).load().refresh_token.reveal(), "refresh-1");
}

TEST_F(ExecutorTest, LeavesALoginAloneThatIsThereAlready) {
    for (const char* name : {"a/Settings.json", "b/Settings.json"}) {
        store(path(name))
            .update(
                [&](settings::Settings& settings) {
                    settings.refresh_token = base::Secret(std::string("token-") + name[0]);
                },
                {});
    }
    EXPECT_FALSE(move_login(path("a/Settings.json"), path("b/Settings.json"), clock, {}));
    EXPECT_EQ(store(path("a/Settings.json")).load().refresh_token.reveal(), "token-a");
    EXPECT_EQ(store(path("b/Settings.json")).load().refresh_token.reveal(), "token-b");
}

} // namespace service
