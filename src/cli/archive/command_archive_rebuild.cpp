// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/archive_rebuild.hpp"
#include "base/error.hpp"
#include "base/files/paths.hpp"
#include "base/text/duration.hpp"
#include "cli/archive/archive_words.hpp"
#include "cli/commands.hpp"
#include "cli/output/status_ticker.hpp"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace cli {

namespace {

using archive::RebuildReport;

void print_rebuilt(Output& output, const RebuildReport& report) {
    if (output.options().json) {
        output.result_json({{"recorded", report.added},
                            {"moved", report.moved},
                            {"known", report.known},
                            {"not_pictures", report.not_pictures},
                            {"of_others", report.of_others},
                            {"unreadable", report.unreadable},
                            {"links", report.links}});
        return;
    }
    std::string line = counted(report.added, "picture", "pictures") + " recorded";
    if (report.moved > 0) {
        line += fmt::format(", {} found in a new place", grouped(report.moved));
    }
    if (report.known > 0) {
        line += fmt::format(", {} known before", grouped(report.known));
    }
    output.wrapped_result("", line);
    if (report.not_pictures > 0) {
        output.notice(
            fmt::format("{} left out; --verbose names them",
                        counted(report.not_pictures, "file that is not a whole picture was",
                                "files that are not whole pictures were")));
    }
    if (report.of_others > 0) {
        output.notice(fmt::format("{} left out; --verbose names them",
                                  counted(report.of_others, "picture of another maker's camera was",
                                          "pictures of other makers' cameras were")));
    }
    if (report.links > 0) {
        output.notice(
            fmt::format("{} not followed; to record what lies behind, give that folder",
                        counted(report.links, "symbolic link was", "symbolic links were")));
    }
}

/// What is shown while the work lasts.
struct RebuildProgress {
    std::atomic<std::uintmax_t> looked_at = 0;
    std::atomic<std::uintmax_t> recorded = 0;

    std::vector<std::string> lines(std::chrono::milliseconds elapsed) const {
        return {fmt::format("{} looked at, {} recorded, {}", counted(looked_at, "file", "files"),
                            grouped(recorded), base::describe_duration(elapsed))};
    }
};

} // namespace

int run_archive_rebuild(Context& context, const ArchiveRebuildOptions& options) {
    if (options.folders.empty()) {
        throw base::Error(base::ErrorCode::usage,
                          "archive rebuild needs the folder of the pictures",
                          "write: ring-snapshot archive rebuild DIR");
    }
    Output& output = context.output();
    RebuildProgress progress;
    RebuildReport report;
    {
        const StatusTicker ticker(output, context.clock(), [&](std::chrono::milliseconds elapsed) {
            return progress.lines(elapsed);
        });
        std::vector<std::filesystem::path> folders;
        for (const std::string& folder : options.folders) {
            folders.push_back(base::path_from_utf8(folder));
        }
        archive::RebuildEvents events;
        events.not_picture = [&](const std::string& path, const std::string& what) {
            output.detail(fmt::format("{} is {}", path, what));
        };
        events.unreadable = [&](const std::string& path, const std::string& reason) {
            output.warning(fmt::format("{}: {}", path, reason));
        };
        events.link = [&](const std::string& path) {
            output.detail(fmt::format("{} is a symbolic link", path));
        };
        events.progress = [&](const RebuildReport& now) {
            progress.looked_at = now.looked_at;
            progress.recorded = now.added + now.moved;
        };
        report = archive::rebuild_archive(context.archive().catalogue(), context.clock(), folders,
                                          context.stop(), events);
    }
    print_rebuilt(output, report);
    return report.unreadable > 0 ? exit_code_of(base::ErrorCode::cannot_write) : 0;
}

void declare_archive_rebuild(OptionDeclarer& command, ArchiveRebuildOptions& options) {
    command.add_paths("DIR", options.folders, "a folder with pictures, and all below it");
}

} // namespace cli
