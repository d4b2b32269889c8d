// SPDX-License-Identifier: Apache-2.0
#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/files/file_lock.hpp"
#include "base/files/files.hpp"
#include "base/text/time_format.hpp"
#include "settings/cooldowns.hpp"
#include "support/error_of.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <latch>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace settings {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;

struct CooldownsTest : testing::Test {
    std::filesystem::path file() const { return folder / "Settings.json.cooldowns"; }

    void write(const std::string& text) { std::ofstream(file()) << text; }

    /// As another run sees it.
    std::optional<std::chrono::milliseconds> remaining(RateLimitScope scope) {
        return Cooldowns(store, clock).remaining(scope);
    }

    std::string in_ms(base::SystemTime time) {
        const auto since = time.time_since_epoch();
        return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
    }

    test::TemporaryFolder folder;
    test::ManualClock clock;
    Store store{folder / "Settings.json", clock, {}};
    Cooldowns cooldowns{store, clock};
};

TEST_F(CooldownsTest, no_rate_limit_is_in_force_until_the_service_asks_for_a_pause) {
    EXPECT_EQ(remaining(RateLimitScope::api), std::nullopt);
    EXPECT_NO_THROW(cooldowns.throw_if_limited(RateLimitScope::api));
}

TEST_F(CooldownsTest, a_later_run_finds_the_rate_limit_in_force_until_the_pause_is_over) {
    cooldowns.remember(RateLimitScope::api, 10min);
    clock.advance(4min);
    EXPECT_EQ(remaining(RateLimitScope::api), 6min);
    clock.advance(6min - 1ms);
    EXPECT_EQ(remaining(RateLimitScope::api), 1ms);
    clock.advance(1ms);
    EXPECT_EQ(remaining(RateLimitScope::api), std::nullopt);
}

TEST_F(CooldownsTest, a_silence_is_told_to_who_began_to_wait_before_it) {
    const base::SystemTime begin = clock.now();
    clock.advance(50s);
    cooldowns.remember(RateLimitScope::api, 10min);
    cooldowns.remember_silence({base::ErrorCode::service_unavailable, "no answer", "try later"});
    clock.advance(59s);
    const auto told = Cooldowns(store, clock).silence_since(begin);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->code(), base::ErrorCode::service_unavailable);
    EXPECT_EQ(told->message(), "no answer");
    EXPECT_EQ(told->hint(), "try later");
    EXPECT_EQ(remaining(RateLimitScope::api), 10min - 59s);
    // Who begins later asks by himself.
    EXPECT_FALSE(cooldowns.silence_since(begin + 50s));
    clock.advance(1s);
    EXPECT_FALSE(cooldowns.silence_since(begin));
}

TEST_F(CooldownsTest, a_silence_that_lies_ahead_is_none) {
    const base::SystemTime begin = clock.now();
    cooldowns.remember_silence({base::ErrorCode::service_unavailable, "no answer"});
    clock.set_now(begin - 1h);
    EXPECT_FALSE(cooldowns.silence_since(begin - 2h));
}

TEST_F(CooldownsTest, what_else_stands_for_a_silence_is_none) {
    const auto time = in_ms(clock.now());
    for (const std::string& text :
         {std::string("{}"), R"({"tokens_silent":)" + time + "}",
          R"({"tokens_silent":)" + time + R"(,"tokens_silent_message":7})",
          std::string(R"({"tokens_silent":"x","tokens_silent_message":"no answer"})")}) {
        write(text);
        EXPECT_FALSE(cooldowns.silence_since(clock.now() - 1s)) << text;
    }
}

