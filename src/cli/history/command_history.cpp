// SPDX-License-Identifier: Apache-2.0
#include "archive/folder_store.hpp"
#include "base/error.hpp"
#include "base/files/file_lock.hpp"
#include "base/text/duration.hpp"
#include "base/text/time_format.hpp"
#include "cli/archive/archive_words.hpp"
#include "cli/commands.hpp"
#include "cli/get/chosen_cameras.hpp"
#include "cli/get/get_plan.hpp"
#include "cli/history/camera_history.hpp"
#include "cli/history/history_report.hpp"
#include "cli/history/history_request.hpp"
#include "cli/output/status_ticker.hpp"
#include "cli/timelapse/ffmpeg_program.hpp"
#include "cli/upload/upload_connection.hpp"
#include "film/film_splitter.hpp"
#include "http/redirects.hpp"

#include <fmt/format.h>

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

constexpr int k_history_upload_attempts = 3;

/// Holds up a second `history` of the same settings: both would fetch the same.
base::FileLock lock_history(Context& context) {
    try {
        return base::FileLock(context.store().beside(".history.lock"), context.clock(),
                              context.stop(), std::chrono::milliseconds(0));
    } catch (const base::LockIsHeld&) {
        throw Error(ErrorCode::cannot_write,
                    "another ring-snapshot history with these settings is at work",
                    "wait until it has ended");
    }
}

/// What is worked on, for the last line of a terminal.
class HistoryProgress {
public:
    HistoryProgress(Context& context, std::string title)
        : m_title(std::move(title)),
          m_ticker(context.output(), context.clock(), [this](std::chrono::milliseconds elapsed) {
              return std::vector<std::string>{line(elapsed)};
          }) {}

    void show(base::SystemTime window, const HistoryTotals& totals) {
        {
            const std::lock_guard guard(m_mutex);
            m_window = window;
            m_totals = totals;
        }
        m_ticker.refresh();
    }

private:
    std::string line(std::chrono::milliseconds elapsed) {
        const std::lock_guard guard(m_mutex);
        return fmt::format("{}: {}, {}, {}", m_title,
                           base::format_local_time(m_window, "%Y-%m-%d %H:%M"),
                           counted(m_totals.new_pictures, "new picture", "new pictures"),
                           base::describe_duration(elapsed));
    }

    std::string m_title;
    std::mutex m_mutex;
    base::SystemTime m_window;
    HistoryTotals m_totals;
    /// The last member: it ends before the others go.
    StatusTicker m_ticker;
};

/// One `history`, one camera after the other.
class History {
public:
    History(Context& context, const GetPlan& plan, const HistoryRequest& request,
            const FfmpegProgram& ffmpeg)
        : m_context(context),
          m_plan(plan),
          m_request(request),
          m_cameras(context, plan, false),
          m_films(context.client()),
          m_splitter(ffmpeg.path, environment_of_ffmpeg(), context.store().beside(".history")),
          m_folder(plan.folder),
          m_report(context.output()) {}

    int run() {
        for (std::size_t i = 0; i < m_cameras.size(); ++i) {
            try {
                work_on(i);
            } catch (const Error& error) {
                if (ends_run(error.code())) {
                    m_report.print_failures();
                    throw;
                }
                m_report.failed(m_cameras.identity(i), error);
                m_failure = m_failure ? m_failure : error;
            }
        }
        m_report.print_failures();
        upload();
        return m_failure ? exit_code_of(m_failure->code()) : 0;
    }

private:
    /// What would be the same with the other cameras.
    static bool ends_run(ErrorCode code) {
        return code != ErrorCode::no_snapshot && code != ErrorCode::service_unavailable &&
               code != ErrorCode::unknown_device;
    }

