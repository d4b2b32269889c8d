// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/files/paths.hpp"
#include "cli/archive/archive_catalogue.hpp"
#include "cli/archive/archive_words.hpp"
#include "cli/commands.hpp"
#include "cli/list/recorded_selection.hpp"
#include "web/gallery/gallery.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

std::optional<web::Day> read_day(const char* option, const std::optional<std::string>& text) {
    if (!text) {
        return {};
    }
    const auto day = web::parse_day(*text);
    if (!day) {
        throw Error(ErrorCode::usage, fmt::format("{}: {} is not a day", option, *text),
                    "try 2026-11-23");
    }
    return day;
}

/// The days that the options ask for.
void choose_days(Context& context, const GalleryOptions& options, web::GalleryOptions& gallery) {
    if (options.days && (options.from || options.to)) {
        throw Error(ErrorCode::usage, "choose one: --days, or --from and --to");
    }
    gallery.from = read_day("--from", options.from);
    gallery.to = read_day("--to", options.to);
    if (gallery.from && gallery.to && *gallery.to < *gallery.from) {
        throw Error(ErrorCode::usage, "--to is before --from");
    }
    if (options.days) {
        const std::chrono::sys_days today = web::local_day_of(context.clock().now());
        gallery.from = today - std::chrono::days(*options.days - 1);
    }
}

void print_gallery(Output& output, const std::string& index, const web::GalleryResult& result) {
    if (output.options().json) {
        output.result_json({{"index", index},
                            {"written", result.written},
                            {"removed", result.removed},
                            {"pictures", result.pictures},
                            {"cameras", result.cameras}});
    } else if (!output.options().quiet) {
        output.wrapped_result("",
                              fmt::format("{} written, {} removed; {} of {}: {}",
                                          counted(result.written, "file", "files"), result.removed,
                                          counted(result.pictures, "picture", "pictures"),
                                          counted(result.cameras, "camera", "cameras"), index));
    }
}

} // namespace

int run_gallery(Context& context, const GalleryOptions& options) {
    if (options.folder.empty()) {
        throw Error(ErrorCode::usage, "no folder given", "try ring-snapshot gallery /pictures");
    }
    web::GalleryOptions gallery;
    gallery.folder = base::path_from_utf8(options.folder);
    gallery.title = options.title.value_or(gallery.title);
    gallery.copy = options.copy;
    gallery.check = options.check;
    gallery.stop = context.stop();
    choose_days(context, options, gallery);
    web::GalleryResult result;
    read_catalogue(context, [&](archive::Catalogue& catalogue) {
        gallery.choice.ids = select_recorded_cameras(catalogue, options.devices);
        result = web::write_gallery(catalogue, context.clock(), gallery);
    });
    print_gallery(context.output(), base::utf8_from_path(gallery.folder / "index.html"), result);
    if (options.check && !result.is_up_to_date()) {
        throw Error(ErrorCode::no_snapshot,
                    fmt::format("the gallery is not up to date: {} to write, {} to remove",
                                counted(result.written, "file", "files"), result.removed),
                    "run the same without --check");
    }
    return 0;
}

void declare_gallery(OptionDeclarer& command, GalleryOptions& options) {
    constexpr int k_most_days = 100'000;
    command.add_path("DIR", options.folder, "write index.html and gallery/ in this folder");
    command.add_devices(options.devices);
    command.add_number("--days", options.days, 1, k_most_days, "show only the last N days");
    command.add("--from", "DATE", options.from, "show this day (2026-11-23) and later ones");
    command.add("--to", "DATE", options.to, "show this day and earlier ones");
    command.add("--title", "TEXT", options.title, "the title of the page");
    command.add_flag("--copy", options.copy,
                     "copy the pictures into the gallery, wherever they are");
    command.add_flag("--check", options.check,
                     "write nothing; exit with code 7 if something is to be written");
}

} // namespace cli
