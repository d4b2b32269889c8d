// SPDX-License-Identifier: Apache-2.0
#include "cli/service/service_report.hpp"

#include "base/error.hpp"
#include "base/files/paths.hpp"
#include "base/text/duration.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"
#include "cli/service/service_page.hpp"
#include "cli/status/camera_status.hpp"
#include "service/managers/manager.hpp"
#include "snapshot/schedule.hpp"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using service::Installation;
using std::chrono::milliseconds;

std::string at(base::SystemTime time) {
    return base::format_local_time(time, "%Y-%m-%d %H:%M");
}

milliseconds from_to(base::SystemTime from, base::SystemTime to) {
    return std::chrono::duration_cast<milliseconds>(
        std::max(to - from, base::SystemTime::duration(0)));
}

/// When the next round begins; nullopt when the state does not tell.
std::optional<base::SystemTime> find_next_round(const service::State& state, base::SystemTime now) {
    if (state.waits_for_ring || state.every <= milliseconds(0)) {
        return std::nullopt;
    }
    const auto window = snapshot::parse_day_window(state.between);
    if (!window) {
        return service::next_round(state.since, state.every, now);
    }
    if (!snapshot::contains(*window, now)) {
        return now + snapshot::time_until(*window, now);
    }
    const base::SystemTime next = service::next_round(state.since, state.every, now);
    return snapshot::contains(*window, next) ? next : next + snapshot::time_until(*window, next);
}

/// What is known of a service.
struct Report {
    bool runs = false;
    std::optional<service::State> state;
    std::optional<service::Ended> ended;
    std::optional<base::SystemTime> next;
    std::vector<CameraStatus> cameras;
    std::string starts;
    std::optional<PageReport> page;
    base::SystemTime now;
};

Report make_report(Context& context, service::Runner& runner, const InstalledService& installed) {
    const Installation& installation = installed.installation;
    Report report;
    report.now = context.clock().now();
    report.runs = is_running(context, runner, installation);
    report.state = read_state(installation);
    report.ended = read_ended(installation);
    if (report.runs && report.state) {
        report.next = find_next_round(*report.state, report.now);
    }
    service::Machine machine;
    machine.user = installed.account.name;
    service::note_how_it_starts(runner, installation, machine);
    report.starts = service::manager_of(installation.manager).starts(machine);
    report.page = find_page(context, runner, installation);
    if (!installed.is_readable) {
        return report;
    }
    CommonOptions common;
    common.settings_file = installation.settings;
    common.output = context.output().options();
    Context of_service(common, context.output(), context.platform());
    try {
        report.cameras = find_camera_statuses(
            of_service.archive(), {}, read_service_options(installation).devices, report.now);
    } catch (const Error&) {
        // No picture of one of them was saved yet, or somebody has changed the options.
        report.cameras = find_camera_statuses(of_service.archive(), {}, {}, report.now);
    }
    return report;
}

std::string describe_run(const Report& report) {
    if (report.runs) {
        return report.state
                   ? fmt::format("running since {} ({})", at(report.state->since),
                                 base::describe_duration(from_to(report.state->since, report.now)))
                   : "running";
    }
    return describe_end(report.ended);
}

std::string describe_next(const Report& report) {
    const milliseconds rest = from_to(report.now, *report.next);
    return fmt::format("at {} (in {})",
                       base::format_local_time(*report.next, rest < std::chrono::hours(12)
                                                                 ? "%H:%M:%S"
                                                                 : "%Y-%m-%d %H:%M"),
                       base::describe_duration(rest));
}

std::string describe_failure(const service::State::Failure& failure) {
    return fmt::format("{}{}{}{}: {}", at(failure.time), failure.camera.empty() ? "" : ", ",
                       failure.camera, failure.is_over ? " (works again)" : "", failure.message);
}

Json failure_json(const Report& report) {
    if (!report.state || !report.state->failure) {
        return nullptr;
    }
    const service::State::Failure& failure = *report.state->failure;
    return {{"camera", failure.camera.empty() ? Json(nullptr) : Json(failure.camera)},
            {"time", base::rfc3339_local(failure.time)},
            {"message", failure.message},
            {"over", failure.is_over}};
}

Json report_json(const Report& report, const Installation& installation) {
    const auto time = [](const std::optional<base::SystemTime>& value) {
        return value ? Json(base::rfc3339_local(*value)) : Json(nullptr);
    };
    Json cameras = Json::array();
    for (const CameraStatus& camera : report.cameras) {
        cameras.push_back(to_json(camera, {}));
    }
    const bool has_state = report.state.has_value();
    return {{"name", installation.name},
            {"manager", service::name_of(installation.manager)},
            {"running", report.runs},
            {"since", report.runs && has_state ? time(report.state->since) : Json(nullptr)},
            {"next_round", time(report.next)},
            {"waits_for_ring", report.runs && has_state && report.state->waits_for_ring},
            {"last_good_round", has_state ? time(report.state->last_good_round) : Json(nullptr)},
            {"last_failure", failure_json(report)},
            {"exit_code", report.ended && !report.runs ? Json(report.ended->code) : Json(nullptr)},
            {"starts", report.starts},
            {"page", report.page ? report.page->to_json() : Json(nullptr)},
            {"pictures", installation.pictures},
            {"cameras", cameras}};
}