    void work_on(std::size_t camera) {
        const CameraIdentity identity = m_cameras.identity(camera);
        std::optional<HistoryProgress> progress(std::in_place, m_context, identity.title);
        CameraHistory history(
            {m_context, m_plan, m_request, m_films, m_splitter, m_folder, m_report}, m_cameras,
            camera, [&](base::SystemTime window, const HistoryTotals& totals) {
                progress->show(window, totals);
            });
        std::optional<Error> failure;
        try {
            history.run();
        } catch (const Error& error) {
            failure = error;
        }
        progress.reset();
        if (!failure || history.totals().at_ring > 0) {
            m_report.finished(identity, history.totals(), m_request, !failure);
        }
        if (failure) {
            throw explained(camera, identity, *failure);
        }
    }

    /// What a failure of a camera is told as: that there is no such camera, where that is so.
    Error explained(std::size_t camera, const CameraIdentity& identity, const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            m_context.output().notice(identity.title + ": the next run goes on from here");
        }
        if (error.code() == ErrorCode::no_snapshot) {
            m_cameras.require_known(camera);
        }
        return error;
    }

    /// Sends what was saved to where it is to be uploaded; what cannot be sent waits.
    void upload() {
        for (const UploadDestination& destination : m_plan.destinations) {
            UploadConnection connection(m_context, destination, k_history_upload_attempts,
                                        m_context.stop());
            const StatusTicker ticker(m_context.output(), m_context.clock(),
                                      waiting_line("uploading to " + connection.target().url));
            const auto round = connection.uploader().run(m_context.stop());
            warn_of_left_out(m_context.output(), connection.target(), round.left_out);
            if (round.failure) {
                m_context.output().loss(
                    fmt::format("what is not uploaded to {} yet waits for the next run; {}",
                                connection.target().url, round.failure->message()),
                    round.failure->hint());
            }
            if (m_context.stop().stop_requested()) {
                throw Error(ErrorCode::interrupted, "stopped; what is not uploaded yet waits");
            }
        }
    }

    Context& m_context;
    const GetPlan& m_plan;
    const HistoryRequest& m_request;
    ChosenCameras m_cameras;
    http::RedirectingClient m_films;
    film::FfmpegSplitter m_splitter;
    archive::FolderStore m_folder;
    HistoryReport m_report;
    std::optional<Error> m_failure;
};

} // namespace

int run_history(Context& context, const HistoryOptions& options) {
    const HistoryRequest request = make_history_request(options, context.clock().now());
    const GetPlan plan =
        make_history_plan(options, context.store().load(), context.output().options());
    const FfmpegProgram ffmpeg = find_ffmpeg(context, options.ffmpeg, "--ffmpeg names its file");
    prepare(context, options);
    context.service().session().throw_if_rate_limited();
    const base::FileLock lock = lock_history(context);
    if (request.is_cut) {
        context.output().notice(
            fmt::format("Ring keeps such pictures for 7 to 14 days; nothing before {} is asked for",
                        base::format_local_time(request.from, "%Y-%m-%d %H:%M")));
    }
    std::optional<StatusTicker> waiting(std::in_place, context.output(), context.clock(),
                                        waiting_line("waiting for Ring"));
    History history(context, plan, request, ffmpeg);
    waiting.reset();
    return history.run();
}

void declare_history(OptionDeclarer& command, HistoryOptions& options) {
    command.add_devices(options.devices);
    command.add_flag("--all", options.all, "take all your cameras");
    command.add("--location", "NAME", options.location, "take all cameras of one home");
    command.add("--from", "TIME", options.from,
                "from this time on, such as \"2026-11-23 08:00\" (default yesterday)");
    command.add("--to", "TIME", options.to,
                "up to this time, or to the end of a day (default now)");
    command.add("-o,--out", "DIR", options.out, "save in this folder");
    command.add(
        "--name", "TEMPLATE", options.file_name,
        "name the files like this, with {id} {name} {kind} {model} {location} {time:FORMAT} {utc:FORMAT}");
    command.add_flag("--films", options.films, "save the films that Ring keeps them in, too");
    command.add_flag("--again", options.again, "ask Ring again for what was fetched before");
    command.add_flag("--exif", options.exif,
                     "write camera and capture time into the picture, as EXIF");
    declare_uploads(command, options);
    command.add("--ffmpeg", "FILE", options.ffmpeg, "use this ffmpeg (default the one on PATH)");
}

} // namespace cli
