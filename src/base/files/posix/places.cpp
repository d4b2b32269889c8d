// SPDX-License-Identifier: Apache-2.0
#include "base/files/places.hpp"

#include "base/error.hpp"
#include "base/files/paths.hpp"
#include "base/process/environment.hpp"

namespace base {

namespace fs = std::filesystem;

namespace {

fs::path require_home_folder() {
    const std::string home = home_folder();
    if (home.empty()) {
        throw Error(ErrorCode::usage, "no place for the settings: HOME is not set",
                    "name the settings file with --settings FILE");
    }
    return path_from_utf8(home);
}

} // namespace

fs::path configuration_folder([[maybe_unused]] std::string_view title,
                              [[maybe_unused]] std::string_view unix_name) {
#ifdef __APPLE__
    return require_home_folder() / "Library" / "Application Support" / path_from_utf8(title);
#else
    // The XDG specification says that relative paths are invalid and to be ignored.
    if (const auto config = environment_variable("XDG_CONFIG_HOME");
        config && path_from_utf8(*config).is_absolute()) {
        return path_from_utf8(*config) / path_from_utf8(unix_name);
    }
    return require_home_folder() / ".config" / path_from_utf8(unix_name);
#endif
}

std::string home_folder() {
    return environment_variable("HOME").value_or("");
}

} // namespace base
