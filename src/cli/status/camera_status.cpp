// SPDX-License-Identifier: Apache-2.0
#include "cli/status/camera_status.hpp"

#include "archive/folder_store.hpp"
#include "base/text/duration.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"
#include "cli/list/device_selection.hpp"
#include "snapshot/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace cli {

namespace {

using archive::CameraReport;
using archive::FileState;
using archive::Gap;
using std::chrono::milliseconds;

constexpr std::size_t k_gaps_shown = 3;

/// A duration in words, in whole minutes from one on.
std::string describe(milliseconds duration) {
    return base::describe_duration(duration < std::chrono::minutes(1)
                                       ? duration
                                       : std::chrono::floor<std::chrono::minutes>(duration));
}

CameraStatus make_status(const archive::Archive& archive, CameraReport report) {
    CameraStatus status;
    status.title = report.name.empty() ? "camera " + report.id : report.name;
    if (report.newest) {
        status.file = archive.state_of(*report.newest);
    }
    status.report = std::move(report);
    return status;
}

using Reports = std::map<std::string, CameraReport>;

/// The reports of the cameras that `devices` name, looked up as the cameras of an account are.
std::vector<CameraReport> choose(const Reports& reports, const std::vector<std::string>& devices) {
    std::vector<ring::Device> known;
    for (const auto& [id, report] : reports) {
        ring::Device device;
        device.id = parse_device_id(id).value_or(0);
        device.name = report.name;
        device.group = ring::DeviceGroup::other_cameras;
        known.push_back(device);
    }
    std::vector<CameraReport> chosen;
    for (const std::string& text : devices) {
        const auto number = parse_device_id(text);
        const std::string id = std::to_string(number ? *number : find_camera(text, known).id);
        const auto found = reports.find(id);
        CameraReport report;
        report.id = id;
        const bool is_new = std::none_of(chosen.begin(), chosen.end(),
                                         [&](const auto& other) { return other.id == id; });
        if (is_new) {
            chosen.push_back(found == reports.end() ? report : found->second);
        }
    }
    return chosen;
}

std::string_view name_of(FileState state) {
    switch (state) {
    case FileState::unchanged:
        return "unchanged";
    case FileState::changed:
        return "changed";
    case FileState::missing:
        return "missing";
    case FileState::unreachable:
        break;
    }
    return "unreachable";
}

Json gap_json(const Gap& gap) {
    return {{"from", base::rfc3339_local(gap.from)},
            {"to", gap.to ? Json(base::rfc3339_local(*gap.to)) : Json(nullptr)},
            {"seconds", gap.length.count() / 1000}};
}

Json seconds(std::optional<milliseconds> duration) {
    return duration ? Json(duration->count() / 1000) : Json(nullptr);
}

std::string clock_time(base::SystemTime time, base::SystemTime now) {
    const bool is_far = now - time > std::chrono::hours(24);
    return base::format_local_time(time, is_far ? "%Y-%m-%d %H:%M" : "%H:%M");
}

std::string describe(const Gap& gap, base::SystemTime now) {
    const std::string length = describe(gap.length);
    return gap.to ? fmt::format("gap of {}, {} to {}", length, clock_time(gap.from, now),
                                clock_time(*gap.to, now))
                  : fmt::format("gap of {}, since {}", length, clock_time(gap.from, now));
}

void add_gaps(std::vector<Gap> gaps, base::SystemTime now, std::vector<ToneLine>& lines) {
    const auto longer = [](const Gap& left, const Gap& right) {
        return left.length > right.length;
    };
    std::stable_sort(gaps.begin(), gaps.end(), longer);
    const std::size_t told = std::min(gaps.size(), k_gaps_shown);
    const std::size_t rest = gaps.size() - told;
    gaps.resize(told);
    std::sort(gaps.begin(), gaps.end(),
              [](const Gap& left, const Gap& right) { return left.from < right.from; });
    for (const Gap& gap : gaps) {
        lines.push_back({.text = describe(gap, now)});
    }
    if (rest > 0) {
        lines.push_back(
            {.text = fmt::format("and {} shorter {}", rest, rest == 1 ? "gap" : "gaps")});
    }
}

std::string describe_count(const CameraReport& report) {
    const std::string count = report.count == 0   ? "no picture"
                              : report.count == 1 ? "1 picture"
                                                  : fmt::format("{} pictures", report.count);
    const std::string usual =
        report.usual_interval
            ? fmt::format(", about every {}", base::describe_duration(*report.usual_interval))
            : "";
    return fmt::format("{} in the last day{}", count, usual);
}

} // namespace

