// SPDX-License-Identifier: Apache-2.0
#include "base/files/paths.hpp"
#include "base/files/places.hpp"
#include "base/process/service_notify.hpp"
#include "base/process/watchdog.hpp"
#include "base/text/duration.hpp"
#include "base/text/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/gallery/gallery_updater.hpp"
#include "cli/get/chosen_cameras.hpp"
#include "cli/get/get_plan.hpp"
#include "cli/output/status_ticker.hpp"
#include "cli/upload/upload_queue.hpp"
#include "cli/watch/mqtt_sink.hpp"
#include "cli/watch/notify_sink.hpp"
#include "cli/watch/watch_display.hpp"
#include "cli/watch/watch_mark.hpp"
#include "cli/watch/watch_options.hpp"
#include "cli/watch/watch_retention.hpp"
#include "cli/watch/watch_sinks.hpp"
#include "cli/watch/watched_pictures.hpp"
#include "ring/devices/device_directory.hpp"
#include "snapshot/watch/watch_events.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using std::chrono::milliseconds;

constexpr milliseconds k_start_pause = std::chrono::minutes(1);
constexpr milliseconds k_longest_start = std::chrono::hours(24 * 365 * 100);

/// Shown by `systemctl status`. The sentence is in one line.
void show_state(const std::string& sentence) {
    base::notify_service_manager("STATUS=" + base::printable(sentence));
}

/// How long to wait before Ring is asked again, and says so.
/// @param least  however soon Ring would be asked again
milliseconds announce_next_try(Context& context, const Error& error, milliseconds least,
                               milliseconds left) {
    const milliseconds pause =
        std::min(std::max(error.pause().value_or(k_start_pause), least), left);
    context.output().notice(pause == k_start_pause
                                ? "trying again every minute"
                                : "trying again in " + base::describe_duration(pause));
    show_state("waiting for Ring: " + error.message());
    return pause;
}

/// Chooses the cameras. Unless ids suffice, waits until Ring can be reached, since a machine that
/// starts may have no network yet, but not beyond the end of the watch.
std::unique_ptr<ChosenCameras> wait_for_cameras(Context& context, const GetPlan& plan,
                                                const WatchExtras& extras,
                                                const snapshot::WatchEvents& events) {
    const base::SteadyTime start = context.clock().steady_now();
    // A service manager must not kill a program that only waits for Ring.
    const base::Watchdog watchdog(context.clock(), [] { return true; });
    const StatusTicker waiting(context.output(), context.clock(), waiting_line("waiting for Ring"));
    // The first pause is what is left of one that an earlier run was told of.
    milliseconds least = std::chrono::seconds(1);
    for (;;) {
        milliseconds pause{0};
        try {
            return std::make_unique<ChosenCameras>(context, plan, true);
        } catch (const Error& error) {
            const bool passing = error.code() == ErrorCode::service_unavailable ||
                                 error.code() == ErrorCode::slow_down;
            if (passing && !plan.asks_before()) {
                context.output().detail("cannot get the names of the cameras: " + error.message());
                return std::make_unique<ChosenCameras>(context, plan, false);
            }
            const auto left =
                std::chrono::ceil<milliseconds>(start - context.clock().steady_now()) +
                extras.plan.duration.value_or(k_longest_start);
            if (!passing || left <= milliseconds(0)) {
                throw;
            }
            context.output().error(error);
            events.publish(snapshot::StartDelayed{error});
            pause = announce_next_try(context, error, std::exchange(least, k_start_pause), left);
        }
        context.forget_directory();
        if (!context.clock().sleep_for(pause, context.stop())) {
            throw Error(ErrorCode::interrupted, "stopped while waiting for Ring");
        }
    }
}

/// "Front Door and Garden run on batteries and are woken every 10 min, …", for all of them at once.
void warn_of_battery_use(Context& context, const snapshot::WatchPlan& plan, ChosenCameras& cameras,
                         const snapshot::Watch& watch) {
    const auto facts = cameras.facts(std::nullopt);
    std::vector<std::string> names;
    // All of them are woken at the same pace.
    milliseconds step{0};
    for (std::size_t i = 0; i < facts.size(); ++i) {
        if (facts[i].device && facts[i].device->power == ring::PowerSource::battery) {
            names.push_back(cameras.identity(i).title);
            step = watch.step_of(facts[i]);
        }
    }
    if (names.empty()) {
        return;
    }
    constexpr std::size_t k_most_named = 3;
    const bool is_one = names.size() == 1;
    const std::string last = names.back();
    names.pop_back();
    const std::string who =
        names.size() >= k_most_named
            ? fmt::format("{} cameras", names.size() + 1)
            : fmt::format("{}{}{}", fmt::join(names, ", "), is_one ? "" : " and ", last);
    context.output().warning(fmt::format("{} {} and {} woken every {}, up to {} times a day{}", who,
                                         is_one ? "runs on a battery" : "run on batteries",
                                         is_one ? "is" : "are", base::describe_duration(step),
                                         milliseconds(std::chrono::hours(24)) / step,
                                         step > plan.every ? " (--allow-drain: more often)" : ""));
}

