// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"

#include <map>
#include <optional>
#include <string>

namespace cli {

/// An ffmpeg that works.
struct FfmpegProgram {
    /// Its path.
    std::string path;
    /// What it prints of its encoders.
    std::string encoders;
};

/// Looks for ffmpeg, and has it list its encoders. Throws Error: missing_program when there is none
/// or it does not work, interrupted.
/// @param given         a path or a name; std::nullopt for the one on PATH
/// @param without_hint  what to do where there is none
FfmpegProgram find_ffmpeg(Context& context, const std::optional<std::string>& given,
                          const std::string& without_hint);

/// The changes to the environment of ffmpeg.
std::map<std::string, std::string> environment_of_ffmpeg();

} // namespace cli
