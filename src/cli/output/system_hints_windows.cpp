// SPDX-License-Identifier: Apache-2.0
#include "base/files/paths.hpp"
#include "base/process/environment.hpp"
#include "cli/output/system_hints.hpp"

#include <fmt/format.h>

#include <system_error>

namespace cli {

std::vector<std::string> scheduling_hint(const RepeatedGet& get) {
    std::vector<std::string> lines = {
        fmt::format("  schtasks /Create /SC MINUTE /MO 5 /TN RingSnapshot /TR \"\\\"{}\\\" get {} "
                    "--quiet --out \\\"{}\\\"\"",
                    get.program, get.cameras, get.folder)};
    if (!get.settings_option.empty()) {
        lines.push_back("  with" + get.settings_option + " added to the command");
    }
    return lines;
}

std::string rights_command(const std::vector<std::filesystem::path>& paths) {
    const std::string user = base::environment_variable("USERNAME").value_or("%USERNAME%");
    std::string commands;
    for (const std::filesystem::path& path : paths) {
        // The numbers are the system and its administrators, whose names differ by language. What a
        // folder gives goes to the files in it.
        std::error_code error;
        const char* for_content = std::filesystem::is_directory(path, error) ? "(OI)(CI)" : "";
        commands += fmt::format("{}icacls \"{}\" /inheritance:r /grant:r \"{}:{}F\" "
                                "\"*S-1-5-18:{}F\" \"*S-1-5-32-544:{}F\"",
                                commands.empty() ? "" : " and ",
                                base::utf8_from_path(base::plain_path(path)), user, for_content,
                                for_content, for_content);
    }
    return commands;
}

const char* ffmpeg_install_command() {
    return "winget install ffmpeg";
}

const char* clock_hint() {
    return "set the clock: w32tm /resync";
}

} // namespace cli
