// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/files/paths.hpp"
#include "base/text/duration.hpp"
#include "cli/archive/archive_catalogue.hpp"
#include "cli/archive/archive_words.hpp"
#include "cli/commands.hpp"
#include "cli/get/chosen_cameras.hpp"
#include "cli/get/get_plan.hpp"
#include "cli/list/device_selection.hpp"
#include "cli/list/recorded_selection.hpp"
#include "cli/login/session_login.hpp"
#include "cli/output/status_ticker.hpp"
#include "cli/timelapse/film_maker.hpp"
#include "cli/timelapse/film_report.hpp"
#include "cli/timelapse/film_script.hpp"
#include "cli/timelapse/timelapse_request.hpp"
#include "film/film_file.hpp"
#include "film/frame_reader.hpp"
#include "web/content/camera_day.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
namespace fs = std::filesystem;

/// The cameras of a home, of which the device list alone knows, that have pictures here.
std::vector<std::string> devices_in(Context& context, archive::Catalogue& catalogue,
                                    const std::string& location) {
    ensure_session(context);
    std::vector<std::string> ids;
    const auto saved = cameras_with_pictures(catalogue, {});
    for (const auto& camera : select_cameras({.devices = {}, .location = location}, true,
                                             context.directory(), context.stop())) {
        const std::string id = std::to_string(camera.id);
        if (std::any_of(saved.begin(), saved.end(),
                        [&](const KnownCamera& known) { return known.id == id; })) {
            ids.push_back(id);
        }
    }
    if (ids.empty()) {
        throw Error(ErrorCode::no_snapshot,
                    "no picture was saved here yet, of any camera in that location",
                    "run: ring-snapshot get --all");
    }
    return ids;
}

