// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

namespace base {

/// Why a file beside the program is not trusted: `path` is the file, after links, or its folder.
struct Distrust {
    enum class Reason {
        /// It belongs neither to this user nor to the system's administrator.
        other_owner,
        others_can_write,
    };

    std::filesystem::path path;
    Reason reason = Reason::other_owner;
};

/// Why the existing file `path` is not trustworthy, its own reasons before those of its folder.
/// None when it and its folder, after links, belong to this user or to the system's administrator
/// and neither can be written by anybody else. A group without other members does not
/// count as somebody else. A file that cannot be examined counts as somebody else's.
std::vector<Distrust> find_distrust(const std::filesystem::path& path);

/// What find_distrust() says of `path` itself, which is not a link.
std::optional<Distrust::Reason> reason_to_distrust(const std::filesystem::path& path);

/// Whether the folder belongs to the user of this process and nobody else can write it. False when
/// that is not known.
bool is_own_folder(const std::filesystem::path& folder);

} // namespace base
