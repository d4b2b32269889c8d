// SPDX-License-Identifier: Apache-2.0
#include "settings/place.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/files/places.hpp"
#include "base/process/process.hpp"
#include "base/text/given_value.hpp"

#include <cstddef>
#include <system_error>

namespace settings {

namespace {

namespace fs = std::filesystem;

constexpr auto k_file_name = "Settings.json";

bool is_there(const fs::path& file) {
    std::error_code error;
    return fs::exists(file, error);
}

bool is_below(const fs::path& path, const fs::path& folder) {
    const fs::path relative = path.lexically_relative(folder);
    return !relative.empty() && *relative.begin() != "..";
}

/// Whether programs are installed there for everybody, or for all programs of a user, so that a
/// file called Settings.json would be in the way. Such a folder belongs to the one who installs.
bool is_for_programs(const fs::path& folder) {
    const fs::path name = folder.filename();
    const std::string home = base::home_folder();
    const bool at_home = !home.empty() && is_below(folder, base::path_from_utf8(home));
    return is_below(folder, "/usr") || ((name == "bin" || name == "sbin") && !at_home);
}

/// Whether the first settings may be put there, and the next run will trust them.
bool takes_first_settings(const fs::path& folder) {
    if (!base::is_own_folder(folder) || is_for_programs(folder)) {
        return false;
    }
    try {
        constexpr std::size_t k_enough = std::size_t{64} << 10;
        base::prove_folder_writable(folder, k_enough);
        return true;
    } catch (const base::Error&) {
        // A medium that cannot be written now.
        return false;
    }
}

/// Whether there are settings in the configuration folder. False when there is no such folder.
bool usual_file_is_there() {
    try {
        return is_there(configuration_folder() / k_file_name);
    } catch (const base::Error&) {
        return false;
    }
}

} // namespace

fs::path configuration_folder() {
    return base::configuration_folder("RingSnapshot", "ring-snapshot");
}

Place find_place(const std::optional<std::string>& given, FirstPlace first) {
    if (given) {
        return {base::path_from_utf8(*given), {}};
    }
    if (const auto file = base::take_variable(base::ValueKind::path, "RING_SNAPSHOT_SETTINGS")) {
        return {base::path_from_utf8(*file), {}};
    }
    Place place;
    if (const auto program = base::program_path(); !program.empty()) {
        const fs::path beside = program.parent_path() / k_file_name;
        if (is_there(beside)) {
            auto reasons = base::find_distrust(beside);
            if (reasons.empty()) {
                return {beside, {}};
            }
            place.ignored = {beside, std::move(reasons)};
        } else if (first == FirstPlace::program_folder && !usual_file_is_there() &&
                   takes_first_settings(program.parent_path())) {
            return {beside, {}};
        }
    }
    place.file = configuration_folder() / k_file_name;
    return place;
}

bool is_in_usual_place(const fs::path& file) {
    try {
        const fs::path usual = configuration_folder() / k_file_name;
        std::error_code error;
        return file == usual || fs::equivalent(file, usual, error);
    } catch (const base::Error&) {
        // No home folder: nothing would be found there.
        return false;
    }
}

} // namespace settings
