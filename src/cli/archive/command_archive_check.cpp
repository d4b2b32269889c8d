// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/archive_check.hpp"
#include "base/files/paths.hpp"
#include "base/text/duration.hpp"
#include "base/text/time_format.hpp"
#include "cli/archive/archive_catalogue.hpp"
#include "cli/archive/archive_words.hpp"
#include "cli/commands.hpp"
#include "cli/output/status_ticker.hpp"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <string>

namespace cli {

namespace {

using archive::CheckFault;
using archive::CheckFinding;
using archive::CheckReport;

std::string_view name_of(CheckFault fault) {
    switch (fault) {
    case CheckFault::missing:
        return "missing";
    case CheckFault::changed:
        return "changed";
    case CheckFault::damaged:
        return "damaged";
    case CheckFault::unreadable:
        return "unreadable";
    case CheckFault::unrecorded:
        break;
    }
    return "unrecorded";
}

std::string describe_rest(const CheckFinding& finding) {
    if (!finding.reason.empty()) {
        return fmt::format("  ({})", finding.reason);
    }
    if (!finding.picture) {
        return {};
    }
    return fmt::format("  ({}, {})",
                       camera_title(finding.picture->camera_id, finding.picture->camera_name),
                       base::format_local_time(finding.picture->captured, "%Y-%m-%d %H:%M:%S"));
}

Json finding_json(const CheckFinding& finding) {
    Json object = {{"found", name_of(finding.fault)}, {"path", finding.path}};
    const auto& picture = finding.picture;
    object["id"] = picture ? Json(picture->camera_id) : Json(nullptr);
    object["name"] =
        picture ? camera_name_json(picture->camera_id, picture->camera_name) : Json(nullptr);
    object["captured_at"] = picture ? Json(base::rfc3339_local(picture->captured)) : Json(nullptr);
    object["reason"] = finding.reason.empty() ? Json(nullptr) : Json(finding.reason);
    return object;
}

void print_finding(Output& output, const CheckFinding& finding) {
    if (output.options().json) {
        output.result_json(finding_json(finding));
        return;
    }
    output.marked_result(finding.fault == CheckFault::unrecorded ? Tone::warning : Tone::bad,
                         name_of(finding.fault), "  " + finding.path + describe_rest(finding));
}

std::string describe_errors(const CheckReport& report) {
    std::string kinds;
    const auto add = [&](std::uintmax_t count, CheckFault fault) {
        if (count > 0) {
            kinds +=
                fmt::format("{}{} {}", kinds.empty() ? "" : ", ", grouped(count), name_of(fault));
        }
    };
    add(report.missing, CheckFault::missing);
    add(report.changed, CheckFault::changed);
    add(report.damaged, CheckFault::damaged);
    add(report.unreadable, CheckFault::unreadable);
    return fmt::format("{}: {}", counted(report.errors(), "error", "errors"), kinds);
}

void print_report(Output& output, const CheckReport& report) {
    if (output.options().json) {
        output.result_json({{"checked", report.checked},
                            {"errors", report.errors()},
                            {"missing", report.missing},
                            {"changed", report.changed},
                            {"damaged", report.damaged},
                            {"unreadable", report.unreadable},
                            {"unrecorded", report.unrecorded}});
    } else if (report.errors() > 0) {
        output.wrapped_result("", describe_errors(report), Tone::bad);
    } else {
        output.wrapped_result(
            "", counted(report.checked, "picture", "pictures") + " checked, no errors found",
            Tone::good);
    }
    if (report.unrecorded > 0) {
        output.notice(
            output.complete(fmt::format("{} not recorded; run: ring-snapshot archive rebuild DIR",
                                        counted(report.unrecorded, "file is", "files are"))));
    }
    if (report.missing > 0) {
        output.notice(output.complete("if the missing pictures were moved, run: ring-snapshot "
                                      "archive rebuild DIR, with their new folder"));
    }
}

} // namespace

int run_archive_check(Context& context, const ArchiveCheckOptions& options) {
    Output& output = context.output();
    std::atomic<std::uintmax_t> checked = 0;
    std::atomic<std::uintmax_t> errors = 0;
    CheckReport report;
    {
        const StatusTicker ticker(output, context.clock(), [&](std::chrono::milliseconds elapsed) {
            return std::vector<std::string>{
                fmt::format("{} checked, {}, {}", counted(checked, "picture", "pictures"),
                            counted(errors, "error", "errors"), base::describe_duration(elapsed))};
        });
        archive::CheckOptions check;
        check.read = options.read;
        check.stop = context.stop();
        for (const std::string& folder : options.folders) {
            check.folders.push_back(base::path_from_utf8(folder));
        }
        archive::CheckEvents events;
        events.found = [&](const CheckFinding& finding) { print_finding(output, finding); };
        events.progress = [&](const CheckReport& now) {
            checked = now.checked;
            errors = now.errors();
        };
        read_catalogue(context, [&](archive::Catalogue& catalogue) {
            report = archive::check_archive(catalogue, check, events);
        });
    }
    print_report(output, report);
    return report.errors() > 0 ? exit_code_of(base::ErrorCode::no_snapshot) : 0;
}

void declare_archive_check(OptionDeclarer& command, ArchiveCheckOptions& options) {
    command.add_paths("DIR", options.folders, "check only what lies in these folders");
    command.add_flag("--read", options.read,
                     "read and decode every picture, not only look at its size");
}

} // namespace cli
