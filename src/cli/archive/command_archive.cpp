// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/archive_gaps.hpp"
#include "base/text/duration.hpp"
#include "base/text/time_format.hpp"
#include "cli/archive/archive_catalogue.hpp"
#include "cli/archive/archive_words.hpp"
#include "cli/commands.hpp"
#include "cli/output/status_ticker.hpp"
#include "cli/output/table.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <vector>

namespace cli {

namespace {

using archive::CameraTotals;
using archive::GapSummary;

std::string describe_stretch(const CameraTotals& camera, const Symbols& symbols) {
    if (!camera.first || !camera.newest) {
        return {};
    }
    const std::string newest = base::format_local_time(*camera.newest, "%Y-%m-%d %H:%M");
    return camera.pictures == 1
               ? newest
               : fmt::format("{} {} {}", base::format_local_time(*camera.first, "%Y-%m-%d"),
                             symbols.dash, newest);
}

std::string describe_gaps(const GapSummary& gaps) {
    if (!gaps.is_known) {
        return {};
    }
    if (!gaps.longest) {
        return "no gaps";
    }
    const std::string longest = base::describe_duration(gaps.longest->length);
    return gaps.count == 1 ? "1 gap of " + longest
                           : fmt::format("{} gaps, longest {}", grouped(gaps.count), longest);
}

Json camera_json(const CameraTotals& camera, const GapSummary& gaps) {
    const auto time = [](const std::optional<base::SystemTime>& moment) {
        return moment ? Json(base::rfc3339_local(*moment)) : Json(nullptr);
    };
    Json longest = nullptr;
    if (gaps.longest) {
        longest = {{"from", base::rfc3339_local(gaps.longest->from)},
                   {"to", time(gaps.longest->to)},
                   {"seconds", gaps.longest->length.count() / 1000}};
    }
    return {{"id", camera.id},
            {"name", camera_name_json(camera.id, camera.name)},
            {"pictures", camera.pictures},
            {"bytes", camera.bytes},
            {"first_at", time(camera.first)},
            {"newest_at", time(camera.newest)},
            {"gaps", gaps.is_known ? Json(gaps.count) : Json(nullptr)},
            {"longest_gap", longest}};
}

void print_cameras(Context& context, archive::Catalogue& catalogue) {
    Output& output = context.output();
    std::vector<StyledLine> rows;
    for (const CameraTotals& camera : catalogue.cameras()) {
        const GapSummary gaps = archive::find_gaps(catalogue, camera.id, context.stop());
        if (output.options().json) {
            output.result_json(camera_json(camera, gaps));
            continue;
        }
        rows.push_back({{camera_title(camera.id, camera.name)},
                        {counted(camera.pictures, "picture", "pictures")},
                        {describe_size(camera.bytes)},
                        {describe_stretch(camera, output.symbols())},
                        {describe_gaps(gaps)}});
    }
    for (const StyledLine& line : fitting_lines(rows, 1, output.result_width())) {
        output.result(line);
    }
    if (rows.empty() && !output.options().json) {
        output.notice(output.complete("no picture is recorded yet; run: ring-snapshot get --all, "
                                      "or for pictures that are there already: ring-snapshot "
                                      "archive rebuild DIR"));
    }
}

} // namespace

int run_archive(Context& context, const ArchiveOptions&) {
    const StatusTicker ticker(context.output(), context.clock(),
                              waiting_line("reading the catalogue"));
    read_catalogue(context,
                   [&](archive::Catalogue& catalogue) { print_cameras(context, catalogue); });
    return 0;
}

void declare_archive(OptionDeclarer&, ArchiveOptions&) {}

} // namespace cli