/// Says what is watched, and how often cameras with a battery are woken.
void announce(Context& context, const GetPlan& get_plan, const snapshot::WatchPlan& plan,
              ChosenCameras& cameras, const snapshot::Watch& watch) {
    const auto facts = cameras.facts(std::nullopt);
    const std::string sentence = fmt::format(
        "watching {} every {}{}",
        facts.size() == 1 ? cameras.identity(0).title : fmt::format("{} cameras", facts.size()),
        base::describe_duration(plan.every),
        plan.picture_options.fresh ? ", asking for fresh pictures" : "");
    const bool at_terminal = context.console().is_terminal(Stream::error);
    context.output().notice(
        at_terminal ? fmt::format("{} {} {}", sentence, context.output().symbols().arrow,
                                  base::with_tilde(get_plan.absolute_folder(), base::home_folder()))
                    : sentence);
    show_state(sentence);
    if (!plan.picture_options.fresh) {
        return;
    }
    warn_of_battery_use(context, plan, cameras, watch);
}

/// Keeps the gallery in `folder` up to date, if one is named.
std::function<void(const snapshot::WatchEvent&)>
gallery_sink(Context& context, ChosenCameras& cameras, const std::optional<std::string>& folder) {
    if (!folder) {
        return [](const snapshot::WatchEvent&) {};
    }
    std::vector<std::string> ids;
    for (const snapshot::CameraFacts& camera : cameras.facts(std::nullopt)) {
        ids.push_back(std::to_string(camera.id));
    }
    const auto updater = std::make_shared<GalleryUpdater>(context, *folder, std::move(ids));
    return [updater](const snapshot::WatchEvent& event) { updater->take(event); };
}

/// The sinks that need to know the cameras. They must outlive the events.
struct CameraSinks {
    std::optional<WatchRetention> retention;
    std::optional<WatchDisplay> display;
    std::unique_ptr<MqttSink> mqtt;

    /// What is given must outlive this object.
    void add_to(snapshot::WatchEvents& events, Context& context, const GetPlan& plan,
                const WatchExtras& extras, ChosenCameras& cameras,
                const std::optional<std::string>& gallery) {
        if (extras.heartbeat) {
            events.add(heartbeat_sink(context, *extras.heartbeat));
        }
        events.add(frozen_camera_sink(context, cameras, events));
        display.emplace(context, cameras, plan.picture_options.fresh);
        events.add([this](const snapshot::WatchEvent& event) { display->take(event); });
        retention.emplace(context, cameras, extras.retention);
        events.add([this](const snapshot::WatchEvent& event) { retention->take(event); });
        events.add(upload_sink(context, plan.destinations));
        events.add(gallery_sink(context, cameras, gallery));
        mqtt = make_mqtt_sink(context, cameras, extras.mqtt);
        if (mqtt) {
            events.add([this](const snapshot::WatchEvent& event) { mqtt->take(event); });
        }
    }
};

/// For a watch with --count or --for: that of the first camera whose last round failed.
int code_at_the_end(ChosenCameras& cameras, const std::vector<std::optional<Error>>& failures) {
    for (std::size_t i = 0; i < failures.size(); ++i) {
        if (failures[i]) {
            return exit_code_of(cameras.explain(i, *failures[i], true).code());
        }
    }
    return 0;
}

/// Does what --dry-run asks for.
int list_what_expires(Context& context, const WatchOptions& options, const GetPlan& plan,
                      const WatchExtras& extras) {
    if (extras.retention.keeps_all()) {
        throw Error(ErrorCode::usage, "--dry-run lists what --keep or --keep-last would delete",
                    "give one of them");
    }
    prepare(context, options);
    return list_expired(context, ChosenCameras(context, plan, false), extras.retention);
}

