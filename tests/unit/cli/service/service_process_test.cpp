// SPDX-License-Identifier: Apache-2.0
#include "base/files/file_lock.hpp"
#include "base/files/files.hpp"
#include "cli/service/service_place.hpp"
#include "unit/cli/command_fixture.hpp"

#include <csignal>

namespace cli {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct ServiceProcess : CommandTest {
    ServiceProcess() {
        installation.settings = account.store.file().string();
        write(files().options(), "--all --count 1 --out pictures");
    }

    service::Files files() const { return {installation.settings, installation.name}; }

    static void write(const std::string& path, const std::string& text) {
        base::write_file_atomically(path, text, {});
    }

    service::Installation installation;
};

TEST_F(ServiceProcess, does_what_the_file_of_options_says) {
    EXPECT_EQ(run({"service", "run"}), 0) << errors();
    EXPECT_THAT(pictures(), SizeIs(2));
    EXPECT_EQ(read_ended(installation)->code, 0);
    const auto state = read_state(installation);
    ASSERT_TRUE(state);
    EXPECT_EQ(state->cameras, 2U);
    EXPECT_EQ(state->every, 5min);
    EXPECT_TRUE(state->last_good_round);
    EXPECT_FALSE(state->failure);
}

TEST_F(ServiceProcess, notes_down_a_failure_and_that_it_is_over) {
    break_pictures(driveway(), status(500));
    write(files().options(), "Driveway --count 1 --retries 1 --between 00:00-24:00");
    run({"service", "run"});
    auto state = read_state(installation);
    ASSERT_TRUE(state && state->failure);
    EXPECT_EQ(state->failure->camera, "Driveway");
    EXPECT_FALSE(state->failure->is_over);
    EXPECT_EQ(state->between, "00:00-24:00");
    const int code = read_ended(installation)->code;
    EXPECT_NE(code, 0);
    driveway().next = driveway().image = driveway().times = {};
    run({"service", "run"});
    state = read_state(installation);
    ASSERT_TRUE(state && state->failure);
    EXPECT_TRUE(state->failure->is_over);
    EXPECT_EQ(read_ended(installation)->code, 0);
}

TEST_F(ServiceProcess, notes_down_that_it_waits_for_ring_at_the_start) {
    const base::SystemTime start = account.clock.now();
    devices = [this, start](const http::Request&) {
        const auto state = read_state(installation);
        const auto waited = account.clock.now() - start;
        EXPECT_EQ(state && state->waits_for_ring, waited >= 1min);
        EXPECT_EQ(state && state->failure, waited >= 1min);
        if (waited >= 2min) {
            devices = {};
        }
        return test::response(500);
    };
    EXPECT_EQ(run({"service", "run"}), 0) << errors();
    EXPECT_GE(account.clock.now() - start, 2min);
    const auto state = read_state(installation);
    ASSERT_TRUE(state && state->failure);
    EXPECT_FALSE(state->waits_for_ring);
    EXPECT_EQ(state->failure->camera, "");
    EXPECT_TRUE(state->failure->is_over);
}

TEST_F(ServiceProcess, says_where_the_options_are_wrong) {
    write(files().options(), "--all --evry 5m");
    EXPECT_EQ(run({"service", "run"}), 2);
    EXPECT_THAT(errors(), HasSubstr(files().options() + ": unknown option --evry"));
    write(files().options(), "--help");
    EXPECT_EQ(run({"service", "run"}), 2);
    EXPECT_THAT(errors(), HasSubstr("this is not what ring-snapshot watch takes"));
    std::filesystem::remove(files().options());
    EXPECT_EQ(run({"service", "run"}), 2);
    EXPECT_THAT(errors(), HasSubstr("no service is installed here"));
}

TEST_F(ServiceProcess, runs_once_a_name) {
    const base::FileLock lock(files().lock(), account.clock, {});
    EXPECT_EQ(run({"service", "run", "--keep-alive"}), 0);
    EXPECT_THAT(errors(), IsEmpty());
    EXPECT_EQ(run({"service", "run"}), 9);
    EXPECT_THAT(errors(), HasSubstr("this service runs already"));
    EXPECT_THAT(pictures(), IsEmpty());
}

TEST_F(ServiceProcess, is_not_kept_alive_when_it_reached_its_end) {
    run({"service", "run"});
    EXPECT_EQ(run({"service", "run", "--keep-alive"}), 0);
    EXPECT_THAT(lines(), IsEmpty());
    capture(driveway());
    EXPECT_EQ(run({"service", "run"}), 0);
    EXPECT_THAT(lines(), SizeIs(1));
}

TEST_F(ServiceProcess, is_kept_alive_after_a_signal) {
    write(files().options(), "--all --out pictures");
    platform.raise(SIGTERM);
    EXPECT_EQ(run({"service", "run"}), 0);
    EXPECT_FALSE(read_ended(installation));
}

TEST_F(ServiceProcess, serves_the_page_by_options_of_its_own) {
    const service::Files page(installation, service::Part::page);
    write(page.options(), "--listen 127.0.0.1:0");
    platform.raise(SIGTERM);
    EXPECT_EQ(run({"service", "run", "--page"}), 0) << errors();
    const auto state = read_state(installation, service::Part::page);
    ASSERT_TRUE(state);
    EXPECT_THAT(state->url, testing::MatchesRegex("http://127.0.0.1:[0-9]+/"));
    EXPECT_THAT(errors(), HasSubstr("the page is at " + state->url));
    EXPECT_THAT(requests(), IsEmpty());
    EXPECT_FALSE(read_state(installation));
}

TEST_F(ServiceProcess, notes_down_why_the_page_ended) {
    const service::Files page(installation, service::Part::page);
    write(page.options(), "--listen 0.0.0.0:0");
    EXPECT_EQ(run({"service", "run", "--page", "--log"}), 2);
    const auto ended = read_ended(installation, service::Part::page);
    ASSERT_TRUE(ended);
    EXPECT_THAT(ended->message, HasSubstr("a password is needed"));
    EXPECT_FALSE(read_ended(installation));
    EXPECT_THAT(read_small_file(page.log()).value_or(""), HasSubstr("a password is needed"));
    EXPECT_EQ(run({"service", "run", "--page", "--keep-alive"}), 0);
    const base::FileLock lock(page.lock(), account.clock, {});
    EXPECT_EQ(run({"service", "run", "--page"}), 9);
}

TEST_F(ServiceProcess, keeps_a_log_beside_the_settings) {
    EXPECT_EQ(run({"service", "run", "--log"}), 0);
    EXPECT_THAT(errors(), IsEmpty());
    EXPECT_THAT(output(), IsEmpty());
    EXPECT_THAT(read_small_file(files().log()).value_or(""),
                HasSubstr("watching 2 cameras every 5 min"));
}

TEST_F(ServiceProcess, takes_its_environment_from_its_file) {
    const test::ScopedVariable unset("RING_SNAPSHOT_SERVICE_TEST", nullptr);
    write(files().environment(), "'RING_SNAPSHOT_SERVICE_TEST=a b'\n");
    run({"service", "run"});
    EXPECT_STREQ(std::getenv("RING_SNAPSHOT_SERVICE_TEST"), "a b");
}

} // namespace
} // namespace cli
