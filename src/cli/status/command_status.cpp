// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/upload_records.hpp"
#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/duration.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/get/remembered_job.hpp"
#include "cli/list/device_selection.hpp"
#include "cli/list/recorded_selection.hpp"
#include "cli/login/ignored_settings.hpp"
#include "cli/output/table.hpp"
#include "cli/service/service_report.hpp"
#include "cli/status/camera_status.hpp"
#include "cli/status/status_table.hpp"
#include "cli/status/upload_status.hpp"
#include "cli/watch/watch_mark.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

std::string describe_session(const settings::Settings& settings, base::SystemTime now) {
    if (!settings.has_session()) {
        return settings.password_login == settings::PasswordLogin::code_needed
                   ? "not logged in, Ring wants a two-factor code (run ring-snapshot login)"
               : settings.password_login == settings::PasswordLogin::refused
                   ? "not logged in, Ring refused the password (run ring-snapshot login)"
                   : "not logged in (run ring-snapshot login)";
    }
    if (settings.login_ended) {
        return fmt::format("not logged in: Ring ended this login (noticed {}; run ring-snapshot "
                           "login)",
                           base::format_local_time(*settings.login_ended, "%Y-%m-%d %H:%M"));
    }
    if (!settings.refresh_token.empty()) {
        return "logged in (renews automatically)";
    }
    if (!settings.access_token_expires || *settings.access_token_expires <= now) {
        return "expired, and cannot be renewed (run ring-snapshot login)";
    }
    return fmt::format("logged in until {}, then run ring-snapshot login (cannot be renewed)",
                       base::format_local_time(*settings.access_token_expires, "%Y-%m-%d %H:%M"));
}

/// The cameras that the settings name by their ids.
std::vector<ring::DeviceId> remembered_cameras(const settings::Settings& settings) {
    std::vector<ring::DeviceId> ids;
    if (settings.device_id) {
        ids.push_back(*settings.device_id);
    }
    for (const std::string& text : settings.devices) {
        if (const auto id = parse_device_id(text)) {
            ids.push_back(*id);
        }
    }
    return ids;
}

/// A rate limit that is in force.
struct Pause {
    settings::RateLimitScope scope;
    std::chrono::milliseconds rest;
};

std::vector<Pause> find_pauses(const settings::Cooldowns& cooldowns) {
    std::vector<Pause> pauses;
    for (const settings::RateLimitScope scope : settings::k_rate_limit_scopes) {
        if (const auto rest = cooldowns.remaining(scope)) {
            pauses.push_back({scope, *rest});
        }
    }
    return pauses;
}

std::string describe_pause(const Pause& pause, base::SystemTime now) {
    using settings::RateLimitScope;
    const char* const what = pause.scope == RateLimitScope::codes    ? "logins by password"
                             : pause.scope == RateLimitScope::tokens ? "renewals of the access"
                             : pause.scope == RateLimitScope::waking
                                 ? "cameras woken for fresh pictures"
                                 : "pictures";
    return fmt::format("Ring wants no {} until {} ({})", what,
                       base::format_local_time(now + pause.rest, "%Y-%m-%d %H:%M"),
                       base::describe_duration(pause.rest));
}

/// What `status` reports.
struct Status {
    std::filesystem::path file;
    bool exists = false;
    /// One beside the program that is not used.
    std::optional<settings::IgnoredFile> ignored;
    settings::Settings settings;
    std::vector<Pause> pauses;
    std::vector<CameraStatus> cameras;
    /// Why the catalogue does not tell of them.
    std::optional<Error> failure;
    std::vector<archive::UploadTotals> uploads;
    /// A watch runs, by a service or not.
    bool is_watched = false;
    std::vector<ServiceSummary> services;
    base::SystemTime now;

    std::string account() const {
        return settings.username ? base::masked_email(*settings.username) : std::string();
    }
};

Json status_json(const Status& status, std::optional<std::chrono::milliseconds> max_age) {
    const std::string account = status.account();
    const auto& expires = status.settings.access_token_expires;
    const auto& ended = status.settings.login_ended;
    Json cameras = Json::array();
    for (const CameraStatus& camera : status.cameras) {
        cameras.push_back(to_json(camera, max_age));
    }
    Json services = Json::array();
    for (const ServiceSummary& service : status.services) {
        services.push_back({{"service", service.name}, {"running", service.runs}});
    }
    Json uploads = Json::array();
    for (const archive::UploadTotals& totals : status.uploads) {
        uploads.push_back(to_json(totals));
    }
    Json cooldowns = Json::object();
    for (const settings::RateLimitScope scope : settings::k_rate_limit_scopes) {
        cooldowns[std::string(name_of(scope))] = nullptr;
    }
    for (const Pause& pause : status.pauses) {
        cooldowns[std::string(name_of(pause.scope))] = base::rfc3339_local(status.now + pause.rest);
    }
    return {{"settings_file", base::utf8_from_path(status.file)},
            {"settings_exist", status.exists},
            {"ignored_settings_file",
             status.ignored ? Json(base::utf8_from_path(status.ignored->file)) : Json(nullptr)},
            {"account", nullable(account)},
            {"logged_in", status.settings.is_logged_in()},
            {"login_ended", ended ? Json(base::rfc3339_local(*ended)) : Json(nullptr)},
            {"access_until", expires ? Json(base::rfc3339_local(*expires)) : Json(nullptr)},
            {"cooldowns", cooldowns},
            {"max_age_seconds", max_age ? Json(max_age->count() / 1000) : Json(nullptr)},
            {"job", nullable(describe_job(status.settings, k_symbols))},
            {"services", services},
            {"uploads", status.failure ? Json(nullptr) : uploads},
            {"cameras", status.failure ? Json(nullptr) : cameras}};
}

