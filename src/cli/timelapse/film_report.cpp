// SPDX-License-Identifier: Apache-2.0
#include "cli/timelapse/film_report.hpp"

#include "base/text/time_format.hpp"
#include "cli/archive/archive_words.hpp"

#include <fmt/format.h>

namespace cli {

namespace {

/// "from 00:00 to 23:55", with the days where there are several.
std::string describe_stretch(const MadeFilm& film) {
    constexpr auto k_day = "%Y-%m-%d";
    const bool is_one_day =
        base::format_local_time(film.first, k_day) == base::format_local_time(film.last, k_day);
    const auto text = [&](base::SystemTime time) {
        return is_one_day ? base::format_local_time(time, "%H:%M") : film::stamp_text(time);
    };
    return fmt::format("from {} to {}", text(film.first), text(film.last));
}

/// "24", "9.37".
std::string rate_text(double per_second) {
    std::string text = fmt::format("{:.2f}", per_second);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) {
        text.pop_back();
    }
    return text;
}

std::string describe_left_out(const film::LeftOut& left_out) {
    std::string reasons;
    const auto add = [&](std::size_t count, const char* reason) {
        if (count > 0) {
            reasons += fmt::format("{}{} {}", reasons.empty() ? "" : ", ", grouped(count), reason);
        }
    };
    add(left_out.dark, "dark");
    add(left_out.repeated, "repeated");
    add(left_out.missing, "missing");
    add(left_out.broken, "broken");
    return reasons.empty() ? ""
                           : fmt::format("; {} left out ({})", grouped(left_out.all()), reasons);
}

Json film_json(const FilmReport& report) {
    const MadeFilm& film = report.film;
    Json json = to_json(report.camera);
    json["path"] = report.path;
    json["from"] = base::rfc3339_local(film.first);
    json["to"] = base::rfc3339_local(film.last);
    json["pictures"] = film.frames;
    json["seconds"] = report.plan.seconds(film.frames);
    json["fps"] = report.plan.rate.per_second();
    json["width"] = report.plan.size.width;
    json["height"] = report.plan.size.height;
    json["bytes"] = film.bytes;
    json["left_out"] = {{"dark", film.left_out.dark},
                        {"repeated", film.left_out.repeated},
                        {"missing", film.left_out.missing},
                        {"broken", film.left_out.broken}};
    json["unchanged"] = report.unchanged;
    return json;
}

} // namespace

std::string describe_film(const FilmReport& report) {
    const MadeFilm& film = report.film;
    return fmt::format("{}: {}{} {}, {:.1f} s at {} fps, {}x{}, {}{}", report.camera.title,
                       report.unchanged ? "unchanged, " : "",
                       counted(film.frames, "picture", "pictures"), describe_stretch(film),
                       report.plan.seconds(film.frames), rate_text(report.plan.rate.per_second()),
                       report.plan.size.width, report.plan.size.height, describe_size(film.bytes),
                       describe_left_out(film.left_out));
}

void print_film(Output& output, const FilmReport& report) {
    if (output.options().json) {
        output.result_json(film_json(report));
        return;
    }
    output.notice(describe_film(report));
    if (!output.options().quiet) {
        output.result(report.path);
    }
}

} // namespace cli
