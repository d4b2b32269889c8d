// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/process/command.hpp"

#include <filesystem>
#include <string>

namespace film {

/// The last line that a failed ffmpeg printed, made harmless; where there is none, its exit code.
std::string reason_of(const base::CapturedCommand& ended);

/// Whether it ended because `folder`, into which it wrote, is full.
bool is_disk_full(const base::CapturedCommand& ended, const std::filesystem::path& folder);

// Exit codes of what a signal ended.
inline constexpr int k_signal_status = 128;
inline constexpr int k_killed = k_signal_status + 9;

} // namespace film
