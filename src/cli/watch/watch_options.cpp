// SPDX-License-Identifier: Apache-2.0
#include "cli/watch/watch_options.hpp"

#include "base/error.hpp"
#include "base/process/command.hpp"
#include "base/text/duration.hpp"
#include "base/text/unicode.hpp"
#include "cli/get/get_plan.hpp"
#include "http/message.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

/// Of --count and the like.
constexpr int k_most_counted = 1'000'000'000;
constexpr std::chrono::milliseconds k_shortest_interval = std::chrono::seconds(10);

void check_interval(std::chrono::milliseconds interval) {
    if (interval < k_shortest_interval) {
        throw Error(
            ErrorCode::usage,
            fmt::format("--every: {} is too short an interval", base::format_duration(interval)),
            "10s is the shortest");
    }
}

/// The address of a monitor is a secret; plain http may carry it within the home only.
std::string check_heartbeat(const std::string& url) {
    const std::string origin = http::origin_of(url);
    if (origin.empty() || (!origin.starts_with("https://") && !http::is_in_home_network(url))) {
        throw Error(ErrorCode::usage, "--heartbeat needs an https address",
                    "plain http is for addresses of the home network only, such as 192.168.1.5");
    }
    return url;
}

constexpr auto k_periods = "--keep-hourly, --keep-daily and --keep-weekly";

archive::Retention make_retention(const settings::SavedOptions& wanted) {
    const auto to_count = [](const std::optional<int>& number) {
        return static_cast<std::size_t>(number.value_or(0));
    };
    if (wanted.keeps_by_period() && wanted.keep_last) {
        throw Error(ErrorCode::usage, fmt::format("choose one: --keep-last, or {}", k_periods));
    }
    if (wanted.keeps_by_period() && !wanted.keep) {
        throw Error(ErrorCode::usage, fmt::format("{} need --keep", k_periods),
                    "they say which of the pictures older than that stay");
    }
    archive::Retention retention;
    retention.age = wanted.keep;
    if (wanted.keep_last) {
        retention.count = to_count(wanted.keep_last);
    }
    retention.thinning = {.hours = to_count(wanted.keep_hourly),
                          .days = to_count(wanted.keep_daily),
                          .weeks = to_count(wanted.keep_weekly)};
    return retention;
}

std::vector<NotifyTarget> make_targets(const std::vector<std::string>& urls) {
    std::vector<NotifyTarget> targets;
    for (const std::string& url : urls) {
        targets.push_back(read_notify_target(url));
    }
    return targets;
}

} // namespace

snapshot::DayWindow read_window(const std::string& text) {
    const auto window = snapshot::parse_day_window(text);
    if (!window) {
        throw Error(ErrorCode::usage,
                    fmt::format("--between: '{}' is not a time range", base::printable(text)),
                    "write it like 07:30-22:00");
    }
    return *window;
}

WatchExtras make_watch_extras(const WatchOptions& options, const settings::Settings& settings,
                              const snapshot::PictureOptions& picture_options) {
    const settings::SavedOptions wanted = settings.with(options);
    WatchExtras extras;
    extras.plan.picture_options = picture_options;
    extras.plan.every = wanted.every.value_or(extras.plan.every);
    read_value_of(!options.every, "Every", [&] { check_interval(extras.plan.every); });
    if (const auto& between = wanted.between) {
        extras.between = *between;
        extras.plan.between =
            read_value_of(!options.between, "Between", [&] { return read_window(*between); });
    }
    extras.plan.count = options.count;
    extras.plan.duration = options.duration;
    extras.plan.allow_drain = wanted.allow_drain.value_or(false);
    const bool keeps_are_given = options.keep || options.keep_last || options.keeps_by_period();
    extras.retention =
        read_value_of(!keeps_are_given, "Keep", [&] { return make_retention(wanted); });
    if (const auto& command = wanted.failure_command) {
        extras.on_failure = read_value_of(!options.failure_command, "FailureCommand",
                                          [&] { return base::split_command(*command); });
    }
    if (const auto& url = wanted.heartbeat) {
        extras.heartbeat =
            read_value_of(!options.heartbeat, "Heartbeat", [&] { return check_heartbeat(*url); });
    }
    if (wanted.notify) {
        extras.notify =
            read_value_of(!options.notify, "Notify", [&] { return make_targets(*wanted.notify); });
    }
    const bool mqtt_is_given =
        options.mqtt || options.mqtt_ca || options.mqtt_insecure || options.mqtt_discovery;
    extras.mqtt = read_value_of(!mqtt_is_given, "Mqtt", [&] { return find_mqtt_target(wanted); });
    extras.notify_picture = wanted.notify_picture.value_or(false);
    return extras;
}

void declare_keep(OptionDeclarer& command, WatchOptions& options) {
    command.add_duration("--keep", options.keep, "delete older pictures, never the newest");
    command.add_number("--keep-last", options.keep_last, 1, k_most_counted,
                       "keep only the newest N pictures of each camera");
    command.add_number("--keep-hourly", options.keep_hourly, 1, k_most_counted,
                       "beyond --keep, keep the newest of each of the last N hours");
    command.add_number("--keep-daily", options.keep_daily, 1, k_most_counted,
                       "beyond --keep, keep the newest of each of the last N days");
    command.add_number("--keep-weekly", options.keep_weekly, 1, k_most_counted,
                       "beyond --keep, keep the newest of each of the last N weeks");
    command.add_flag("--dry-run", options.dry_run,
                     "list what would be deleted, and take no pictures");
}

void declare_notify(OptionDeclarer& command, WatchOptions& options) {
    command.add_list("--notify", "URL", options.notify,
                     "send a message when a camera fails or works again: ntfys://HOST/TOPIC, or "
                     "https:// for JSON (may be given several times)");
    command.add_flag("--notify-picture", options.notify_picture,
                     "add the newest picture to the message");
    command.add_flag("--notify-test", options.notify_test, "send a test message, and do no more");
}

} // namespace cli
