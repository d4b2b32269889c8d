// SPDX-License-Identifier: Apache-2.0
#include "archive/picture_history.hpp"
#include "base/process/process.hpp"
#include "base/process/service_notify.hpp"
#include "base/text/duration.hpp"
#include "base/text/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/get/chosen_cameras.hpp"
#include "cli/get/get_plan.hpp"
#include "cli/get/picture_saver.hpp"
#include "cli/list/device_selection.hpp"
#include "cli/login/session_login.hpp"
#include "cli/status/camera_status.hpp"
#include "cli/watch/watch_options.hpp"
#include "cli/watch/watch_retention.hpp"
#include "ring/devices/device_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using std::chrono::milliseconds;

constexpr milliseconds k_start_pause = std::chrono::minutes(1);
constexpr milliseconds k_longest_start = std::chrono::hours(24 * 365 * 100);

/// Says "I am alive" to the service manager for as long as it lives and `is_alive` says so.
class Watchdog {
public:
    Watchdog(base::Clock& clock, std::function<bool()> is_alive) {
        if (const auto interval = base::watchdog_interval()) {
            m_thread = std::jthread([&clock, is_alive = std::move(is_alive),
                                     pause = *interval / 3](std::stop_token stop) {
                do {
                    if (is_alive()) {
                        base::notify_service_manager("WATCHDOG=1");
                    }
                } while (clock.sleep_for(pause, stop));
            });
        }
    }

private:
    std::jthread m_thread;
};

/// Shown by `systemctl status`. The sentence is in one line.
void tell_state(const std::string& sentence) {
    base::notify_service_manager("STATUS=" + base::printable(sentence));
}

/// Whether the cameras can be followed without the device list. Asking for fresh ones takes the
/// list's word for which have a battery.
bool can_do_without_list(const GetPlan& plan) {
    const auto& devices = plan.selection.devices;
    return !plan.picture_options.fresh && !plan.needs_details() && !devices.empty() &&
           std::all_of(devices.begin(), devices.end(), [](const std::string& device) {
               return parse_device_id(device).has_value();
           });
}

/// How long to wait before Ring is asked again, and says so.
milliseconds announce_next_try(Context& context, const Error& error, milliseconds left) {
    const milliseconds pause = std::min<milliseconds>(error.pause().value_or(k_start_pause), left);
    context.output().notice(pause == k_start_pause
                                ? "trying again every minute"
                                : "trying again in " + base::describe_duration(pause));
    tell_state("waiting for Ring: " + error.message());
    return pause;
}

/// Chooses the cameras; waits until Ring can be reached, since a machine that starts may have no
/// network yet, but not beyond the end of the watch. Cameras given by their ids need not be waited
/// for.
ChosenCameras choose_patiently(Context& context, const GetPlan& plan, const WatchExtras& extras) {
    const base::SteadyTime start = context.clock().steady_now();
    // To be without Ring is no reason to be killed.
    const Watchdog watchdog(context.clock(), [] { return true; });
    for (;;) {
        milliseconds pause{0};
        try {
            return ChosenCameras(context, plan, true);
        } catch (const Error& error) {
            const bool passing = error.code() == ErrorCode::service_unavailable ||
                                 error.code() == ErrorCode::slow_down;
            if (passing && can_do_without_list(plan)) {
                context.output().detail("the names of the cameras cannot be had: " +
                                        error.message());
                return ChosenCameras(context, plan, false);
            }
            const auto left =
                std::chrono::ceil<milliseconds>(start - context.clock().steady_now()) +
                extras.plan.duration.value_or(k_longest_start);
            if (!passing || left <= milliseconds(0)) {
                throw;
            }
            context.output().error(error);
            pause = announce_next_try(context, error, left);
        }
        context.forget_directory();
        if (!context.clock().sleep_for(pause, context.stop())) {
            throw Error(ErrorCode::interrupted, "stopped while waiting for Ring");
        }
    }
}

