// SPDX-License-Identifier: Apache-2.0
#include "base/files/paths.hpp"
#include "base/process/process.hpp"
#include "base/text/given_value.hpp"
#include "cli/commands.hpp"
#include "cli/line/help.hpp"
#include "cli/list/device_selection.hpp"
#include "cli/login/prompts.hpp"
#include "cli/login/session_login.hpp"
#include "cli/output/system_hints.hpp"
#include "settings/place.hpp"
#include "snapshot/explain.hpp"

#include <filesystem>

namespace cli {

namespace {

/// The id of the camera that the user picks; asks again until it is one, or empty.
std::string choose_camera(Context& context) {
    const auto& devices = context.directory().list(context.stop()).devices;
    return ask_until(context, "Camera (name or id): ", Typing::shown,
                     [&](const std::string& line) -> std::optional<std::string> {
                         const std::string answer = base::clean_value(base::ValueKind::text, line);
                         const auto id = parse_device_id(answer);
                         if (answer.empty() ||
                             (id && snapshot::find_device(devices, *id) != nullptr)) {
                             return answer;
                         }
                         try {
                             return std::to_string(find_camera(answer, devices).id);
                         } catch (const base::Error& error) {
                             context.output().error(error);
                             return {};
                         }
                     });
}

/// Prints how to save a picture every five minutes.
void print_schedule(Context& context, const std::string& id, const std::string& folder) {
    Output& output = context.output();
    const std::filesystem::path& file = context.store().file();
    output.message("");
    output.message("To run this every five minutes:");
    const RepeatedGet get = {.program = base::utf8_from_path(base::program_path()),
                             .camera = id,
                             .folder = folder,
                             .settings_option = settings::is_in_usual_place(file)
                                                    ? ""
                                                    : settings_option(base::absolute_utf8(file))};
    for (const std::string& line : scheduling_hint(get)) {
        output.message(line);
    }
}

/// Sets up a service that goes on with the camera, where the person wants it; else says how it is
/// done in other ways.
int go_on(Context& context, const std::string& id, const std::string& folder) {
    context.output().message("");
    if (!ask_yes_or_no(context, "Keep doing this every 5 minutes, also after a restart?")) {
        print_schedule(context, id, folder);
        return 0;
    }
    ServiceOptions options;
    options.action = "install";
    options.watch.devices = {id};
    options.words = {id};
    return run_service(context, options);
}

} // namespace

int run_first_steps(Context& context, const NoCommand&) {
    const bool person = context.console().is_terminal(Stream::input) &&
                        context.console().is_terminal(Stream::output) &&
                        !context.output().options().json && !context.output().options().quiet;
    if (!person || context.store().load().has_session()) {
        context.output().result_bytes(short_help(HelpLayout::of(context.output())));
        return 0;
    }
    Output& output = context.output();
    output.message("Welcome to ring-snapshot. No Ring account is stored here yet.");
    if (!ask_yes_or_no(context, "Log in now?")) {
        context.output().result_bytes(short_help(HelpLayout::of(context.output())));
        return 0;
    }
    run_login(context, {});
    output.message("");
    run_list(context, {});
    if (!context.directory().list(context.stop()).has_cameras()) {
        return exit_code_of(base::ErrorCode::unknown_device);
    }
    output.message("");
    output.message("Which camera first? (Enter to skip)");
    const std::string id = choose_camera(context);
    if (id.empty()) {
        context.output().result_bytes(short_help(HelpLayout::of(context.output())));
        return 0;
    }
    GetOptions options;
    options.devices = {id};
    options.fresh = true;
    const int code = run_get(context, options);
    if (code == 0) {
        return go_on(context, id, base::utf8_from_path(std::filesystem::current_path()));
    }
    if (!context.stop().stop_requested()) {
        output.message(output.complete("To find out why, run: ring-snapshot doctor"));
    }
    return code;
}

} // namespace cli
