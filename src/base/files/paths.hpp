// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace base {

// Texts in this program are UTF-8; std::filesystem::path takes a std::string for text in the
// system's own encoding, which on Windows is a different one. So texts and paths are converted
// here.

/// The path that the UTF-8 `text` names.
std::filesystem::path path_from_utf8(std::string_view text);

/// `path` as users of this system write it, in UTF-8. Where paths are bytes, these bytes.
std::string utf8_from_path(const std::filesystem::path& path);

/// `path` made absolute, in UTF-8; `path` itself when the working folder is gone.
std::string absolute_utf8(const std::filesystem::path& path);

/// Whether `path` is `folder` or stands in it. Both are absolute; nothing stands in the root
/// folder.
bool is_below(std::string_view path, std::string_view folder);

/// `path` with "~" in place of `home`, the folder of a user that it begins with; where users do not
/// know that sign, and where it does not begin so, `path` itself.
std::string with_tilde(const std::string& path, const std::string& home);

/// `path` in a form that the system takes whatever its length: a long one becomes absolute and gets
/// the prefix \\?\ on Windows; elsewhere nothing changes.
std::filesystem::path system_path(const std::filesystem::path& path);

/// The inverse of system_path(): with its prefix, the parents of a path do not end at the drive.
std::filesystem::path plain_path(const std::filesystem::path& path);

} // namespace base
