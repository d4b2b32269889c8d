// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/files/file_identity.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace base {

/// What changes when somebody changes or replaces a file.
struct FileStamp {
    FileIdentity identity;
    std::uint64_t size = 0;
    /// When its content, and when anything of it, was changed last, in the system's own units.
    std::int64_t modified = 0;
    std::int64_t changed = 0;

    bool operator==(const FileStamp&) const = default;
};

/// The stamp of the ordinary file `path`, after links; std::nullopt when there is none or it cannot
/// be asked.
std::optional<FileStamp> stamp_of(const std::filesystem::path& path);

} // namespace base