/// The days that have pictures, in a few words: the last ones, neighbours as one.
std::string describe_days(const std::vector<web::Day>& days) {
    constexpr std::size_t k_most = 5;
    std::vector<std::string> parts;
    for (std::size_t end = days.size(); end > 0 && parts.size() < k_most;) {
        std::size_t start = end - 1;
        while (start > 0 && std::chrono::sys_days(days[start - 1]) + std::chrono::days(1) ==
                                std::chrono::sys_days(days[start])) {
            --start;
        }
        const std::string last = web::day_text(days[end - 1]);
        parts.insert(parts.begin(),
                     start + 1 == end ? last
                                      : fmt::format("{} to {}", web::day_text(days[start]), last));
        end = start;
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

/// Two cameras that share a file would each replace the film of the other.
void check_names(const TimelapseRequest& request, const std::vector<KnownCamera>& cameras) {
    if (request.is_one_file && cameras.size() > 1) {
        throw several_into_one_file();
    }
    std::vector<archive::NameFields> fields;
    for (const KnownCamera& camera : cameras) {
        fields.push_back(request.fields(camera.id, camera_title(camera.id, camera.name)));
    }
    if (const auto clash = archive::find_clash(request.name, fields)) {
        throw Error(ErrorCode::usage,
                    fmt::format("--name: cameras {} and {} would share a film",
                                cameras[clash->first].id, cameras[clash->second].id),
                    "put {id} into it");
    }
}

class Timelapse {
public:
    Timelapse(Context& context, const TimelapseOptions& options)
        : m_context(context),
          m_options(options),
          m_request(make_timelapse_request(options, context.clock().now())),
          m_maker(context, options.ffmpeg) {
        if (options.print_command && options.stamp) {
            throw Error(ErrorCode::usage, "choose one: --print-command or --stamp",
                        "a script cannot write times into the pictures");
        }
        if (options.print_command && context.output().options().json) {
            throw Error(ErrorCode::usage, "choose one: --print-command or --json");
        }
    }

    /// @return how the first camera that failed did so
    std::optional<Error> run(archive::Catalogue& catalogue) {
        const auto cameras = cameras_with_pictures(
            catalogue, m_options.location ? devices_in(m_context, catalogue, *m_options.location)
                                          : m_options.devices);
        check_names(m_request, cameras);
        if (m_options.print_command) {
            m_context.output().result_bytes(film_script_start());
        }
        std::optional<Error> failure;
        for (const KnownCamera& camera : cameras) {
            const CameraIdentity identity{parse_device_id(camera.id).value_or(0), camera.name,
                                          camera_title(camera.id, camera.name)};
            try {
                work_on(catalogue, camera, identity);
            } catch (const Error& error) {
                if (error.code() == ErrorCode::interrupted) {
                    throw;
                }
                print_failure(m_context.output(), identity, error);
                failure = failure ? failure : error;
                if (error.code() == ErrorCode::missing_program && !m_maker.has_ffmpeg()) {
                    // It would be the same with the others.
                    break;
                }
            }
        }
        return failure;
    }

private:
    void work_on(archive::Catalogue& catalogue, const KnownCamera& camera,
                 const CameraIdentity& identity) {
        film::ChosenFrames frames = film::choose_frames(catalogue, camera.id, m_request.rules,
                                                        film::has_file, m_context.stop());
        if (frames.pictures.size() <= k_too_few_frames) {
            throw too_few(catalogue, camera, identity, frames.pictures.size());
        }
        for (archive::RecordedPicture& picture : frames.pictures) {
            film::complete_size(picture);
        }
        const film::FilmPlan plan =
            film::plan_film(identity.title, std::move(frames), m_request.look);
        const fs::path target = m_request.path_of(camera.id, identity.title);
        if (m_options.print_command) {
            m_context.output().result_bytes(film_script(
                plan, identity.title, base::utf8_from_path(target), m_options.overwrite));
            return;
        }
        FilmReport report{identity, base::utf8_from_path(target), false, plan, {}};
        if (const auto film = unchanged_film(plan, target)) {
            report.unchanged = true;
            report.film = *film;
        } else {
            report.film = make(plan, target, identity.title);
        }
        print_film(m_context.output(), report);
    }

    Error too_few(archive::Catalogue& catalogue, const KnownCamera& camera,
                  const CameraIdentity& identity, std::size_t count) const {
        const auto days = catalogue.days(camera.id, base::SystemTime(),
                                         m_context.clock().now() + std::chrono::hours(24));
        return {ErrorCode::no_snapshot,
                fmt::format("{}: {} {}, and a film needs 2", identity.title,
                            count == 0 ? "no pictures for a film" : "only 1 picture for a film",
                            m_request.stretch),
                days.empty() ? "run: ring-snapshot archive"
                : days.size() == 1 && count == 1
                    ? "there is no other picture of this camera"
                    : "there are pictures of " + describe_days(days)};
    }

    /// What is in the place of the film, when it is the same; std::nullopt when nothing is there,
    /// or it is to be replaced. Throws Error{cannot_write} when it is to stay.
    std::optional<MadeFilm> unchanged_film(const film::FilmPlan& plan,
                                           const fs::path& target) const {
        std::error_code error;
        if (!fs::exists(fs::symlink_status(base::system_path(target), error))) {
            return {};
        }
        const auto film = film::read_film_file(target);
        if (film && film->fingerprint == plan.fingerprint) {
            const auto& pictures = plan.frames.pictures;
            return MadeFilm{film->frames, pictures.front().captured, pictures.back().captured,
                            fs::file_size(base::system_path(target), error), plan.frames.left_out};
        }
        if (!m_options.overwrite) {
            throw Error(ErrorCode::cannot_write, base::utf8_from_path(target) + " exists already",
                        film ? "--overwrite replaces it; its pictures or options were other ones"
                             : "--overwrite replaces it, --name and --out choose another place");
        }
        return {};
    }

    MadeFilm make(const film::FilmPlan& plan, const fs::path& target, const std::string& title) {
        std::atomic<std::size_t> done = 0;
        const StatusTicker ticker(
            m_context.output(), m_context.clock(), [&](std::chrono::milliseconds elapsed) {
                return std::vector<std::string>{
                    fmt::format("{}: {} of {}, {}", title, grouped(done),
                                counted(plan.frames.pictures.size(), "picture", "pictures"),
                                base::describe_duration(elapsed))};
            });
        return m_maker.make(plan, target, title, [&](std::size_t frames) { done = frames; });
    }

    Context& m_context;
    const TimelapseOptions& m_options;
    TimelapseRequest m_request;
    FilmMaker m_maker;
};

void declare_frames(OptionDeclarer& command, TimelapseOptions& options) {
    command.add("--day", "DAY", options.day, "today, yesterday (the default) or 2026-11-23");
    command.add("--from", "TIME", options.from, "from this time on, such as \"2026-11-01 08:00\"");
    command.add("--to", "TIME", options.to,
                "up to this time, or to the end of a day (default now)");
    command.add_duration("--last", options.last, "the time up to now, such as 7d");
    command.add("--between", "HH:MM-HH:MM", options.between,
                "only from this part of the day; with --day, over midnight into the next");
    command.add("--at", "HH:MM", options.at, "take the picture nearest to this time of each day");
    command.add_duration("--every", options.every, "take at most one picture in this time");
    command.add_flag("--skip-dark", options.skip_dark, "leave out dark pictures");
}

void declare_look(OptionDeclarer& command, TimelapseOptions& options) {
    constexpr int k_worst_quality = 51;
    command.add_number("--fps", options.fps, 1, film::k_most_frames_a_second,
                       "pictures a second (default 24)");
    command.add_duration("--length", options.length, "make the film this long");
    command.add("--size", "SIZE", options.size,
                "1280x720, or a width (default that of most pictures, at most 1920x1080)");
    command.add_number("--quality", options.quality, 0, k_worst_quality,
                       "from 0, the best, to 51 (default 21)");
    command.add_flag("--stamp", options.stamp, "write the time into each picture");
    command.add_flag("--deflicker", options.deflicker, "even out changes of brightness");
}

} // namespace

int run_timelapse(Context& context, const TimelapseOptions& options) {
    Timelapse timelapse(context, options);
    std::optional<Error> failure;
    read_catalogue(context,
                   [&](archive::Catalogue& catalogue) { failure = timelapse.run(catalogue); });
    return failure ? exit_code_of(failure->code()) : 0;
}

void declare_timelapse(OptionDeclarer& command, TimelapseOptions& options) {
    command.add_devices(options.devices);
    command.add_flag("--all", options.all, "all cameras that have pictures (the default)");
    command.add("--location", "NAME", options.location,
                "the cameras of this home, or the first letters of it (asks Ring which)");
    declare_frames(command, options);
    declare_look(command, options);
    command.add("-o,--out", "DIR", options.out,
                "save in this folder, or as this .mp4 file (default the current folder)");
    command.add("--name", "TEMPLATE", options.name,
                "file name, with {id}, {name}, {from:FORMAT} and {to:FORMAT}");
    command.add_flag("--overwrite", options.overwrite, "replace a film that is there already");
    command.add("--ffmpeg", "FILE", options.ffmpeg, "use this ffmpeg (default the one on PATH)");
    command.add_flag("--print-command", options.print_command,
                     "print a script that makes the film elsewhere, and make none");
}

} // namespace cli
