// SPDX-License-Identifier: Apache-2.0
#include "settings/place.hpp"

#include "base/environment.hpp"
#include "base/files.hpp"
#include "base/paths.hpp"
#include "base/places.hpp"
#include "base/process.hpp"

namespace settings {

namespace {

constexpr auto k_file_name = "Settings.json";

} // namespace

std::filesystem::path configuration_folder() {
    return base::configuration_folder("RingSnapshot", "ring-snapshot");
}

std::filesystem::path find_settings_file(const std::optional<std::string>& given) {
    if (given) {
        return base::path_from_utf8(*given);
    }
    if (const auto file = base::environment_variable("RING_SNAPSHOT_SETTINGS")) {
        return base::path_from_utf8(*file);
    }
    if (const auto program = base::program_path(); !program.empty()) {
        const auto beside = program.parent_path() / k_file_name;
        std::error_code error;
        if (std::filesystem::exists(beside, error) && base::is_trustworthy(beside)) {
            return beside;
        }
    }
    return configuration_folder() / k_file_name;
}

} // namespace settings
