// SPDX-License-Identifier: Apache-2.0
#include "cli/timelapse/timelapse_request.hpp"

#include "base/error.hpp"
#include "base/files/paths.hpp"
#include "base/text/local_time.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"
#include "cli/get/get_plan.hpp"
#include "cli/line/given_times.hpp"
#include "cli/watch/watch_options.hpp"
#include "web/content/camera_day.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <system_error>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using std::chrono::days;
using std::chrono::sys_days;

constexpr auto k_default_film_name = "{name} {from:%Y-%m-%d}.mp4";

/// A part of a day, or an evening and the morning after it. A doubled hour belongs to it as a
/// whole.
void set_day(TimelapseRequest& request, web::Day day) {
    request.stretch = "on " + web::day_text(day);
    if (!request.rules.between) {
        request.rules.from = web::start_of(day);
        request.rules.to = web::end_of(day);
        return;
    }
    constexpr auto k_day = days(1);
    const auto from = request.rules.between->from % k_day;
    const auto to = request.rules.between->to % k_day;
    const sys_days first = day;
    const sys_days last = to > from ? first : first + k_day;
    request.rules.from = base::moments_of_local_time(first + from).front();
    request.rules.to = base::moments_of_local_time(last + to).back();
}

void set_stretch(TimelapseRequest& request, base::SystemTime from, base::SystemTime to) {
    if (to <= from) {
        throw Error(ErrorCode::usage, "--to is not after --from");
    }
    request.rules.from = from;
    request.rules.to = to;
    request.stretch = fmt::format("from {} to {}", film::stamp_text(from), film::stamp_text(to));
}

void choose_time(TimelapseRequest& request, const TimelapseOptions& options, base::SystemTime now) {
    const int ways = int{options.day.has_value()} + int{options.last.has_value()} +
                     int{options.from.has_value() || options.to.has_value()};
    if (ways > 1) {
        throw Error(ErrorCode::usage, "choose one: --day, --from and --to, or --last");
    }
    if (options.to && !options.from) {
        throw Error(ErrorCode::usage, "--to needs --from");
    }
    if (options.last) {
        set_stretch(request, now - *options.last, now);
        return;
    }
    if (options.from) {
        set_stretch(request, read_time("--from", *options.from, now),
                    options.to ? read_end_time("--to", *options.to, now) : now);
        return;
    }
    const auto day = read_day_word(options.day.value_or("yesterday"), now);
    if (!day) {
        throw Error(ErrorCode::usage,
                    fmt::format("--day: '{}' is not a day", base::printable(*options.day)),
                    "try today, yesterday or 2026-11-23");
    }
    set_day(request, *day);
}

void check_positive(const char* option, const std::optional<std::chrono::milliseconds>& duration) {
    if (duration && duration->count() <= 0) {
        throw Error(ErrorCode::usage, fmt::format("{}: the duration is zero", option));
    }
}

void choose_frames_of(TimelapseRequest& request, const TimelapseOptions& options) {
    check_positive("--every", options.every);
    check_positive("--last", options.last);
    request.rules.every = options.every;
    request.rules.skip_dark = options.skip_dark;
    if (options.between) {
        request.rules.between = read_window(*options.between);
    }
    if (!options.at) {
        return;
    }
    request.rules.at = snapshot::parse_time_of_day(*options.at);
    if (!request.rules.at) {
        throw Error(ErrorCode::usage,
                    fmt::format("--at: '{}' is not a time of day", base::printable(*options.at)),
                    "write it like 12:00");
    }
    if (options.every || options.between) {
        throw Error(ErrorCode::usage, "choose one: --at, or --every and --between");
    }
}

void choose_look(film::FilmLook& look, const TimelapseOptions& options) {
    check_positive("--length", options.length);
    if (options.fps && options.length) {
        throw Error(ErrorCode::usage, "choose one: --fps or --length");
    }
    look.fps = options.fps.value_or(look.fps);
    look.length = options.length;
    look.quality = options.quality.value_or(look.quality);
    look.stamp = options.stamp;
    look.deflicker = options.deflicker;
    if (!options.size) {
        return;
    }
    look.size = film::parse_frame_size(*options.size);
    if (!look.size) {
        throw Error(ErrorCode::usage,
                    fmt::format("--size: '{}' is not a size", base::printable(*options.size)),
                    "write it like 1280x720, or 1280 alone; even numbers from 16 to 7680");
    }
}

/// Where --out leads: a name that ends like a film is a file, unless it is a folder already.
void choose_place(TimelapseRequest& request, const TimelapseOptions& options) {
    const std::filesystem::path out =
        base::path_from_utf8(options.out.value_or(".") == "." ? "" : *options.out);
    const std::string ending = base::fold_case(base::utf8_from_path(out.extension()));
    std::error_code error;
    if (options.out == "-") {
        throw Error(ErrorCode::usage, "a film cannot be written to standard output",
                    "give --out a file or a folder");
    }
    if (ending.empty() || std::filesystem::is_directory(out, error)) {
        request.folder = out;
        return;
    }
    constexpr std::array<std::string_view, 2> k_film = {".mp4", ".m4v"};
    constexpr std::array<std::string_view, 5> k_other = {".mkv", ".mov", ".avi", ".webm", ".gif"};
    if (std::find(k_other.begin(), k_other.end(), ending) != k_other.end()) {
        throw Error(ErrorCode::usage, fmt::format("--out: films are MP4, not {}", ending),
                    "give --out a name that ends in .mp4, or a folder");
    }
    if (std::find(k_film.begin(), k_film.end(), ending) == k_film.end()) {
        request.folder = out;
        return;
    }
    if (options.name) {
        throw Error(ErrorCode::usage, "--out names a file, and --name is given too",
                    "give --out a folder, or leave --name out");
    }
    request.is_one_file = true;
    request.folder = out.parent_path();
    request.name = archive::NameTemplate::exact(base::utf8_from_path(out.filename()));
}

} // namespace

archive::NameFields TimelapseRequest::fields(const std::string& camera_id,
                                             const std::string& camera_name) const {
    archive::NameFields fields;
    fields.id = camera_id;
    fields.name = camera_name;
    fields.time = rules.from;
    // The end does not belong to the film: that of a day is the beginning of the next one.
    fields.end = rules.to - std::chrono::milliseconds(1);
    return fields;
}

std::filesystem::path TimelapseRequest::path_of(const std::string& camera_id,
                                                const std::string& camera_name) const {
    return folder / base::path_from_utf8(name.render(fields(camera_id, camera_name)).text());
}

TimelapseRequest make_timelapse_request(const TimelapseOptions& options, base::SystemTime now) {
    if (int{!options.devices.empty()} + int{options.all} + int{options.location.has_value()} > 1) {
        throw Error(ErrorCode::usage, "choose one: camera names, --all, or --location");
    }
    TimelapseRequest request{
        .rules = {},
        .look = {},
        .stretch = {},
        .folder = {},
        .name = archive::NameTemplate::of_film(options.name.value_or(k_default_film_name)),
    };
    choose_frames_of(request, options);
    choose_time(request, options, now);
    choose_look(request.look, options);
    choose_place(request, options);
    return request;
}

} // namespace cli
