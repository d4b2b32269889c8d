// SPDX-License-Identifier: Apache-2.0
#include "settings/place.hpp"

#include "base/environment.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/process.hpp"

namespace settings {

namespace {

constexpr auto k_file_name = "Settings.json";

[[noreturn]] void throw_no_home(const char* variable) {
    throw base::Error(base::ErrorCode::usage,
                      std::string("no place for the settings: ") + variable + " is not set",
                      "name the settings file with --settings FILE");
}

} // namespace

std::filesystem::path configuration_folder() {
#if defined(_WIN32)
    if (const auto data = base::environment_variable("APPDATA")) {
        return std::filesystem::path(*data) / "RingSnapshot";
    }
    throw_no_home("APPDATA");
#elif defined(__APPLE__)
    if (const auto home = base::environment_variable("HOME")) {
        return std::filesystem::path(*home) / "Library" / "Application Support" / "RingSnapshot";
    }
    throw_no_home("HOME");
#else
    // The XDG specification says that relative paths are invalid and to be ignored.
    if (const auto config = base::environment_variable("XDG_CONFIG_HOME");
        config && std::filesystem::path(*config).is_absolute()) {
        return std::filesystem::path(*config) / "ring-snapshot";
    }
    if (const auto home = base::environment_variable("HOME")) {
        return std::filesystem::path(*home) / ".config" / "ring-snapshot";
    }
    throw_no_home("HOME");
#endif
}

std::filesystem::path find_settings_file(const std::optional<std::string>& given) {
    if (given) {
        return *given;
    }
    if (const auto file = base::environment_variable("RING_SNAPSHOT_SETTINGS")) {
        return *file;
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