/// Runs --on-failure with what happened in environment variables.
void tell_failure(Context& context, const WatchExtras& extras, const char* event,
                  const CameraIdentity* camera, const Error* error) {
    if (extras.on_failure.empty()) {
        return;
    }
    std::map<std::string, std::string> environment = environment_without_secrets();
    environment["RING_SNAPSHOT_EVENT"] = event;
    environment["RING_SNAPSHOT_ID"] = camera ? std::to_string(camera->id) : "";
    environment["RING_SNAPSHOT_NAME"] = camera ? camera->title : "";
    environment["RING_SNAPSHOT_ERROR"] = error ? name_of(error->code()) : "";
    environment["RING_SNAPSHOT_MESSAGE"] = error ? error->message() : "";
    environment["RING_SNAPSHOT_HINT"] = error ? context.output().complete(error->hint()) : "";
    run_and_report(context, "--on-failure", extras.on_failure, environment);
}

/// What happens around the pictures of a watch.
class WatchSession final : public snapshot::WatchListener {
public:
    WatchSession(Context& context, const GetPlan& plan, const WatchExtras& extras)
        : m_context(context),
          m_extras(extras),
          m_begin(context.clock().steady_now()),
          m_cameras(choose_patiently(context, plan, extras)),
          m_saver(context, plan),
          m_retention(context, extras.retention, m_cameras.size()),
          m_recent(m_cameras.size()) {
        recall_captures();
    }

    int run() {
        snapshot::WatchPlan watch_plan = m_extras.plan;
        if (watch_plan.duration) {
            // The wait for Ring is part of it; one round is made in any case.
            const auto waited =
                std::chrono::floor<milliseconds>(m_context.clock().steady_now() - m_begin);
            watch_plan.duration = std::max(*watch_plan.duration - waited, milliseconds(1));
        }
        snapshot::Watch watch(m_context.service(), m_context.clock(), watch_plan,
                              m_cameras.facts(std::nullopt), *this);
        announce(watch);
        const Watchdog watchdog(m_context.clock(), [&watch] { return watch.is_alive(); });
        const auto failures = watch.run(m_context.stop());
        const int signal = m_context.received_signal();
        if (signal == 0) {
            base::notify_service_manager("STOPPING=1");
        }
        // A service manager stops its services by SIGTERM: that is their orderly end.
        if (signal != 0) {
            return signal == SIGTERM ? 0 : exit_code_of(ErrorCode::interrupted);
        }
        return code_at_the_end(failures);
    }

    std::optional<Error> picture(std::size_t camera,
                                 const snapshot::CameraPicture& picture) override {
        const auto time = naming_time(picture, m_context.clock());
        const CameraIdentity identity = m_cameras.identity(camera);
        SavedCameraPicture saved =
            m_saver.save(identity, m_cameras.name_fields(camera, time), picture);
        auto failure = saved.is_new() ? m_saver.report(saved) : m_saver.copy(saved);
        notice_frozen(camera, picture, saved.file->sha256);
        m_retention.clean(camera, identity, picture);
        return failure;
    }

    void failing(std::size_t camera, const Error& error) override {
        const Error explained = m_cameras.explain_anew(camera, error);
        const CameraIdentity identity = m_cameras.identity(camera);
        if (m_context.output().options().json) {
            Json json = to_json(identity);
            json["error"] = m_context.output().json_of(explained);
            m_context.output().result_json(json);
        } else {
            m_context.output().error(explained);
        }
        tell_failure(m_context, m_extras, "failing", &identity, &explained);
    }

    void recovered(std::size_t camera) override {
        const CameraIdentity identity = m_cameras.identity(camera);
        m_context.output().notice(identity.title + ": works again");
        tell_failure(m_context, m_extras, "recovered", &identity, nullptr);
    }

    void good_round() override {
        if (!m_extras.heartbeat) {
            return;
        }
        http::Request request;
        request.url = *m_extras.heartbeat;
        request.body_limit = std::size_t{1} << 20;
        try {
            const http::Response response = m_context.client().send(request, m_context.stop());
            if (!response.ok()) {
                m_context.output().warning(fmt::format(
                    "--heartbeat: the monitor answers with status {}", response.status));
            }
        } catch (const Error& error) {
            if (error.code() != ErrorCode::interrupted) {
                m_context.output().warning("--heartbeat: " + error.message());
            }
        }
    }

private:
    /// For a watch with --count or --for: that of the first camera whose last round failed.
    int code_at_the_end(const std::vector<std::optional<Error>>& failures) {
        for (std::size_t i = 0; i < failures.size(); ++i) {
            if (failures[i]) {
                return exit_code_of(m_cameras.explain_anew(i, *failures[i]).code());
            }
        }
        return 0;
    }