TEST_F(CooldownsTest, a_rate_limit_in_force_is_an_error_that_says_how_long_to_wait) {
    cooldowns.remember(RateLimitScope::tokens, 10min);
    const base::Error error =
        test::error_of([&] { cooldowns.throw_if_limited(RateLimitScope::tokens); });
    EXPECT_EQ(error.code(), base::ErrorCode::slow_down);
    const std::string until = base::format_local_time(clock.now() + 10min, "%H:%M");
    EXPECT_THAT(error.message(), AllOf(HasSubstr("Ring asked us to wait until "),
                                       HasSubstr(until + "; nothing was sent")));
    EXPECT_EQ(error.hint(), "wait 10 min before the next try");
    EXPECT_EQ(error.pause(), 10min);
}

TEST_F(CooldownsTest, codes_tokens_and_the_api_are_kept_apart) {
    cooldowns.remember(RateLimitScope::codes, 1min);
    cooldowns.remember(RateLimitScope::api, 2min);
    EXPECT_EQ(remaining(RateLimitScope::codes), 1min);
    EXPECT_EQ(remaining(RateLimitScope::tokens), std::nullopt);
    EXPECT_EQ(remaining(RateLimitScope::api), 2min);
}

TEST_F(CooldownsTest, a_day_at_most_is_remembered) {
    cooldowns.remember(RateLimitScope::codes, 30h);
    EXPECT_EQ(remaining(RateLimitScope::codes), 24h);
}

TEST_F(CooldownsTest, a_time_further_ahead_than_a_day_is_a_wrong_clock_and_ignored) {
    cooldowns.remember(RateLimitScope::codes, 24h);
    clock.set_now(clock.now() - 1s);
    EXPECT_EQ(remaining(RateLimitScope::codes), std::nullopt);
}

TEST_F(CooldownsTest, a_pause_of_a_clock_that_was_ahead_is_over_when_the_clock_is_right_again) {
    const base::SystemTime right = clock.now();
    clock.set_now(right + 20h);
    cooldowns.remember(RateLimitScope::api, 2min);
    EXPECT_EQ(remaining(RateLimitScope::api), 2min);
    clock.set_now(right);
    EXPECT_EQ(remaining(RateLimitScope::api), std::nullopt);
}

TEST_F(CooldownsTest, a_clock_that_is_set_back_by_seconds_ends_no_pause) {
    cooldowns.remember(RateLimitScope::api, 2min);
    clock.set_now(clock.now() - 30s);
    EXPECT_EQ(remaining(RateLimitScope::api), 2min + 30s);
}

TEST_F(CooldownsTest, a_length_that_makes_no_sense_ends_no_pause) {
    const std::string soon = in_ms(clock.now() + 1min);
    for (const char* length :
         {"-1", "null", "9223372036854775807", "18446744073709551615", "0.5"}) {
        write(R"({"api":)" + soon + R"(,"api_pause":)" + length + "}");
        EXPECT_EQ(remaining(RateLimitScope::api), 1min) << length;
    }
}

TEST_F(CooldownsTest, a_file_that_makes_no_sense_closes_nothing) {
    const std::string soon = in_ms(clock.now() + 1min);
    for (const std::string& text :
         {std::string(), std::string("{"), std::string("[]"), std::string("null"),
          std::string(R"({"api":null})"), R"({"api":")" + soon + R"("})",
          R"({"api":)" + soon + ".5}", std::string(R"({"api":-9223372036854775808})"),
          std::string(R"({"api":9223372036854775807})"),
          std::string(R"({"api":18446744073709551615})")}) {
        write(text);
        EXPECT_EQ(remaining(RateLimitScope::api), std::nullopt) << text;
    }
    write(R"({"api":)" + soon + "}");
    EXPECT_EQ(remaining(RateLimitScope::api), 1min);
}

