// SPDX-License-Identifier: Apache-2.0
#include "base/system/zone_name.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/text/ascii.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace base {
namespace {

bool is_zone_name(std::string_view text) {
    return !text.empty() && is_letter(text.front()) &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return is_letter_or_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
           });
}

/// What stands behind "zoneinfo/" in a path; empty when that does not occur.
std::string name_in_path(std::string_view path) {
    constexpr std::string_view k_folder = "zoneinfo/";
    const std::size_t folder = path.rfind(k_folder);
    if (folder == std::string_view::npos) {
        return {};
    }
    const std::string_view name = path.substr(folder + k_folder.size());
    return is_zone_name(name) ? std::string(name) : std::string();
}

} // namespace

std::string zone_name() {
    if (const char* variable = std::getenv("TZ"); variable != nullptr && *variable != '\0') {
        const std::string_view zone = *variable == ':' ? variable + 1 : variable;
        if (zone.starts_with('/')) {
            return name_in_path(zone);
        }
        // "CET-1CEST" is a rule rather than a name.
        const bool has_place = zone.find('/') != std::string_view::npos;
        const bool is_plain = zone == "UTC" || zone == "GMT";
        return (has_place || is_plain) && is_zone_name(zone) ? std::string(zone) : std::string();
    }
    std::error_code error;
    const std::filesystem::path target = std::filesystem::read_symlink("/etc/localtime", error);
    if (!error) {
        if (std::string name = name_in_path(target.string()); !name.empty()) {
            return name;
        }
    }
    try {
        constexpr std::size_t k_limit = 256;
        const std::string text = read_file("/etc/timezone", k_limit).value_or("");
        const std::string_view name = trimmed(text);
        return is_zone_name(name) ? std::string(name) : std::string();
    } catch (const Error&) {
        // The name is a nicety.
        return {};
    }
}

} // namespace base
