// SPDX-License-Identifier: Apache-2.0
#include "base/paths.hpp"
#include "base/process.hpp"
#include "base/terminal.hpp"
#include "base/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/device_selection.hpp"
#include "cli/help.hpp"
#include "cli/session_login.hpp"
#include "settings/place.hpp"
#include "snapshot/explain.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace cli {

namespace {

void print_short_help(Context& context) {
    context.output().result_bytes(short_help(describe_command_line()));
}

/// Anything but a plain no is a yes.
bool agrees(Context& context, const std::string& question) {
    const auto answer = ask(context, question + " [Y/n] ", true);
    return answer && (answer->empty() || base::fold_case(*answer).front() != 'n');
}

/// The id of the camera that the user picks; asks again until it is one, or empty.
std::string choose_camera(Context& context) {
    const auto& devices = context.directory().devices(context.stop());
    for (;;) {
        const auto answer = ask(context, "Camera (name or id): ", true);
        if (!answer || answer->empty()) {
            return {};
        }
        try {
            if (const auto id = parse_device_id(*answer);
                id && snapshot::find_device(devices, *id) != nullptr) {
                return *answer;
            }
            return std::to_string(find_camera(*answer, devices).id);
        } catch (const base::Error& error) {
            context.output().error(error);
        }
    }
}

/// The option that names the settings, where they are not found without it.
std::string settings_option(Context& context) {
    const std::filesystem::path& file = context.store().file();
    bool usual = false;
    try {
        std::error_code error;
        usual = std::filesystem::equivalent(
            file, settings::configuration_folder() / "Settings.json", error);
    } catch (const base::Error&) {
        // No home folder: nothing would be found there.
    }
    return usual ? "" : fmt::format(" --settings \"{}\"", base::absolute_utf8(file));
}

#if !defined(_WIN32)

/// In a crontab a percent sign ends the line.
std::string for_crontab(std::string command) {
    for (std::size_t at = 0; (at = command.find('%', at)) != std::string::npos; at += 2) {
        command.insert(at, 1, '\\');
    }
    return command;
}

#endif

#if !defined(_WIN32) && !defined(__APPLE__)

/// Prints how a timer of systemd does the job: the one that was installed with the program, which
/// does what is remembered in the usual settings, else one that lasts until the next start.
void print_timer(Output& output, const std::string& save, const std::string& job, bool usual) {
    const std::filesystem::path units =
        base::program_path().parent_path().parent_path() / "share" / "systemd" / "user";
    std::error_code error;
    if (usual && std::filesystem::exists(units / "ring-snapshot-get.timer", error)) {
        output.message("  or, with systemd, run these three:");
        output.message("  " + save);
        output.message("  systemctl --user enable --now ring-snapshot-get.timer");
        output.message("  loginctl enable-linger");
    } else {
        output.message("  or, with systemd, until the next start of this machine:");
        output.message("  systemd-run --user --on-calendar='*:0/5' " + job);
    }
}

#endif

/// The command that the system's own scheduler needs to do the same every five minutes.
void print_schedule(Context& context, const std::string& id, const std::string& folder) {
    const std::string program = base::utf8_from_path(base::program_path());
    const std::string settings = settings_option(context);
    Output& output = context.output();
    output.message("");
    output.message("To do this every five minutes without you:");
#if defined(_WIN32)
    output.message(
        fmt::format("  schtasks /Create /SC MINUTE /MO 5 /TN RingSnapshot /TR \"\\\"{}\\\" "
                    "get {} --quiet --out \\\"{}\\\"\"",
                    program, id, folder));
    if (!settings.empty()) {
        output.message("  with" + settings + " added to the command");
    }
#else
    output.message("  run crontab -e and add this line:");
    const std::string job =
        fmt::format("\"{}\" get {} --quiet --out \"{}\"{}", program, id, folder, settings);
    output.message("  */5 * * * * " + for_crontab(job) + " >/dev/null");
#if !defined(__APPLE__)
    print_timer(output, job + " --save", job, settings.empty());
#endif
#endif
}

} // namespace

int run_first_steps(Context& context) {
    const bool person = base::is_terminal(stdin) && base::is_terminal(stdout) &&
                        !context.output().options().json && !context.output().options().quiet;
    if (!person || context.store().load().has_session()) {
        print_short_help(context);
        return 0;
    }
    Output& output = context.output();
    output.message("Welcome to ring-snapshot. No Ring account is stored here yet.");
    if (!agrees(context, "Log in now?")) {
        print_short_help(context);
        return 0;
    }
    run_login(context, {});
    output.message("");
    run_list(context, {});
    output.message("");
    output.message("Which camera shall the first picture be of? (Enter alone: none)");
    const std::string id = choose_camera(context);
    if (id.empty()) {
        print_short_help(context);
        return 0;
    }
    GetOptions options;
    options.devices = {id};
    options.fresh = true;
    const int code = run_get(context, options);
    if (code == 0) {
        print_schedule(context, id, base::utf8_from_path(std::filesystem::current_path()));
    } else if (!context.stop().stop_requested()) {
        output.message("To find out why, run: ring-snapshot doctor");
    }
    return code;
}

} // namespace cli
