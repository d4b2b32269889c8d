// SPDX-License-Identifier: Apache-2.0
#include "cli/system_hints.hpp"

#include <fmt/format.h>

namespace cli {

std::vector<std::string> scheduling_hint(const RepeatedGet& get) {
    std::vector<std::string> lines = {
        fmt::format("  schtasks /Create /SC MINUTE /MO 5 /TN RingSnapshot /TR \"\\\"{}\\\" get {} "
                    "--quiet --out \\\"{}\\\"\"",
                    get.program, get.camera, get.folder)};
    if (!get.settings_option.empty()) {
        lines.push_back("  with" + get.settings_option + " added to the command");
    }
    return lines;
}

const char* clock_hint() {
    return "set the clock: w32tm /resync";
}

} // namespace cli
