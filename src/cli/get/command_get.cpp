// SPDX-License-Identifier: Apache-2.0
#include "base/system/parallel.hpp"
#include "cli/commands.hpp"
#include "cli/get/chosen_cameras.hpp"
#include "cli/get/get_plan.hpp"
#include "cli/get/get_progress.hpp"
#include "cli/get/get_report.hpp"
#include "cli/get/picture_saver.hpp"
#include "cli/get/remembered_job.hpp"
#include "cli/login/session_login.hpp"
#include "cli/output/status_ticker.hpp"
#include "cli/show/picture_drawer.hpp"
#include "cli/upload/get_uploads.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

/// As many as the connection carries requests at a time: a camera whose request had to wait for a
/// place would lose that time of its own.
constexpr std::size_t k_most_at_once = 100;

/// What the capture times before asking may take; std::nullopt when they are not needed.
std::optional<BaselineLimits> limits_of_baseline(const snapshot::PictureOptions& picture_options) {
    using std::chrono::milliseconds;
    if (!picture_options.fresh) {
        return {};
    }
    return BaselineLimits{.answer = std::clamp<milliseconds>(
                              picture_options.wait / 4, milliseconds(500), std::chrono::seconds(5)),
                          .pause = picture_options.wait};
}

/// One `get`: all cameras at the same time.
class Get {
public:
    Get(Context& context, const GetPlan& plan)
        : m_context(context),
          m_plan(plan),
          m_cameras(context, plan, false),
          m_facts(m_cameras.facts(limits_of_baseline(plan.picture_options))),
          m_saver(context, plan, m_cameras),
          m_report(context, plan, m_cameras),
          m_uploads(context, plan.destinations) {
        if (!plan.destinations.empty()) {
            m_saver.upload_with([this](const SavedCameraPicture& saved) {
                return m_uploads.send(saved.file->location.place);
            });
        }
    }

    /// @param drawer      draws the pictures when all are saved; nullptr: none is drawn
    /// @param only_first  draws one of them
    int run(PictureDrawer* drawer, bool only_first) {
        m_pictures.resize(drawer != nullptr ? m_cameras.size() : 0);
        {
            GetProgress progress(m_context, m_cameras, m_plan.picture_options.fresh);
            base::for_each_parallel(m_cameras.size(), k_most_at_once, [&](std::size_t i) {
                progress.started(i);
                work_on(i, [&] { progress.finished(i); });
            });
        }
        m_uploads.finish();
        const bool is_stopped = m_context.stop().stop_requested();
        m_report.print(!is_stopped);
        if (is_stopped) {
            throw Error(ErrorCode::interrupted, "stopped");
        }
        draw(drawer, only_first);
        const auto failure = m_report.first_failure();
        return failure ? exit_code_of(failure->code()) : 0;
    }

private:
    /// A camera's whole job; its failure becomes a value here, so that it never touches the others.
    /// @param finished  called before its outcome is told
    template <typename Finished>
    void work_on(std::size_t camera, Finished finished) {
        try {
            const snapshot::CameraPicture picture =
                snapshot::CameraJob(m_context.service(), m_context.clock(), m_facts[camera],
                                    m_plan.picture_options,
                                    [&] { m_cameras.require_known(camera); })
                    .run(m_context.stop());
            SavedCameraPicture saved = m_saver.save(camera, picture);
            if (m_plan.picture_options.fresh) {
                m_cameras.explain_old_picture(camera, saved.picture, false);
            }
            if (!m_pictures.empty()) {
                m_pictures[camera] = saved;
            }
            finished();
            const auto failure = m_report.shows_rows()
                                     ? m_saver.report(saved, [&] { m_report.saved(camera, saved); })
                                     : m_saver.report(saved);
            if (failure) {
                m_report.failed(camera, *failure);
            }
        } catch (const Error& error) {
            const Error explained = explain(camera, error);
            finished();
            m_report.failed(camera, explained);
        } catch (const std::exception& error) {
            finished();
            m_report.failed(camera, Error(ErrorCode::unexpected,
                                          fmt::format("internal error: {}", error.what())));
        }
    }

