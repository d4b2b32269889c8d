// SPDX-License-Identifier: Apache-2.0
#include "base/files/paths.hpp"
#include "cli/output/system_hints.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

namespace cli {

namespace {

/// In a crontab a percent sign ends the line.
std::string for_crontab(std::string command) {
    for (std::size_t at = 0; (at = command.find('%', at)) != std::string::npos; at += 2) {
        command.insert(at, 1, '\\');
    }
    return command;
}

#ifndef __APPLE__

/// How a timer of systemd does `job`: the one that was installed with the program, which does what
/// is remembered in the usual settings, else one that lasts until the next start.
std::vector<std::string> timer_hint(const RepeatedGet& get, const std::string& job) {
    const std::filesystem::path program = base::path_from_utf8(get.program);
    const std::filesystem::path units =
        program.parent_path().parent_path() / "share" / "systemd" / "user";
    std::error_code error;
    if (get.settings_option.empty() &&
        std::filesystem::exists(units / "ring-snapshot-get.timer", error)) {
        return {"  or, with systemd, run these three:", "  " + job + " --save",
                "  systemctl --user enable --now ring-snapshot-get.timer",
                "  loginctl enable-linger"};
    }
    return {"  or, with systemd, until the next start of this machine:",
            "  systemd-run --user --on-calendar='*:0/5' " + job};
}

#endif

} // namespace

std::vector<std::string> scheduling_hint(const RepeatedGet& get) {
    const std::string name = get.name.empty() ? "" : fmt::format(" --name \"{}\"", get.name);
    const std::string job = fmt::format("\"{}\" get {} --quiet --out \"{}\"{}{}", get.program,
                                        get.cameras, get.folder, name, get.settings_option);
    std::vector<std::string> lines = {"  run crontab -e and add this line:",
                                      "  */5 * * * * " + for_crontab(job)};
#ifndef __APPLE__
    const std::vector<std::string> more = timer_hint(get, job);
    lines.insert(lines.end(), more.begin(), more.end());
#endif
    return lines;
}

std::string rights_command(const std::vector<std::filesystem::path>& paths) {
    std::string command = "chmod go-w";
    for (const std::filesystem::path& path : paths) {
        command += fmt::format(" \"{}\"", base::utf8_from_path(path));
    }
    return command;
}

const char* ffmpeg_install_command() {
#ifdef __APPLE__
    return "brew install ffmpeg";
#else
    return "sudo apt install ffmpeg";
#endif
}

const char* clock_hint() {
#ifdef __APPLE__
    return "set the clock: System Settings, General, Date & Time";
#else
    return "set the clock: sudo timedatectl set-ntp true";
#endif
}

} // namespace cli
