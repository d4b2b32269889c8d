// SPDX-License-Identifier: Apache-2.0
#include "cli/start/guide.hpp"

#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/files/places.hpp"
#include "base/process/process.hpp"
#include "base/text/given_value.hpp"
#include "base/text/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/get/get_plan.hpp"
#include "cli/line/help.hpp"
#include "cli/login/prompts.hpp"
#include "cli/output/system_hints.hpp"
#include "cli/service/service_request.hpp"
#include "cli/start/camera_choice.hpp"
#include "cli/status/camera_status.hpp"
#include "settings/place.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
namespace fs = std::filesystem;

/// What one picture takes, and more.
constexpr std::size_t k_room_for_picture = std::size_t{256} << 10U;

void greet(Context& context) {
    const settings::Settings settings = context.store().load();
    if (settings.login_ended) {
        context.output().message(
            fmt::format("Ring ended the login{}.",
                        settings.username ? " of " + base::masked_email(*settings.username) : ""));
    } else {
        context.output().message("Welcome to ring-snapshot. No Ring account is stored here yet.");
    }
}

/// `folder` absolute, without "." and the like.
std::string whole_path(const fs::path& folder) {
    fs::path whole = base::path_from_utf8(base::absolute_utf8(folder)).lexically_normal();
    if (!whole.has_filename() && whole.has_relative_path()) {
        whole = whole.parent_path();
    }
    return base::utf8_from_path(whole);
}

/// The folder to suggest: the remembered one, else one among the user's own pictures.
std::string suggested_folder(Context& context) {
    const auto remembered = context.store().load().output_path;
    if (remembered) {
        try {
            const std::string path = base::take_value(base::ValueKind::path,
                                                      "OutputPath in the "
                                                      "settings",
                                                      *remembered);
            return whole_path(find_destination(path).folder);
        } catch (const Error&) {
            // One of another system, say: it is not suggested.
        }
    }
    const std::string home = base::home_folder();
    return home.empty() ? whole_path(".")
                        : base::utf8_from_path(base::path_from_utf8(home) / "Pictures" / "Ring");
}

/// The folder that an answer names, absolute. Throws Error when it cannot be one, or pictures
/// cannot be written to it.
std::string take_folder(const std::string& answer) {
    const std::string path = base::take_value(base::ValueKind::path, "this", answer);
    if (!find_destination(path).file_name.empty()) {
        throw Error(ErrorCode::usage, "this is the name of a picture, not of a folder");
    }
    const fs::path folder = base::path_from_utf8(path);
    base::prove_folder_writable(folder, k_room_for_picture);
    return whole_path(folder);
}

/// Asks for the folder of the pictures and remembers it.
std::string choose_folder(Context& context) {
    const std::string suggested = suggested_folder(context);
    const std::string question =
        fmt::format("Folder for the pictures [{}]: ",
                    base::printable(base::with_tilde(suggested, base::home_folder())));
    std::string folder = ask_until(context, question, Typing::shown,
                                   [&](const std::string& line) -> std::optional<std::string> {
                                       const std::string answer =
                                           base::clean_value(base::ValueKind::path, line);
                                       try {
                                           return take_folder(answer.empty() ? suggested : answer);
                                       } catch (const Error& error) {
                                           context.output().error(error);
                                           return {};
                                       }
                                   });
    context.store().update([&](settings::Settings& settings) { settings.output_path = folder; },
                           context.stop());
    return folder;
}

bool has_own_names(Context& context) {
    return context.store().load().file_name.has_value();
}

int take_first_pictures(Context& context, const CameraChoice& cameras, const std::string& folder) {
    GetOptions options;
    options.all = cameras.all;
    if (!cameras.all) {
        options.devices = cameras.words();
    }
    options.fresh = true;
    options.show_first = true;
    options.out = folder;
    if (!has_own_names(context)) {
        options.file_name = k_service_name_pattern;
    }
    return run_get(context, options);
}

/// Whether a picture of one of the cameras is there, as far as the catalogue tells.
bool has_pictures(Context& context, const CameraChoice& cameras) {
    try {
        const auto statuses = find_camera_statuses(
            context.archive(), {}, CameraChoice{.ids = cameras.ids}.words(), context.clock().now());
        return std::any_of(statuses.begin(), statuses.end(), [](const CameraStatus& camera) {
            return camera.report.newest.has_value();
        });
    } catch (const Error&) {
        return false;
    }
}

/// Prints how to save pictures every five minutes without a service.
void print_schedule(Context& context, const CameraChoice& cameras, const std::string& folder) {
    Output& output = context.output();
    const fs::path& file = context.store().file();
    output.message("");
    output.message("To run this every five minutes:");
    const RepeatedGet get = {.program = base::utf8_from_path(base::program_path()),
                             .cameras = fmt::format("{}", fmt::join(cameras.words(), " ")),
                             .folder = folder,
                             .name = has_own_names(context) ? "" : k_service_name_pattern,
                             .settings_option = settings::is_in_usual_place(file)
                                                    ? ""
                                                    : settings_option(base::absolute_utf8(file))};
    output.message(
        fmt::format("  ring-snapshot service install {}{}", get.cameras, get.settings_option));
    output.message("or without a service:");
    for (const std::string& line : scheduling_hint(get)) {
        output.message(line);
    }
}

/// Where the pictures can be seen in a browser.
enum class PageFor { this_machine, home_network, nobody };

PageFor ask_for_page(Context& context) {
    return ask_for_choice<PageFor>(
        context, "See them in a browser? [this machine / home network, with a password / no] ",
        {{"this machine", PageFor::this_machine},
         {"machine", PageFor::this_machine},
         {"yes", PageFor::this_machine},
         {"home network", PageFor::home_network},
         {"no", PageFor::nobody},
         {"network", PageFor::home_network}},
        "Please answer this machine, home network or no.", PageFor::this_machine);
}

/// Sets up a service that goes on with the cameras, where the person wants it; else says how it is
/// done in other ways.
int go_on(Context& context, const CameraChoice& cameras, const std::string& folder) {
    context.output().message("");
    if (!ask_yes_or_no(context, "Keep doing this every 5 minutes?")) {
        print_schedule(context, cameras, folder);
        return 0;
    }
    ServiceOptions options;
    options.action = "install";
    options.words = cameras.words();
    options.watch.all = cameras.all;
    if (!cameras.all) {
        options.watch.devices = options.words;
    }
    const PageFor page = ask_for_page(context);
    options.page = page != PageFor::nobody;
    if (page == PageFor::home_network) {
        options.page_listen = "0.0.0.0:8642";
    }
    return run_service(context, options);
}

} // namespace

int run_guide(Context& context) {
    Output& output = context.output();
    greet(context);
    if (!ask_yes_or_no(context, "Log in now?")) {
        output.result_bytes(short_help(HelpLayout::of(output)));
        return 0;
    }
    LoginOptions login;
    login.is_guided = true;
    run_login(context, login);
    context.forget_directory();
    output.message("");
    const CameraChoice cameras = choose_cameras(context);
    const std::string folder = choose_folder(context);
    const int code = take_first_pictures(context, cameras, folder);
    if (code != 0 && !context.stop().stop_requested()) {
        output.message(output.complete("To find out why, run: ring-snapshot doctor"));
    }
    return code == 0 || has_pictures(context, cameras) ? go_on(context, cameras, folder) : code;
}

} // namespace cli
