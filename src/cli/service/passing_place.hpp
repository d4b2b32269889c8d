// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace cli {

/// Whether a program stands where it may not stay: in the folder of downloads, in whatever language
/// that is named, or in a temporary one.
/// @param home  the home folder of the user, in UTF-8; empty when it is not known
bool is_in_passing_place(const std::filesystem::path& program, const std::string& home);

/// The folder of downloads by `user_dirs`, the text of ~/.config/user-dirs.dirs; std::nullopt when
/// it names none, or the home folder itself.
std::optional<std::string> downloads_folder(std::string_view user_dirs, const std::string& home);

} // namespace cli
