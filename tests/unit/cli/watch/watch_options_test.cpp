// SPDX-License-Identifier: Apache-2.0
#include "cli/get/get_plan.hpp"
#include "cli/watch/watch_options.hpp"
#include "support/error_of.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace cli {
namespace {

using namespace std::chrono_literals;
using settings::Settings;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

WatchExtras extras(const WatchOptions& options, const Settings& settings = {}) {
    return make_watch_extras(options, settings, {});
}

base::Error error_of(const WatchOptions& options, const Settings& settings = {}) {
    const base::Error error = test::error_of([&] { extras(options, settings); });
    EXPECT_EQ(error.code(), base::ErrorCode::usage);
    return error;
}

std::string settings_error_of(const Settings& settings) {
    const base::Error error = test::error_of([&] { make_watch_extras({}, settings, {}); });
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    return error.message();
}

TEST(MakeWatchExtras, without_anything_given_or_remembered_has_the_defaults) {
    const WatchExtras result = extras({});
    EXPECT_EQ(result.plan.every, 5min);
    EXPECT_FALSE(result.plan.between);
    EXPECT_EQ(result.plan.count, std::nullopt);
    EXPECT_EQ(result.plan.duration, std::nullopt);
    EXPECT_FALSE(result.plan.allow_drain);
    EXPECT_TRUE(result.retention.keeps_all());
    EXPECT_THAT(result.on_failure, IsEmpty());
    EXPECT_EQ(result.heartbeat, std::nullopt);
}

TEST(MakeWatchExtras, what_was_given_goes_before_what_was_remembered) {
    Settings settings;
    settings.every = 1h;
    settings.between = "08:00-09:00";
    settings.keep = 24h;
    settings.keep_last = 7;
    settings.allow_drain = true;
    settings.failure_command = "notify 'a b'";
    settings.heartbeat = "https://remembered.example/ping";
    WatchExtras result = extras({}, settings);
    EXPECT_EQ(result.plan.every, 1h);
    ASSERT_TRUE(result.plan.between);
    EXPECT_EQ(result.plan.between->from, 8h);
    EXPECT_EQ(result.plan.between->to, 9h);
    EXPECT_EQ(result.retention.age, 24h);
    EXPECT_EQ(result.retention.count, 7U);
    EXPECT_TRUE(result.plan.allow_drain);
    EXPECT_THAT(result.on_failure, ElementsAre("notify", "a b"));
    EXPECT_EQ(result.heartbeat, "https://remembered.example/ping");

    WatchOptions options;
    options.every = 30s;
    options.between = "22:00-06:00";
    options.keep = 1h;
    options.keep_last = 1;
    options.failure_command = "mail me";
    options.heartbeat = "https://given.example/ping";
    result = extras(options, settings);
    EXPECT_EQ(result.plan.every, 30s);
    EXPECT_EQ(result.plan.between->from, 22h);
    EXPECT_EQ(result.retention.age, 1h);
    EXPECT_EQ(result.retention.count, 1U);
    EXPECT_THAT(result.on_failure, ElementsAre("mail", "me"));
    EXPECT_EQ(result.heartbeat, "https://given.example/ping");
}

TEST(MakeWatchExtras, hands_on_the_end_of_the_watch_and_the_wish) {
    WatchOptions options;
    options.count = 3;
    options.duration = 90min;
    options.allow_drain = true;
    snapshot::PictureOptions picture_options;
    picture_options.fresh = true;
    picture_options.wait = 20s;
    const WatchExtras result = make_watch_extras(options, {}, picture_options);
    EXPECT_EQ(result.plan.count, 3);
    EXPECT_EQ(result.plan.duration, 90min);
    EXPECT_TRUE(result.plan.allow_drain);
    EXPECT_TRUE(result.plan.picture_options.fresh);
    EXPECT_EQ(result.plan.picture_options.wait, 20s);
}

TEST(MakeWatchExtras, refuses_an_interval_below_ten_seconds) {
    WatchOptions options;
    options.every = 10s;
    EXPECT_EQ(extras(options).plan.every, 10s);
    for (const auto every : {9999ms, 1ms, 0ms}) {
        options.every = every;
        EXPECT_THAT(error_of(options).message(), HasSubstr("--every"));
    }
    Settings settings;
    settings.every = 1s;
    EXPECT_THAT(settings_error_of(settings), HasSubstr("Every in the settings"));
}

TEST(MakeWatchExtras, a_bad_key_of_the_settings_is_named_and_no_usage_error) {
    Settings settings;
    settings.between = "day";
    EXPECT_THAT(settings_error_of(settings), HasSubstr("Between in the settings"));
    settings = {};
    settings.failure_command = "'unclosed";
    EXPECT_THAT(settings_error_of(settings), HasSubstr("FailureCommand in the settings"));
    settings = {};
    settings.heartbeat = "http://example.com/";
    EXPECT_THAT(settings_error_of(settings), HasSubstr("Heartbeat in the settings"));
}

TEST(MakeWatchExtras, refuses_what_is_no_part_of_the_day) {
    WatchOptions options;
    for (const char* text : {"", "day", "07:30", "25:00-26:00", "7:30-22:00"}) {
        options.between = text;
        const base::Error error = error_of(options);
        EXPECT_THAT(error.message(), HasSubstr("--between: '" + std::string(text) + "'"));
        EXPECT_THAT(error.hint(), HasSubstr("07:30-22:00"));
    }
    options.between = "\033[2J";
    EXPECT_EQ(error_of(options).message().find('\033'), std::string::npos);
}

TEST(MakeWatchExtras, takes_plain_http_for_a_heartbeat_on_this_machine_only) {
    WatchOptions options;
    for (const char* url :
         {"https://hc.example/ping/1", "HTTPS://hc.example", "http://127.0.0.1:8000/x",
          "http://localhost/ping", "http://[::1]:3001/"}) {
        options.heartbeat = url;
        EXPECT_EQ(extras(options).heartbeat, url);
    }
    for (const char* url : {"", "hc.example/ping", "http://hc.example/ping",
                            "http://192.168.1.2/ping", "ftp://127.0.0.1/ping", "file:///etc/passwd",
                            "http://localhost.example/ping", "http://localhost@hc.example/ping"}) {
        options.heartbeat = url;
        EXPECT_THAT(error_of(options).message(), HasSubstr("--heartbeat")) << url;
    }
}

TEST(MakeWatchExtras, refuses_a_command_that_cannot_be_split) {
    WatchOptions options;
    for (const char* command : {"", "  ", "notify 'open"}) {
        options.failure_command = command;
        error_of(options);
    }
}

TEST(RememberWatch, puts_what_was_given_into_the_settings) {
    WatchOptions options;
    options.out = "/pictures";
    options.every = 30s;
    options.between = "22:00-06:00";
    options.keep = 1h;
    options.keep_last = 5;
    options.allow_drain = true;
    options.failure_command = "mail me";
    options.heartbeat = "https://given.example/ping";
    Settings settings;
    remember(options, settings);
    EXPECT_EQ(settings.output_path, "/pictures");
    EXPECT_EQ(settings.every, 30s);
    EXPECT_EQ(settings.between, "22:00-06:00");
    EXPECT_EQ(settings.keep, 1h);
    EXPECT_EQ(settings.keep_last, 5);
    EXPECT_EQ(settings.allow_drain, true);
    EXPECT_EQ(settings.failure_command, "mail me");
    EXPECT_EQ(settings.heartbeat, "https://given.example/ping");
}

TEST(RememberWatch, leaves_what_was_not_given) {
    Settings settings;
    settings.every = 1h;
    settings.between = "08:00-09:00";
    settings.keep = 24h;
    settings.keep_last = 7;
    settings.allow_drain = true;
    settings.failure_command = "notify";
    settings.heartbeat = "https://remembered.example/ping";
    WatchOptions options;
    options.count = 3;
    options.duration = 1h;
    remember(options, settings);
    EXPECT_EQ(settings.every, 1h);
    EXPECT_EQ(settings.between, "08:00-09:00");
    EXPECT_EQ(settings.keep, 24h);
    EXPECT_EQ(settings.keep_last, 7);
    EXPECT_EQ(settings.allow_drain, true);
    EXPECT_EQ(settings.failure_command, "notify");
    EXPECT_EQ(settings.heartbeat, "https://remembered.example/ping");
}

} // namespace
} // namespace cli
