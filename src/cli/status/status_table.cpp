// SPDX-License-Identifier: Apache-2.0
#include "cli/status/status_table.hpp"

#include "archive/folder_store.hpp"
#include "base/text/duration.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"
#include "cli/output/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace cli {

namespace {

using archive::FileState;
using archive::Gap;

constexpr std::size_t k_gaps_shown = 3;
constexpr std::size_t k_columns_for_a_row = 50;
constexpr std::size_t k_indent = 2;

std::string gap_time(base::SystemTime time, base::SystemTime now) {
    const bool is_far = now - time > std::chrono::hours(24);
    return base::format_local_time(time, is_far ? "%Y-%m-%d %H:%M" : "%H:%M");
}

std::string describe_gap(const Gap& gap, base::SystemTime now) {
    const std::string length =
        base::describe_duration(std::chrono::floor<std::chrono::minutes>(gap.length));
    return gap.to ? fmt::format("gap of {}, {} to {}", length, gap_time(gap.from, now),
                                gap_time(*gap.to, now))
                  : fmt::format("gap of {}, since {}", length, gap_time(gap.from, now));
}

/// The longest gaps in the order of time, and how many more there are.
std::vector<StyledText> describe_gaps(std::vector<Gap> gaps, base::SystemTime now) {
    const auto longer = [](const Gap& left, const Gap& right) {
        return left.length > right.length;
    };
    std::stable_sort(gaps.begin(), gaps.end(), longer);
    const std::size_t told = std::min(gaps.size(), k_gaps_shown);
    const std::size_t rest = gaps.size() - told;
    gaps.resize(told);
    std::sort(gaps.begin(), gaps.end(),
              [](const Gap& left, const Gap& right) { return left.from < right.from; });
    std::vector<StyledText> notes;
    for (const Gap& gap : gaps) {
        notes.push_back({describe_gap(gap, now)});
    }
    if (rest > 0) {
        notes.push_back({fmt::format("and {} shorter {}", rest, rest == 1 ? "gap" : "gaps")});
    }
    return notes;
}

/// What there is to say of a camera beyond its row.
std::vector<StyledText> notes_of(const CameraStatus& camera, base::SystemTime now, bool with_gaps) {
    std::vector<StyledText> notes;
    if (camera.file == FileState::missing) {
        notes.push_back({"the file of the newest picture is gone"});
    } else if (camera.file == FileState::changed) {
        notes.push_back({"the file of the newest picture was changed since"});
    } else if (camera.file == FileState::unreachable) {
        notes.push_back({"the folder of the newest picture cannot be reached", Tone::warning});
    }
    if (with_gaps) {
        for (StyledText& gap : describe_gaps(camera.report.gaps, now)) {
            notes.push_back(std::move(gap));
        }
    }
    if (camera.report.is_frozen) {
        notes.push_back({fmt::format("warning: {}", k_frozen_warning), Tone::warning});
    }
    return notes;
}

/// "100, about every 5 min".
std::string describe_last_day(const archive::CameraReport& report) {
    if (!report.newest) {
        return {};
    }
    const std::string count = report.count == 0 ? "none" : std::to_string(report.count);
    return report.usual_interval ? fmt::format("{}, about every {}", count,
                                               base::describe_duration(*report.usual_interval))
                                 : count;
}

StyledText title_of_status(const CameraStatus& camera, const std::vector<CameraStatus>& all) {
    const auto same = std::count_if(all.begin(), all.end(), [&](const CameraStatus& other) {
        return base::fold_case(other.title) == base::fold_case(camera.title);
    });
    return {same > 1 ? fmt::format("{} ({})", camera.title, camera.report.id) : camera.title,
            Tone::heading};
}

std::vector<StyledLine> status_rows(const std::vector<CameraStatus>& cameras, bool with_path) {
    StyledLine head = {{"CAMERA"}, {"NEWEST"}, {"LAST DAY"}};
    if (with_path) {
        head.push_back({"FILE"});
    }
    std::vector<StyledLine> rows = {std::move(head)};
    for (const CameraStatus& camera : cameras) {
        StyledLine row = {title_of_status(camera, cameras),
                          {describe_age(camera)},
                          {describe_last_day(camera.report)}};
        if (with_path && camera.report.newest) {
            row.push_back({location_of(camera.report.newest->place), Tone::dim});
        }
        rows.push_back(std::move(row));
    }
    return format_styled_table(rows);
}

/// The rows of the fullest table that fits; empty when none does.
std::vector<StyledLine> fitting_status_rows(const std::vector<CameraStatus>& cameras,
                                            std::optional<std::size_t> columns) {
    if (!columns) {
        return status_rows(cameras, true);
    }
    if (*columns >= k_columns_for_a_row) {
        for (const bool with_path : {true, false}) {
            if (auto rows = status_rows(cameras, with_path); all_fit(rows, *columns)) {
                return rows;
            }
        }
    }
    return {};
}

} // namespace

std::vector<StyledLine> status_lines(const std::vector<CameraStatus>& cameras, base::SystemTime now,
                                     bool with_gaps, std::optional<std::size_t> columns) {
    const std::vector<StyledLine> rows = fitting_status_rows(cameras, columns);
    std::vector<StyledLine> lines;
    if (!rows.empty()) {
        lines.push_back(rows.front());
    }
    for (std::size_t i = 0; i < cameras.size(); ++i) {
        const CameraStatus& camera = cameras[i];
        if (rows.empty()) {
            const std::string count = camera.report.newest
                                          ? fmt::format(", {} in the last day", camera.report.count)
                                          : std::string();
            add_wrapped(lines, {title_of_status(camera, cameras)}, 0, columns);
            add_wrapped(lines, {{describe_age(camera) + count}}, k_indent, columns);
        } else {
            lines.push_back(rows[i + 1]);
        }
        for (const StyledText& note : notes_of(camera, now, with_gaps)) {
            add_wrapped(lines, {note}, k_indent, columns);
        }
    }
    return lines;
}

} // namespace cli
