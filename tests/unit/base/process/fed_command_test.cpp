// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/process/fed_command.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <string>
#include <sys/resource.h>
#include <thread>

namespace {

using base::FedCommand;
using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr std::chrono::milliseconds k_patience = 60s;

std::vector<std::string> shell_words(const std::string& script) {
    return {"sh", "-c", script};
}

/// Writes until nobody reads any more.
void write_all(FedCommand& command, const std::stop_token& stop = {}) {
    const std::string part(100'000, 'x');
    while (command.write(part, stop)) {
    }
}

TEST(FedCommandTest, gets_what_is_written_and_tells_what_it_printed) {
    FedCommand command(shell_words("cat; echo done >&2; exit 3"), {}, k_patience);
    EXPECT_TRUE(command.write("one\n", {}));
    EXPECT_TRUE(command.write("two\n", {}));
    const base::CapturedCommand ended = command.finish({});
    EXPECT_EQ(ended.output, "one\ntwo\n");
    EXPECT_EQ(ended.errors, "done\n");
    EXPECT_EQ(ended.result.status, 3);
    EXPECT_FALSE(ended.result.timed_out);
}

TEST(FedCommandTest, takes_more_than_a_pipe_holds) {
    FedCommand command(shell_words("wc -c"), {}, k_patience);
    const std::string part(100'000, 'x');
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(command.write(part, {}));
    }
    EXPECT_THAT(command.finish({}).output, HasSubstr("2000000"));
}

TEST(FedCommandTest, says_that_nobody_reads_any_more) {
    FedCommand command(shell_words("exit 5"), {}, k_patience);
    write_all(command);
    EXPECT_EQ(command.finish({}).result.status, 5);
}

TEST(FedCommandTest, is_killed_when_a_stop_is_requested_while_it_does_not_read) {
    std::stop_source stop;
    FedCommand command(shell_words("exec sleep 60"), {}, k_patience);
    const std::jthread stopper([&] { stop.request_stop(); });
    EXPECT_EQ(test::error_of([&] { write_all(command, stop.get_token()); }).code(),
              base::ErrorCode::interrupted);
}

TEST(FedCommandTest, is_killed_when_a_stop_is_requested_while_it_works_on_its_input) {
    std::stop_source stop;
    stop.request_stop();
    FedCommand command(shell_words("exec sleep 60"), {}, k_patience);
    EXPECT_EQ(test::error_of([&] { command.finish(stop.get_token()); }).code(),
              base::ErrorCode::interrupted);
}

TEST(FedCommandTest, is_killed_when_it_takes_nothing_for_too_long) {
    FedCommand command(shell_words("exec sleep 60"), {}, 20ms);
    write_all(command);
    EXPECT_TRUE(command.finish({}).result.timed_out);
}

TEST(FedCommandTest, is_killed_when_it_does_not_end) {
    FedCommand command(shell_words("exec sleep 60"), {}, 20ms);
    const base::CommandResult result = command.finish({}).result;
    EXPECT_TRUE(result.timed_out);
    EXPECT_EQ(result.status, 128 + SIGKILL);
}

TEST(FedCommandTest, ends_with_its_object) {
    const test::TemporaryFolder folder;
    const std::string file = (folder / "number").string();
    {
        const FedCommand command(
            {"sh", "-c", "echo $$ > \"$1\"; mv \"$1\" \"$1.x\"; exec sleep 60", "sh", file}, {},
            k_patience);
        while (!std::filesystem::exists(file + ".x")) {
            std::this_thread::yield();
        }
    }
    EXPECT_NE(::kill(std::stoi(*base::read_file(file + ".x", 100)), 0), 0);
}

TEST(FedCommandTest, runs_at_a_lower_priority) {
    FedCommand command(shell_words("cat; nice"), {}, k_patience);
    const int ours = ::getpriority(PRIO_PROCESS, 0);
    EXPECT_EQ(std::stoi(command.finish({}).output), std::max(ours, 10));
}

TEST(FedCommandTest, says_when_there_is_no_such_program) {
    const auto error =
        test::error_of([] { const FedCommand command({"/nowhere/ffmpeg"}, {}, k_patience); });
    EXPECT_EQ(error.code(), base::ErrorCode::unexpected);
    EXPECT_THAT(error.message(), HasSubstr("program not found"));
}

} // namespace
