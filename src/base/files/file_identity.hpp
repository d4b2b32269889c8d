// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>

namespace base {

// For files that a library keeps open under their names, such as a database. Only flush_file()
// opens the file: on POSIX systems that drops the locks that this process has on it.

/// Which file a name stands for: two names with equal identities are one file.
struct FileIdentity {
    std::uint64_t device = 0;
    std::uint64_t file = 0;

    bool operator==(const FileIdentity&) const = default;
};

/// The identity of `path`, after links; std::nullopt when there is none or it cannot be asked.
std::optional<FileIdentity> identity_of(const std::filesystem::path& path);

/// Gives `from` the name `to` in the same folder, unless that exists; the reason when that fails
/// (file_exists when something has the name). Where the file system offers no such call, what
/// appears between the look and the rename is replaced.
std::error_code move_without_replacing(const std::filesystem::path& from,
                                       const std::filesystem::path& to);

/// Writes the closed file `path` and its name out to the disk. Throws Error{cannot_write}.
void flush_file(const std::filesystem::path& path);

/// The kind of the file system that holds `path`, which exists, if it is one on which processes
/// cannot reliably share memory and locks: "NFS", "SMB", "FUSE", "9P", "VirtualBox" or "network".
/// Empty for any other, and when the system does not say.
std::string shared_file_system(const std::filesystem::path& path);

} // namespace base