void print_report(Context& context, const Report& report, const InstalledService& installed) {
    Output& output = context.output();
    const Installation& installation = installed.installation;
    const auto row = [&](const char* label, const std::string& text, Tone tone = Tone::plain) {
        print_service_row(output, label, text, tone);
    };
    const auto page_row = [&] {
        if (report.page) {
            row("Page", report.page->in_words(), report.page->runs ? Tone::plain : Tone::warning);
        }
    };
    row("Service", describe_run(report), report.runs ? Tone::plain : Tone::warning);
    if (!installed.is_readable) {
        page_row();
        row("Starts", report.starts);
        output.notice("for its pictures and failures run: " +
                      service::service_command(installation, "status"));
        return;
    }
    const std::string every =
        report.state ? fmt::format(", every {}", in_words(report.state->every)) : "";
    const std::string between =
        report.state && !report.state->between.empty() ? ", between " + report.state->between : "";
    row("Pictures",
        base::with_tilde(installation.pictures, installed.account.home) + every + between);
    if (report.next) {
        row("Next", describe_next(report));
    } else if (report.runs && report.state && report.state->waits_for_ring) {
        row("Next", "as soon as Ring can be reached, which is tried every minute", Tone::warning);
    }
    const char* title = "Newest";
    for (const CameraStatus& camera : report.cameras) {
        row(title, fmt::format("{}, {}", camera.title, describe_age(camera)));
        title = "";
    }
    if (report.cameras.empty()) {
        row("Newest", "no picture yet");
    }
    if (report.state && report.state->failure) {
        row("Failure", describe_failure(*report.state->failure),
            report.state->failure->is_over ? Tone::dim : Tone::bad);
    } else {
        row("Failure", "none");
    }
    page_row();
    row("Starts", report.runs ? report.starts
                              : "when you run: " + service::service_command(installation, "start"));
}

ServiceSummary summarize(Context& context, service::Runner& runner,
                         const InstalledService& installed) {
    const Installation& installation = installed.installation;
    Report report;
    report.now = context.clock().now();
    report.runs = is_running(context, runner, installation);
    report.state = read_state(installation);
    report.ended = read_ended(installation);
    ServiceSummary summary;
    summary.name = installation.name;
    summary.runs = report.runs;
    summary.has_trouble = !report.runs;
    summary.text = describe_run(report);
    if (report.runs && report.state) {
        summary.text += ", every " + in_words(report.state->every);
    }
    if (report.runs && !installation.pictures.empty()) {
        summary.text += ", in " + base::printable(base::with_tilde(installation.pictures,
                                                                   installed.account.home));
    }
    if (const auto page = find_page(context, runner, installation)) {
        summary.text += (page->runs ? "; page: " : "; its page is ") + page->in_words();
        summary.has_trouble |= !page->runs;
    }
    return summary;
}

} // namespace

void print_service_row(Output& output, const char* label, const std::string& text, Tone tone) {
    output.wrapped_result(fmt::format("{:<11}", label), text, tone);
}

std::vector<ServiceSummary> summarize_services(Context& context) {
    service::SystemRunner runner(context.stop());
    std::vector<std::string> names = installed_names(base::absolute_utf8(context.store().file()));
    if (names.empty() || !names.front().empty()) {
        // That of the machine has no name either.
        names.insert(names.begin(), "");
    }
    std::vector<ServiceSummary> summaries;
    for (const std::string& name : names) {
        ServiceOptions options;
        options.name = name;
        if (const auto installed = find_service(context, options, runner)) {
            summaries.push_back(summarize(context, runner, *installed));
        }
    }
    return summaries;
}

int report_service(Context& context, service::Runner& runner, const InstalledService& installed) {
    const Report report = make_report(context, runner, installed);
    if (context.output().options().json) {
        context.output().result_json(report_json(report, installed.installation));
    } else {
        print_report(context, report, installed);
    }
    return report.runs ? 0 : exit_code_of(ErrorCode::no_snapshot);
}

void tell_refusals(Output& output, const std::vector<service::Refusal>& refused) {
    for (const service::Refusal& refusal : refused) {
        output.message(fmt::format("warning: {} ({})", refusal.step.consequence, refusal.reason));
        if (!refusal.step.by_hand.empty()) {
            output.message("  to change that, run: " + refusal.step.by_hand);
        }
    }
}

} // namespace cli
