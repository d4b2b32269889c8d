// SPDX-License-Identifier: Apache-2.0
#include "base/process/program_search.hpp"

#include "base/files/paths.hpp"
#include "base/process/environment.hpp"
#include "base/text/given_value.hpp"

#include <algorithm>
#include <string>
#include <system_error>

namespace base {

namespace fs = std::filesystem;

namespace {

constexpr bool k_is_windows = k_path_style == PathStyle::windows;

bool is_program(const fs::path& path) {
    constexpr fs::perms k_may_run =
        fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    return fs::is_regular_file(status) &&
           (k_is_windows || (status.permissions() & k_may_run) != fs::perms::none);
}

} // namespace

std::optional<fs::path> find_on_path(std::string_view name) {
    const std::string folders = environment_variable("PATH").value_or("");
    const std::string file = std::string(name) + (k_is_windows ? ".exe" : "");
    for (std::size_t start = 0; start < folders.size();) {
        const std::size_t end =
            std::min(folders.find(k_is_windows ? ';' : ':', start), folders.size());
        const fs::path folder =
            path_from_utf8(std::string_view(folders).substr(start, end - start));
        if (folder.is_absolute() && is_program(folder / path_from_utf8(file))) {
            return folder / path_from_utf8(file);
        }
        start = end + 1;
    }
    return {};
}

} // namespace base
