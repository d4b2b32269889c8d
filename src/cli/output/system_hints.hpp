// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace cli {

// What users do differently on each system, in the words to show them.

/// A download to be repeated, all in UTF-8.
struct RepeatedGet {
    std::string program;
    /// The words that name the cameras, with a blank between them.
    std::string cameras;
    std::string folder;
    /// The template of the names; empty for the usual one.
    std::string name;
    /// " --settings FILE" where the settings are not found without it.
    std::string settings_option;
};

/// How the system's own scheduler does it every five minutes, line by line.
std::vector<std::string> scheduling_hint(const RepeatedGet& get);

/// The command that takes from other users the right to write these files and folders; the last is
/// the folder of the others.
std::string rights_command(const std::vector<std::filesystem::path>& paths);

/// The command that installs ffmpeg.
const char* ffmpeg_install_command();

/// How to set the clock of the machine: "set the clock: …".
const char* clock_hint();

} // namespace cli
