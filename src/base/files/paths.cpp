// SPDX-License-Identifier: Apache-2.0
#include "base/files/paths.hpp"

#include <system_error>

namespace base {

namespace fs = std::filesystem;

fs::path path_from_utf8(std::string_view text) {
    return {std::u8string(text.begin(), text.end())};
}

std::string utf8_from_path(const fs::path& path) {
    const std::u8string text = path.u8string();
    return {text.begin(), text.end()};
}

std::string absolute_utf8(const fs::path& path) {
    std::error_code error;
    const fs::path absolute = fs::absolute(path, error);
    return utf8_from_path(error ? path : absolute);
}

bool is_below(std::string_view path, std::string_view folder) {
    const bool begins = folder.size() > 1 && path.starts_with(folder);
    return begins && (path.size() == folder.size() || path[folder.size()] == '/' ||
                      path[folder.size()] == fs::path::preferred_separator);
}

std::string with_tilde(const std::string& path, const std::string& home) {
    const bool is_known = fs::path::preferred_separator == '/';
    return is_known && is_below(path, home) ? "~" + path.substr(home.size()) : path;
}

} // namespace base