void print(Output& output, const Status& status) {
    const auto row = [&](const char* label, const std::string& text, Tone tone = Tone::plain) {
        output.wrapped_result(fmt::format("{:<11}", label), text, tone);
    };
    row("Settings:",
        base::utf8_from_path(status.file) + (status.exists ? "" : " (does not exist yet)"));
    if (status.ignored) {
        row("Not used:",
            fmt::format("{}; {}", cli::describe(*status.ignored),
                        output.complete(ways_to_use(*status.ignored))),
            Tone::warning);
    }
    const std::string account = status.account();
    row("Account:", account.empty() ? "not known" : account);
    row("Login:", output.complete(describe_session(status.settings, status.now)),
        status.settings.login_ended ? Tone::bad : Tone::plain);
    for (const Pause& pause : status.pauses) {
        row("Pause:", describe_pause(pause, status.now), Tone::warning);
    }
    if (const std::string job = describe_job(status.settings, output.symbols()); !job.empty()) {
        row("Job:", output.complete(job + " (to forget it, run: ring-snapshot get --forget)"));
    }
    for (const ServiceSummary& service : status.services) {
        row("Service:", (service.name.empty() ? "" : service.name + ": ") + service.text,
            service.runs ? Tone::plain : Tone::warning);
    }
    for (const archive::UploadTotals& totals : status.uploads) {
        row("Uploads:", describe_uploads(totals, status.now),
            totals.failure.empty() ? Tone::plain : Tone::warning);
    }
    if (status.failure) {
        row("Pictures:", "cannot be told, see below", Tone::bad);
        return;
    }
    if (status.cameras.empty()) {
        row("Pictures:", output.complete("none saved yet (run ring-snapshot get --all)"));
        return;
    }
    output.result("");
    for (const StyledLine& line :
         status_lines(status.cameras, status.now, status.is_watched, output.result_width())) {
        output.result(line);
    }
}

/// The lines of a monitor, what is wrong before what is well.
void print_verdicts(Output& output, std::vector<CameraStatus> cameras,
                    std::chrono::milliseconds max_age) {
    std::stable_partition(cameras.begin(), cameras.end(), [&](const CameraStatus& camera) {
        return camera.is_older_than(max_age);
    });
    std::vector<StyledLine> rows;
    for (const CameraStatus& camera : cameras) {
        const bool old = camera.is_older_than(max_age);
        const char* const verdict = !old                   ? "ok"
                                    : camera.report.age    ? "too old"
                                    : camera.report.newest ? "unknown"
                                                           : "none";
        const Tone tone = old || camera.report.is_frozen ? Tone::warning : Tone::plain;
        rows.push_back({{verdict, tone},
                        {camera.title, tone},
                        {describe_age(camera), tone},
                        {camera.report.is_frozen ? "frozen or covered" : "", tone}});
    }
    for (const StyledLine& line : fitting_lines(rows, 2, output.result_width())) {
        output.result(line);
    }
}

/// Throws Error{no_snapshot} when a camera's newest picture is too old, or none is known at all.
void require_new_pictures(const std::vector<CameraStatus>& cameras,
                          std::chrono::milliseconds max_age) {
    constexpr auto k_hint = "run: ring-snapshot get --all; it says why no picture comes";
    if (cameras.empty()) {
        throw no_picture_yet(k_hint);
    }
    std::string titles;
    for (const CameraStatus& camera : cameras) {
        if (camera.is_older_than(max_age)) {
            titles += fmt::format("{}{} ({})", titles.empty() ? "" : ", ", camera.title,
                                  describe_age(camera));
        }
    }
    if (!titles.empty()) {
        throw Error(
            ErrorCode::no_snapshot,
            fmt::format("no picture younger than {}: {}", base::describe_duration(max_age), titles),
            k_hint);
    }
}

} // namespace

int run_status(Context& context, const StatusOptions& options) {
    Status status;
    status.ignored = context.list_ignored_settings();
    settings::Store& store = context.store();
    status.file = store.file();
    status.exists = base::modification_time(status.file).has_value();
    status.settings = store.load();
    status.now = context.clock().now();
    status.pauses = find_pauses(context.cooldowns());
    status.is_watched = is_watched(context);
    try {
        status.cameras = find_camera_statuses(
            context.archive(), remembered_cameras(status.settings), options.devices, status.now);
        status.uploads = archive::UploadRecords(context.archive().catalogue()).totals();
    } catch (const Error& error) {
        if (error.code() != ErrorCode::cannot_write) {
            throw;
        }
        status.failure = error;
    }
    Output& output = context.output();
    if (!options.max_age || output.options().json) {
        status.services = summarize_services(context);
    }
    if (output.options().json) {
        output.result_json(status_json(status, options.max_age));
    } else if (options.max_age && !status.failure) {
        print_verdicts(output, status.cameras, *options.max_age);
    } else {
        print(output, status);
    }
    if (status.failure) {
        throw Error(*status.failure);
    }
    if (options.max_age) {
        require_new_pictures(status.cameras, *options.max_age);
    }
    return 0;
}

void declare_status(OptionDeclarer& command, StatusOptions& options) {
    command.add_devices(options.devices);
    command.add_duration("--max-age", options.max_age,
                         "exit with code 7 if any camera's newest picture is older");
}

} // namespace cli
