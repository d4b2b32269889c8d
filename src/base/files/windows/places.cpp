// SPDX-License-Identifier: Apache-2.0
#include "base/files/places.hpp"

#include "base/error.hpp"
#include "base/files/paths.hpp"
#include "base/process/environment.hpp"

namespace base {

std::filesystem::path configuration_folder(std::string_view title, std::string_view) {
    const auto data = environment_variable("APPDATA");
    if (!data) {
        throw Error(ErrorCode::usage, "no place for the settings: APPDATA is not set",
                    "name the settings file with --settings FILE");
    }
    return path_from_utf8(*data) / path_from_utf8(title);
}

std::string home_folder() {
    return environment_variable("USERPROFILE").value_or("");
}

} // namespace base
