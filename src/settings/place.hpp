// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace settings {

/// The settings file to use: `given` (--settings); else RING_SNAPSHOT_SETTINGS; else a
/// Settings.json beside the real executable that can be trusted (base::is_trustworthy); else the
/// one in the user's configuration folder. The file need not exist. Throws Error{usage} when no
/// place can be found (no home folder).
std::filesystem::path find_settings_file(const std::optional<std::string>& given);

/// The user's configuration folder of this program, e.g. ~/.config/ring-snapshot.
/// Throws Error{usage} when the system names no home folder.
std::filesystem::path configuration_folder();

} // namespace settings
