// SPDX-License-Identifier: Apache-2.0
#include "cli/login/ignored_settings.hpp"

#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/unicode.hpp"
#include "cli/output/system_hints.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>
#include <vector>

namespace cli {

namespace {

using Reason = base::Distrust::Reason;
using Paths = std::vector<std::filesystem::path>;

Paths paths_with(Reason reason, const settings::IgnoredFile& ignored) {
    Paths paths;
    for (const base::Distrust& distrust : ignored.reasons) {
        if (distrust.reason == reason) {
            paths.push_back(distrust.path);
        }
    }
    return paths;
}

/// What `paths`, of which at least one is given, are to the file: "it", "its folder" or both.
std::string subject(const Paths& paths) {
    std::error_code error;
    return paths.size() > 1                                      ? "it and its folder"
           : std::filesystem::is_directory(paths.front(), error) ? "its folder"
                                                                 : "it";
}

std::string name_of_owner(const std::filesystem::path& path) {
    const std::string owner = base::printable(base::owner_of(path));
    return owner.empty() ? "another user" : owner;
}

} // namespace

std::string describe(const settings::IgnoredFile& ignored) {
    std::string reasons;
    if (const Paths foreign = paths_with(Reason::other_owner, ignored); !foreign.empty()) {
        reasons = fmt::format("{} belong{} to {}", subject(foreign), foreign.size() > 1 ? "" : "s",
                              name_of_owner(foreign.front()));
    }
    if (const Paths open = paths_with(Reason::others_can_write, ignored); !open.empty()) {
        reasons +=
            fmt::format("{}others can write {}", reasons.empty() ? "" : " and ", subject(open));
    }
    return fmt::format("{} is not used, because {}", base::utf8_from_path(ignored.file), reasons);
}

std::string ways_to_use(const settings::IgnoredFile& ignored) {
    std::string steps;
    if (const Paths foreign = paths_with(Reason::other_owner, ignored); !foreign.empty()) {
        steps = "run this program as " + name_of_owner(foreign.front());
    }
    if (const Paths open = paths_with(Reason::others_can_write, ignored); !open.empty()) {
        steps += (steps.empty() ? "run " : " and run ") + rights_command(open);
    }
    return fmt::format("settings can name commands to run, so nobody else may write them; to use "
                       "this file, {}, or name it with --settings \"{}\"",
                       steps, base::printable(base::utf8_from_path(ignored.file)));
}

} // namespace cli
