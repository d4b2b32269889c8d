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

constexpr std::chrono::milliseconds k_shortest_interval = std::chrono::seconds(10);

snapshot::DayWindow read_window(const std::string& text) {
    const auto window = snapshot::parse_day_window(text);
    if (!window) {
        throw Error(ErrorCode::usage,
                    fmt::format("--between: '{}' is not a time range", base::printable(text)),
                    "write it like 07:30-22:00");
    }
    return *window;
}

void check_interval(std::chrono::milliseconds interval) {
    if (interval < k_shortest_interval) {
        throw Error(
            ErrorCode::usage,
            fmt::format("--every: {} is too short an interval", base::format_duration(interval)),
            "10s is the shortest");
    }
}

/// The address of a monitor is a secret; plain http may carry it within this machine only.
std::string check_heartbeat(const std::string& url) {
    const std::string origin = http::origin_of(url);
    if (origin.empty() || (!origin.starts_with("https://") && !http::is_loopback(url))) {
        throw Error(ErrorCode::usage, "--heartbeat needs an https address",
                    "plain http is for loopback addresses only");
    }
    return url;
}

} // namespace

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
    extras.retention.age = wanted.keep;
    if (const auto count = wanted.keep_last) {
        extras.retention.count = static_cast<std::size_t>(*count);
    }
    if (const auto& command = wanted.failure_command) {
        extras.on_failure = read_value_of(!options.failure_command, "FailureCommand",
                                          [&] { return base::split_command(*command); });
    }
    if (const auto& url = wanted.heartbeat) {
        extras.heartbeat =
            read_value_of(!options.heartbeat, "Heartbeat", [&] { return check_heartbeat(*url); });
    }
    return extras;
}

} // namespace cli
