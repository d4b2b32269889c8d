// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/files/trust.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace settings {

/// A Settings.json beside the program that is not used, because somebody else could have written
/// it: it could name a command to run, for example.
struct IgnoredFile {
    std::filesystem::path file;
    /// At least one.
    std::vector<base::Distrust> reasons;
};

/// Where the settings are.
struct Place {
    /// Need not exist.
    std::filesystem::path file;
    /// Set when a file beside the program would have come first.
    std::optional<IgnoredFile> ignored;
};

/// Where settings go when there are none yet.
enum class FirstPlace {
    configuration_folder,
    /// Beside the program where its folder is the user's own, as RingSnapshotDownload has it.
    program_folder,
};

/// The settings to use: `given` (--settings); else RING_SNAPSHOT_SETTINGS; else a Settings.json
/// beside the real executable that can be trusted (base::find_distrust); else the one in the user's
/// configuration folder; else what `first` says. Throws Error{usage} without a home folder.
Place find_place(const std::optional<std::string>& given, FirstPlace first);

/// The user's configuration folder of this program, e.g. ~/.config/ring-snapshot.
/// Throws Error{usage} when the system names no home folder.
std::filesystem::path configuration_folder();

/// Whether every program of this name finds `file` by itself: the one in the configuration folder.
bool is_in_usual_place(const std::filesystem::path& file);

} // namespace settings
