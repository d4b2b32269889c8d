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

TEST(MakeWatchExtras, takes_plain_http_for_a_heartbeat_in_the_home_network_only) {
    WatchOptions options;
    for (const char* url :
         {"https://hc.example/ping/1", "HTTPS://hc.example", "http://127.0.0.1:8000/x",
          "http://localhost/ping", "http://[::1]:3001/", "http://192.168.1.2/ping",
          "http://[fe80::1]:3001/", "http://monitor.local/ping"}) {
        options.heartbeat = url;
        EXPECT_EQ(extras(options).heartbeat, url);
    }
    for (const char* url : {"", "hc.example/ping", "http://hc.example/ping", "http://8.8.8.8/ping",
                            "ftp://127.0.0.1/ping", "file:///etc/passwd",
                            "http://localhost.example/ping", "http://localhost@hc.example/ping"}) {
        options.heartbeat = url;
        EXPECT_THAT(error_of(options).message(), HasSubstr("--heartbeat")) << url;
    }
}

TEST(MakeWatchExtras, thins_what_is_older_than_keep) {
    WatchOptions options;
    options.keep = 48h;
    options.keep_hourly = 24;
    options.keep_daily = 30;
    options.keep_weekly = 52;
    const archive::Retention retention = extras(options).retention;
    EXPECT_EQ(retention.age, 48h);
    EXPECT_EQ(retention.thinning.hours, 24U);
    EXPECT_EQ(retention.thinning.days, 30U);
    EXPECT_EQ(retention.thinning.weeks, 52U);
}

TEST(MakeWatchExtras, refuses_thinning_without_keep_or_with_keep_last) {
    WatchOptions options;
    options.keep_daily = 30;
    EXPECT_THAT(error_of(options).message(), HasSubstr("need --keep"));
    options.keep = 48h;
    options.keep_last = 5;
    EXPECT_THAT(error_of(options).message(), HasSubstr("choose one"));
    Settings settings;
    settings.keep_weekly = 4;
    EXPECT_THAT(settings_error_of(settings), HasSubstr("Keep in the settings"));
}

TEST(MakeWatchExtras, what_is_given_of_thinning_and_keep_last_replaces_what_is_remembered) {
    Settings settings;
    settings.keep = 48h;
    settings.keep_last = 5;
    WatchOptions options;
    options.keep_daily = 30;
    EXPECT_EQ(extras(options, settings).retention.count, std::nullopt);
    remember(options, settings);
    EXPECT_EQ(settings.keep_last, std::nullopt);
    EXPECT_EQ(settings.keep_daily, 30);
    options = {};
    options.keep_last = 7;
    EXPECT_FALSE(extras(options, settings).retention.thinning.keeps_any());
    remember(options, settings);
    EXPECT_EQ(settings.keep_daily, std::nullopt);
    EXPECT_EQ(settings.keep_last, 7);
}

TEST(MakeWatchExtras, reads_where_messages_go) {
    WatchOptions options;
    options.notify = {{"ntfys://ntfy.sh/topic", "NTFY://192.168.1.2:8080/topic",
                       "https://example.com/hook?key=1", "http://ha.local:8123/api/webhook/1"}};
    const auto targets = extras(options).notify;
    ASSERT_EQ(targets.size(), 4U);
    EXPECT_EQ(targets[0].url, "https://ntfy.sh/topic");
    EXPECT_EQ(targets[0].host, "ntfy.sh");
    EXPECT_EQ(targets[0].kind, NotifyTarget::Kind::ntfy);
    EXPECT_EQ(targets[1].url, "http://192.168.1.2:8080/topic");
    EXPECT_EQ(targets[1].host, "192.168.1.2:8080");
    EXPECT_EQ(targets[2].kind, NotifyTarget::Kind::json);
    EXPECT_EQ(targets[3].host, "ha.local:8123");
}

TEST(MakeWatchExtras, refuses_other_addresses_for_messages_without_telling_them) {
    for (const char* url : {"ntfy.sh/secret", "ntfy://ntfy.sh/secret", "http://example.com/secret",
                            "ntfys://ntfy.sh", "ntfys://ntfy.sh/", "ntfys:///secret",
                            "ntfys://ntfy.sh/secret?priority=5", "ftp://192.168.1.2/secret",
                            "mailto:secret@example.com", "https://secret:secret@example.com/"}) {
        WatchOptions options;
        options.notify = {{url}};
        const base::Error error = error_of(options);
        EXPECT_THAT(error.message(), HasSubstr("--notify")) << url;
        EXPECT_EQ((error.message() + error.hint()).find("secret"), std::string::npos) << url;
    }
    Settings settings;
    settings.notify = {{"ntfy://ntfy.sh/secret"}};
    EXPECT_THAT(settings_error_of(settings), HasSubstr("Notify in the settings"));
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
