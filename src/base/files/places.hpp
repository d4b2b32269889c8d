// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace base {

/// Where programs keep the settings of a user on this system: below %APPDATA% on Windows,
/// Application Support on macOS, $XDG_CONFIG_HOME or ~/.config elsewhere. The folder need not
/// exist. Throws Error{usage} when the system names no home folder.
/// @param title      the program's name as people write it: the folder's on Windows and macOS
/// @param unix_name  its name elsewhere
std::filesystem::path configuration_folder(std::string_view title, std::string_view unix_name);

/// The user's own folder, as the environment names it; empty when it names none.
std::string home_folder();

} // namespace base