    Error explain(std::size_t camera, const Error& error) {
        try {
            return m_cameras.explain(camera, error, false);
        } catch (const std::exception&) {
            return error;
        }
    }

    void draw(PictureDrawer* drawer, bool only_first) {
        for (const auto& saved : m_pictures) {
            if (!saved) {
                continue;
            }
            const snapshot::CameraPicture& taken = saved->picture;
            drawer->draw(taken.picture.bytes,
                         describe_picture(saved->camera.title, taken.picture.captured, taken.age,
                                          taken.fresh, taken.picture.width, taken.picture.height));
            if (only_first) {
                return;
            }
        }
    }

    Context& m_context;
    const GetPlan& m_plan;
    ChosenCameras m_cameras;
    std::vector<snapshot::CameraFacts> m_facts;
    PictureSaver m_saver;
    GetReport m_report;
    GetUploads m_uploads;
    /// What is to be drawn, in the order of the cameras.
    std::vector<std::optional<SavedCameraPicture>> m_pictures;
};

} // namespace

int run_get(Context& context, const GetOptions& options) {
    if (options.forget) {
        return forget_job(context, options);
    }
    const GetPlan plan = make_plan(options, context.store().load(), context.output().options());
    if (plan.to_stdout && context.console().is_terminal(Stream::output)) {
        throw Error(ErrorCode::usage, "--out - would write a picture to this terminal",
                    "send it to a file or a program: --out - > door.jpg");
    }
    prepare(context, options);
    if (plan.asks_before()) {
        context.service().session().throw_if_rate_limited();
        context.connect_ahead_for_pictures();
    }
    std::optional<StatusTicker> waiting(std::in_place, context.output(), context.clock(),
                                        waiting_line("waiting for Ring"));
    Get get(context, plan);
    waiting.reset();
    std::optional<PictureDrawer> drawer;
    if (options.show || options.show_as || options.show_first) {
        drawer.emplace(context, options.show_as);
    }
    if (options.show_first) {
        drawer->leave_out_characters();
    }
    return get.run(drawer ? &*drawer : nullptr, options.show_first);
}

void declare_get(OptionDeclarer& command, GetOptions& options) {
    declare_pictures(command, options,
                     "save in this folder, or as x.jpg for one camera (- for standard output)");
    command.add_flag("--forget", options.forget, "forget the options that --save has remembered");
    command.add_flag("--show", options.show, "show the pictures in the terminal too");
    command.add("--show-as", k_ways_of_drawing, options.show_as,
                "draw them this way (default auto: the best that the terminal can)");
}

void declare_pictures(OptionDeclarer& command, GetOptions& options, const char* out_help) {
    command.add_devices(options.devices);
    command.add_flag("--all", options.all, "take all your cameras");
    command.add("--location", "NAME", options.location, "take all cameras of one home");
    command.add_flag("--fresh", options.fresh, "ask the camera for a new picture first");
    command.add_flag("--cached", options.cached, "take the newest picture that Ring has (default)");
    command.add_duration("--wait", options.wait,
                         "wait this long for a fresh picture (default 60s)");
    command.add_flag("--require-fresh", options.require_fresh,
                     "fail instead of saving an older picture (implies --fresh)");
    command.add_duration("--max-age", options.maximum_age,
                         "fail if the picture is older than this");
    command.add("-o,--out", "DIR", options.out, out_help);
    command.add(
        "--name", "TEMPLATE", options.file_name,
        "name the files like this, with {id} {name} {kind} {model} {location} {time:FORMAT} {utc:FORMAT}");
    command.add("--latest", "TEMPLATE", options.latest_file_name,
                "also keep the newest under this fixed name, such as {name}.jpg");
    command.add_flag("--exif", options.exif,
                     "write camera and capture time into the picture, as EXIF");
    command.add_number("--retries", options.maximum_retries, settings::k_min_retries,
                       settings::k_max_retries,
                       "try each picture up to this many times, 1 to 100 (default 3)");
    command.add("--exec", "COMMAND", options.exec_command,
                "run this for each saved picture, without a shell");
    declare_uploads(command, options);
    command.add_flag("--save", options.save, "remember these options in the settings");
}

} // namespace cli