    void announce(const snapshot::Watch& watch) {
        const auto facts = m_cameras.facts(std::nullopt);
        const std::string sentence =
            fmt::format("watching {} every {}{}",
                        facts.size() == 1 ? m_cameras.identity(0).title
                                          : fmt::format("{} cameras", facts.size()),
                        base::describe_duration(m_extras.plan.every),
                        m_extras.plan.picture_options.fresh ? ", asking for fresh pictures" : "");
        m_context.output().notice(sentence);
        tell_state(sentence);
        if (!m_extras.plan.picture_options.fresh) {
            return;
        }
        for (std::size_t i = 0; i < facts.size(); ++i) {
            if (!facts[i].device || facts[i].device->power != ring::PowerSource::battery) {
                continue;
            }
            const milliseconds step = watch.step_of(facts[i]);
            m_context.output().notice(
                fmt::format("{} runs on a battery: it is woken every {}, up to {} times a day{}",
                            m_cameras.identity(i).title, base::describe_duration(step),
                            milliseconds(std::chrono::hours(24)) / step,
                            step > m_extras.plan.every ? " (--allow-drain: more often)" : ""));
        }
    }

    /// What was captured before this watch, so that a camera that is frozen is noticed across
    /// restarts.
    void recall_captures() {
        std::map<std::string, std::size_t> positions;
        for (std::size_t i = 0; i < m_cameras.size(); ++i) {
            positions[std::to_string(m_cameras.identity(i).id)] = i;
        }
        try {
            m_context.archive().for_each([&](const archive::IndexEntry& entry) {
                const auto camera = positions.find(entry.camera_id);
                if (camera != positions.end() && entry.is_timed) {
                    m_recent[camera->second].recall(entry.captured, entry.sha256);
                }
            });
        } catch (const Error& error) {
            m_context.output().warning(error.message());
        }
    }

    void notice_frozen(std::size_t camera, const snapshot::CameraPicture& picture,
                       const std::string& sha256) {
        using News = archive::RecentCaptures::News;
        if (!picture.picture.captured) {
            return;
        }
        const std::string title = m_cameras.identity(camera).title;
        switch (m_recent[camera].note(*picture.picture.captured, sha256)) {
        case News::frozen:
            m_context.output().warning(fmt::format("{}: {}", title, k_frozen_warning));
            break;
        case News::changing:
            m_context.output().notice(title + ": its pictures change again");
            break;
        case News::none:
            break;
        }
    }

    Context& m_context;
    const WatchExtras& m_extras;
    base::SteadyTime m_begin;
    ChosenCameras m_cameras;
    PictureSaver m_saver;
    WatchRetention m_retention;
    /// Each is used by its camera's thread alone.
    std::vector<archive::RecentCaptures> m_recent;
};

} // namespace

int run_watch(Context& context, const WatchOptions& options) {
    context.output().stamp_lines(context.clock());
    const settings::Settings settings = context.store().load();
    const GetPlan plan = make_plan(options, settings, context.output().options());
    if (plan.to_stdout) {
        throw Error(ErrorCode::usage, "watch saves files; --out - is for get");
    }
    const WatchExtras extras = make_watch_extras(options, settings, plan.picture_options);
    ensure_session(context);
    context.session();
    if (options.save) {
        context.store().update([&](settings::Settings& stored) { remember(options, stored); },
                               context.stop());
    }
    // From here on it keeps at it, whether Ring can be reached or not.
    // Without this message a service manager gives the start up, so a busy one is waited for.
    base::notify_service_manager("READY=1", std::chrono::seconds(5));
    const std::stop_callback stopping(
        context.stop(), [] { base::notify_service_manager("STOPPING=1\nSTATUS=stopping"); });
    try {
        return WatchSession(context, plan, extras).run();
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted && context.received_signal() == SIGTERM) {
            // A service manager stops its services by SIGTERM: that is their orderly end.
            return 0;
        }
        if (error.code() != ErrorCode::interrupted) {
            tell_failure(context, extras, "ended", nullptr, &error);
        }
        throw;
    }
}

} // namespace cli