TEST_F(CooldownsTest, a_file_that_is_nested_without_measure_is_replaced) {
    write(R"({"x":)" + std::string(30'000, '[') + std::string(30'000, ']') + "}");
    cooldowns.remember(RateLimitScope::api, 1min);
    EXPECT_EQ(remaining(RateLimitScope::api), 1min);
    EXPECT_EQ(base::read_file(file(), 1000)->find("[["), std::string::npos);
}

TEST_F(CooldownsTest, the_file_is_its_owners_alone_and_is_replaced_when_it_is_broken) {
    write("{");
    cooldowns.remember(RateLimitScope::api, 1min);
    EXPECT_EQ(remaining(RateLimitScope::api), 1min);

    struct stat status {};

    ASSERT_EQ(stat(file().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

/// As a run with everything of its own.
void limit(const std::filesystem::path& settings_file, RateLimitScope scope) {
    base::SystemClock system_clock;
    const Store own_store(settings_file, system_clock, {});
    Cooldowns(own_store, system_clock).remember(scope, 1h);
}

/// A run that did not know of the other pause would have lost it.
bool both_are_limited(const std::filesystem::path& settings_file) {
    base::SystemClock system_clock;
    const Store own_store(settings_file, system_clock, {});
    const Cooldowns later(own_store, system_clock);
    return later.remaining(RateLimitScope::codes) && later.remaining(RateLimitScope::api);
}

TEST_F(CooldownsTest, what_two_threads_remember_at_the_same_time_is_kept) {
    const std::filesystem::path settings_file = folder / "Settings.json";
    for (int round = 0; round < 50; ++round) {
        std::filesystem::remove(file());
        std::latch start(2);
        std::thread other([&] {
            start.arrive_and_wait();
            limit(settings_file, RateLimitScope::codes);
        });
        start.arrive_and_wait();
        limit(settings_file, RateLimitScope::api);
        other.join();
        ASSERT_TRUE(both_are_limited(settings_file)) << round;
    }
}

TEST_F(CooldownsTest, what_two_processes_remember_at_the_same_time_is_kept) {
    const std::filesystem::path settings_file = folder / "Settings.json";
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
    const pid_t other = ::fork();
    ASSERT_GE(other, 0);
    char byte = 0;
    if (other == 0) {
        ::close(ends[0]);
        while (::read(ends[1], &byte, 1) == 1) {
            limit(settings_file, RateLimitScope::codes);
            static_cast<void>(!::write(ends[1], &byte, 1));
        }
        ::_exit(0);
    }
    ::close(ends[1]);
    for (int round = 0; round < 50; ++round) {
        std::filesystem::remove(file());
        ASSERT_EQ(::write(ends[0], &byte, 1), 1);
        limit(settings_file, RateLimitScope::api);
        ASSERT_EQ(::read(ends[0], &byte, 1), 1);
        EXPECT_TRUE(both_are_limited(settings_file)) << round;
    }
    ::close(ends[0]);
    EXPECT_EQ(::waitpid(other, nullptr, 0), other);
}

TEST_F(CooldownsTest, a_run_that_is_stuck_with_the_lock_costs_no_pause) {
    const base::FileLock stuck(folder / "Settings.json.cooldowns.lock", clock, {});
    const auto before = clock.steady_now();
    cooldowns.remember(RateLimitScope::api, 1h);
    EXPECT_LE(clock.steady_now() - before, 3s);
    EXPECT_NE(remaining(RateLimitScope::api), std::nullopt);
}

TEST_F(CooldownsTest, a_link_planted_in_its_place_is_not_written_through) {
    std::ofstream(folder / "victim") << "precious";
    std::filesystem::create_symlink("victim", file());
    cooldowns.remember(RateLimitScope::api, 1min);
    EXPECT_EQ(base::read_file(folder / "victim", 100), "precious");
    EXPECT_EQ(remaining(RateLimitScope::api), 1min);
}

TEST_F(CooldownsTest, where_nothing_can_be_written_nothing_is_remembered_and_nothing_fails) {
    const Store nowhere{folder / "missing" / "Settings.json", clock, {}};
    Cooldowns lost(nowhere, clock);
    lost.remember(RateLimitScope::api, 1min);
    EXPECT_EQ(lost.remaining(RateLimitScope::api), std::nullopt);
}

} // namespace
} // namespace settings
