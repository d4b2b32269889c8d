// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

/// How write_file_atomically() writes.
struct WriteOptions {
    /// Readable and writable by its owner alone from its creation on (mode 0600); otherwise 0666
    /// less the umask.
    bool owner_only = false;
    /// Flush file and folder to the disk before returning, so that a power cut cannot undo it.
    bool durable = false;
    /// Modification time to set before the file appears under its name, where the file system lets
    /// us.
    std::optional<SystemTime> modified = std::nullopt;
};

/// Writes `bytes` to a temporary file beside `path` and renames it to `path`: other processes see
/// the old file or the whole new one, never a part. The temporary file is removed on any failure.
/// Symbolic links at `path` are followed, so that the file they point at is replaced. A file that
/// only its owner could read stays so, whatever `options` say. What is not a regular file, such as
/// /dev/null, is refused. Root leaves a file that belonged to the owner of the folder to that user,
/// and a new one with `owner_only` too. Throws Error{cannot_write} that names the path and the
/// system's reason (no space, read-only, no permission, busy mount …).
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes,
                           const WriteOptions& options);

/// A file that another program writes, and that appears under its name when it is complete. As
/// write_file_atomically() says, but for that.
class PendingFile {
public:
    /// Makes a temporary file beside `target`. Throws Error{cannot_write}.
    explicit PendingFile(const std::filesystem::path& target);

    /// Removes it, unless it was moved into place.
    ~PendingFile();

    PendingFile(const PendingFile&) = delete;
    PendingFile& operator=(const PendingFile&) = delete;

    /// Where to write. What is there may be overwritten, but not replaced by another file.
    const std::filesystem::path& path() const;

    /// Flushes it to the disk and renames it to its target, in place of what is there. Once. Throws
    /// Error{cannot_write}.
    void move_into_place();

private:
    class File;

    std::unique_ptr<File> m_file;
};

/// Removes temporary files that write_file_atomically() of an ended process left beside `path`,
/// whatever their target in that folder. Leaves those of living processes alone. Never throws.
void remove_stale_temporaries(const std::filesystem::path& path) noexcept;

/// The whole file; std::nullopt when it does not exist. Throws Error{cannot_write} when it exists
/// but cannot be read or is larger than `limit` bytes.
std::optional<std::string> read_file(const std::filesystem::path& path, std::size_t limit);

/// Makes `folder` and its missing parents; the ones made get mode 0700 when `owner_only`, and root
/// leaves those to the owner of the folder around them.
/// Throws Error{cannot_write}.
void make_folders(const std::filesystem::path& folder, bool owner_only);

/// What prove_folder_writable() has learned about a folder.
struct FolderProof {
    /// The file system keeps modification times, within the two seconds of FAT.
    bool keeps_times = true;
};

/// Proves that files of `bytes` bytes can be written in `folder`, or that `folder` can be made:
/// writes one in it, or in the nearest parent that exists, and removes it again. Throws
/// Error{cannot_write} that names the folder and the system's reason.
FolderProof prove_folder_writable(const std::filesystem::path& folder, std::size_t bytes);

/// `folder`, or the nearest of its parents that exists, as far as can be seen; "." when none does.
std::filesystem::path nearest_existing_folder(const std::filesystem::path& folder);

/// How many bytes this user may still write in `folder`, which exists; std::nullopt when the file
/// system does not say.
std::optional<std::uintmax_t> free_space(const std::filesystem::path& folder);

/// What is in `folder`, in no order; nothing when there is no such folder. Throws
/// Error{cannot_write} when not all of it can be seen.
std::vector<std::filesystem::path> entries_of(const std::filesystem::path& folder);

/// The modification time with the file system's resolution; std::nullopt when `path` does not
/// exist.
std::optional<SystemTime> modification_time(const std::filesystem::path& path);

/// Whether users other than the owner have any right on the file. False where the system has no
/// such modes.
bool is_open_to_others(const std::filesystem::path& path);

/// Removes all rights of other users; false when the file system does not allow or keep that.
bool restrict_to_owner(const std::filesystem::path& path);

/// Whether `path`, after links, belongs to the user of this process; true where the system has no
/// such owners, and when `path` does not exist.
bool is_own(const std::filesystem::path& path);

/// The name of the user to whom `path` belongs, or the number of one without a name; empty when it
/// is not known.
std::string owner_of(const std::filesystem::path& path);

} // namespace base
