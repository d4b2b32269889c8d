// SPDX-License-Identifier: Apache-2.0
#include "base/process.hpp"
#include "base/terminal.hpp"
#include "base/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/device_selection.hpp"
#include "cli/help.hpp"
#include "cli/session_login.hpp"
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

/// The command that the system's own scheduler needs to do the same every five minutes.
void print_schedule(Context& context, const std::string& id, const std::string& folder) {
    const std::string program = base::program_path().string();
    Output& output = context.output();
    output.message("");
    output.message("To do this every five minutes without you:");
#if defined(_WIN32)
    output.message(
        fmt::format("  schtasks /Create /SC MINUTE /MO 5 /TN RingSnapshot /TR \"\\\"{}\\\" "
                    "get {} --quiet --out \\\"{}\\\"\"",
                    program, id, folder));
#else
    output.message("  run crontab -e and add this line:");
    output.message(fmt::format("  */5 * * * * \"{}\" get {} --quiet --out \"{}\" >/dev/null",
                               program, id, folder));
#if !defined(__APPLE__)
    output.message("  or, with systemd:");
    output.message(
        fmt::format("  systemd-run --user --on-calendar='*:0/5' \"{}\" get {} --quiet --out "
                    "\"{}\"",
                    program, id, folder));
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
        print_schedule(context, id, std::filesystem::current_path().string());
    }
    return code;
}

} // namespace cli
