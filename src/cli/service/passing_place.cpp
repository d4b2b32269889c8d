// SPDX-License-Identifier: Apache-2.0
#include "cli/service/passing_place.hpp"

#include "base/files/paths.hpp"
#include "base/text/ascii.hpp"
#include "base/text/unicode.hpp"
#include "cli/service/service_place.hpp"

#include <algorithm>
#include <system_error>

namespace cli {

namespace {

namespace fs = std::filesystem;

} // namespace

std::optional<std::string> downloads_folder(std::string_view user_dirs, const std::string& home) {
    constexpr std::string_view k_key = "XDG_DOWNLOAD_DIR=\"";
    constexpr std::string_view k_home = "$HOME";
    std::optional<std::string> folder;
    while (!user_dirs.empty()) {
        const std::size_t end = std::min(user_dirs.find('\n'), user_dirs.size());
        const std::string_view line = base::trimmed(user_dirs.substr(0, end));
        user_dirs.remove_prefix(std::min(end + 1, user_dirs.size()));
        if (!line.starts_with(k_key) || line.size() == k_key.size() || !line.ends_with('"')) {
            continue;
        }
        std::string_view value = line.substr(k_key.size(), line.size() - k_key.size() - 1);
        const bool is_at_home = value.starts_with(k_home);
        folder = is_at_home ? home + std::string(value.substr(k_home.size())) : std::string(value);
        while (folder->size() > 1 && folder->ends_with('/')) {
            folder->pop_back();
        }
    }
    // That is how the specification says that there is none.
    return folder == home || folder == "" ? std::nullopt : folder;
}

bool is_in_passing_place(const fs::path& program, const std::string& home) {
    std::error_code error;
    const fs::path temporary = fs::canonical(fs::temp_directory_path(error), error);
    const std::string path = base::utf8_from_path(program);
    if ((!error && base::is_below(path, base::utf8_from_path(temporary))) ||
        base::is_below(path, "/tmp") || base::is_below(path, "/var/tmp")) {
        return true;
    }
    const auto user_dirs =
        home.empty() ? std::nullopt : read_small_file(home + "/.config/user-dirs.dirs");
    const auto downloads = downloads_folder(user_dirs.value_or(""), home);
    if (downloads && base::is_below(path, *downloads)) {
        return true;
    }
    return std::any_of(program.begin(), program.end(), [](const fs::path& part) {
        return base::fold_case(base::utf8_from_path(part)) == "downloads";
    });
}

} // namespace cli