bool CameraStatus::is_older_than(milliseconds max_age) const {
    return !report.age || *report.age > max_age;
}

std::vector<CameraStatus> find_camera_statuses(archive::Archive& archive,
                                               const std::vector<ring::DeviceId>& expected,
                                               const std::vector<std::string>& devices,
                                               base::SystemTime now) {
    archive::Catalogue& catalogue = archive.catalogue();
    Reports reports;
    for (const archive::CameraTotals& camera : catalogue.cameras()) {
        reports.emplace(camera.id, make_report(look_up_history(catalogue, camera, now), now));
    }
    for (const ring::DeviceId id : expected) {
        reports.try_emplace(std::to_string(id)).first->second.id = std::to_string(id);
    }
    std::vector<CameraStatus> result;
    if (!devices.empty()) {
        for (CameraReport& report : choose(reports, devices)) {
            result.push_back(make_status(archive, std::move(report)));
        }
        return result;
    }
    for (auto& [id, report] : reports) {
        result.push_back(make_status(archive, std::move(report)));
    }
    std::stable_sort(result.begin(), result.end(),
                     [](const CameraStatus& left, const CameraStatus& right) {
                         return base::fold_case(left.title) < base::fold_case(right.title);
                     });
    return result;
}

Json to_json(const CameraStatus& camera, std::optional<milliseconds> max_age) {
    const CameraReport& report = camera.report;
    Json gaps = Json::array();
    for (const Gap& gap : report.gaps) {
        gaps.push_back(gap_json(gap));
    }
    const auto& newest = report.newest;
    return {{"id", report.id},
            {"name", report.name.empty() ? Json(nullptr) : Json(report.name)},
            {"path", newest ? Json(location_of(newest->place)) : Json(nullptr)},
            {"file", camera.file ? Json(name_of(*camera.file)) : Json(nullptr)},
            {"captured_at", newest ? Json(base::rfc3339_local(newest->captured)) : Json(nullptr)},
            {"age_seconds", seconds(report.age)},
            {"too_old", max_age ? Json(camera.is_older_than(*max_age)) : Json(nullptr)},
            {"pictures_last_day", report.count},
            {"usual_interval_seconds", seconds(report.usual_interval)},
            {"gaps", report.usual_interval ? gaps : Json(nullptr)},
            {"frozen", report.is_frozen}};
}

std::string describe_age(const CameraStatus& camera) {
    if (!camera.report.newest) {
        return "no picture yet";
    }
    return camera.report.age ? describe(*camera.report.age) + " ago"
                             : "age unknown, this machine's clock is behind";
}

std::vector<ToneLine> describe_camera(const CameraStatus& camera, base::SystemTime now) {
    const CameraReport& report = camera.report;
    if (!report.newest) {
        return {};
    }
    std::vector<ToneLine> lines = {{location_of(report.newest->place), Tone::dim, true}};
    if (camera.file == FileState::missing) {
        lines.push_back({"that file is gone"});
    } else if (camera.file == FileState::changed) {
        lines.push_back({"that file was changed since"});
    } else if (camera.file == FileState::unreachable) {
        lines.push_back({"its folder cannot be reached", Tone::warning});
    }
    lines.push_back({describe_count(report)});
    add_gaps(report.gaps, now, lines);
    if (report.is_frozen) {
        lines.push_back({fmt::format("warning: {}", k_frozen_warning), Tone::warning});
    }
    return lines;
}

} // namespace cli
