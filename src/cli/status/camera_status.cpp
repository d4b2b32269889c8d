// SPDX-License-Identifier: Apache-2.0
#include "cli/status/camera_status.hpp"

#include "archive/camera_state.hpp"
#include "archive/folder_store.hpp"
#include "base/text/duration.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"
#include "cli/list/recorded_selection.hpp"
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

/// The reports of the cameras that `devices` name.
std::vector<CameraReport> choose(const Reports& reports, const std::vector<std::string>& devices) {
    std::vector<KnownCamera> known;
    for (const auto& [id, report] : reports) {
        known.push_back({id, report.name});
    }
    std::vector<CameraReport> chosen;
    for (const std::string& id : select_recorded_cameras(known, devices)) {
        const auto found = reports.find(id);
        CameraReport unknown;
        unknown.id = id;
        chosen.push_back(found == reports.end() ? unknown : found->second);
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

} // namespace

bool CameraStatus::is_older_than(milliseconds max_age) const {
    return archive::is_older_than(report.age, max_age);
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

} // namespace cli