/// Watches until the end of the plan or a stop, and returns the exit code.
/// @param begin  when the wait for the cameras began
int watch_cameras(Context& context, const GetPlan& plan, const WatchExtras& extras,
                  ChosenCameras& cameras, const snapshot::WatchEvents& events, CameraSinks& sinks,
                  base::SteadyTime begin) {
    WatchDisplay& display = *sinks.display;
    WatchedPictures owner(context, plan, cameras, events, display, *sinks.retention);
    snapshot::WatchPlan watch_plan = extras.plan;
    if (watch_plan.duration) {
        // The wait for Ring is part of it; one round is made in any case.
        const auto waited = std::chrono::floor<milliseconds>(context.clock().steady_now() - begin);
        watch_plan.duration = std::max(*watch_plan.duration - waited, milliseconds(1));
    }
    snapshot::Watch watch(context.service(), context.clock(), watch_plan,
                          cameras.facts(std::nullopt), owner, events);
    announce(context, plan, extras.plan, cameras, watch);
    const auto commands = sinks.mqtt ? sinks.mqtt->command(watch) : nullptr;
    const base::Watchdog watchdog(context.clock(), [&watch] { return watch.is_alive(); });
    display.begin(watch);
    std::vector<std::optional<Error>> failures;
    try {
        failures = watch.run(context.stop());
    } catch (...) {
        // It looks at the watch.
        display.end();
        throw;
    }
    display.end();
    events.publish(snapshot::WatchEnded{});
    if (context.received_signal() != 0) {
        return 0;
    }
    base::notify_service_manager("STOPPING=1");
    return code_at_the_end(cameras, failures);
}

/// Returns when all sinks have ended, too. The exit code leaves signals aside.
int watch_to_the_end(Context& context, const WatchOptions& given, const MakeWatchSink& make_sink) {
    context.output().stamp_lines(context.clock());
    WatchOptions options = given;
    const settings::Settings settings = context.store().load();
    complete_mqtt_password(options, settings);
    const GetPlan plan = make_plan(options, settings, context.output().options());
    if (plan.to_stdout) {
        throw Error(ErrorCode::usage, "watch saves files; --out - is for get");
    }
    const WatchExtras extras = make_watch_extras(options, settings, plan.picture_options);
    if (options.notify_test) {
        return send_test_messages(context, extras);
    }
    if (options.dry_run) {
        return list_what_expires(context, options, plan, extras);
    }
    prepare(context, options);
    const WatchMark mark(context);
    // From here on it keeps at it, whether Ring can be reached or not.
    // Without this message a service manager gives the start up, so a busy one is waited for.
    base::notify_service_manager("READY=1", std::chrono::seconds(5));
    const std::stop_callback stopping(
        context.stop(), [] { base::notify_service_manager("STOPPING=1\nSTATUS=stopping"); });
    const base::SteadyTime begin = context.clock().steady_now();
    LateCameras cameras;
    CameraSinks sinks;
    snapshot::WatchEvents events([&context](const std::exception& error) {
        context.output().loss(fmt::format("internal error: {}", error.what()));
    });
    events.add(output_sink(context, cameras));
    if (make_sink) {
        events.add(make_sink(extras, cameras));
    }
    // The watch may end before the cameras are known.
    events.add(failure_command_sink(context, cameras, extras.on_failure));
    events.add(notify_sink(context, cameras, extras));
    try {
        cameras = wait_for_cameras(context, plan, extras, events);
        sinks.add_to(events, context, plan, extras, *cameras, options.gallery);
        events.publish(snapshot::WatchStarted{});
        return watch_cameras(context, plan, extras, *cameras, events, sinks, begin);
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted && context.received_signal() == SIGTERM) {
            // A service manager stops its services by SIGTERM: that is their orderly end.
            return 0;
        }
        if (error.code() != ErrorCode::interrupted) {
            events.publish(snapshot::WatchEnded{error});
        }
        throw;
    }
}

} // namespace

int run_watch(Context& context, const WatchOptions& options) {
    return run_watch_with(context, options, {});
}

int run_watch_with(Context& context, const WatchOptions& options, const MakeWatchSink& make_sink) {
    const int code = watch_to_the_end(context, options, make_sink);
    switch (context.received_signal()) {
    case 0:
        return code;
    case SIGTERM:
        // A service manager stops its services by SIGTERM: that is their orderly end.
        return 0;
    default:
        return exit_code_of(ErrorCode::interrupted);
    }
}

void declare_watch(OptionDeclarer& command, WatchOptions& options) {
    constexpr int k_most_rounds = 1'000'000'000;
    declare_pictures(command, options, "save in this folder, or as x.jpg for one camera");
    command.add_duration("--every", options.every,
                         "time between rounds (default 5m, at least 10s)");
    command.add("--between", "HH:MM-HH:MM", options.between,
                "take pictures only in this part of the day, local time");
    command.add_number("--count", options.count, 1, k_most_rounds, "stop after this many rounds");
    command.add_duration("--for", options.duration, "stop after this time");
    declare_keep(command, options);
    command.add_flag("--allow-drain", options.allow_drain,
                     "let --fresh wake battery cameras more often than every 10 minutes");
    command.add("--on-failure", "COMMAND", options.failure_command,
                "run this when a camera starts or stops failing");
    command.add("--gallery", "DIR", options.gallery,
                "keep a page of the pictures in this folder up to date");
    command.add("--heartbeat", "URL", options.heartbeat,
                "call this URL after each successful round");
    declare_notify(command, options);
    declare_mqtt(command, options);
}

} // namespace cli
