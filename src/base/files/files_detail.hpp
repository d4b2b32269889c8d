// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace base {

// What the portable and the system's part of files.hpp share.

/// What was tried on a file.
enum class FileAction { read, write, make_folder, lock };

/// An Error{cannot_write} such as "cannot write /x/y: no space left on the device", with a hint.
Error file_error(FileAction action, const std::filesystem::path& path, std::error_code reason);

/// An Error{cannot_write} with this reason and hint.
Error file_error(FileAction action, const std::filesystem::path& path, std::string_view reason,
                 std::string hint = {});

/// `path` with the symbolic links of its last component resolved; their target need not exist.
/// Throws Error{cannot_write} when the links form a circle.
std::filesystem::path follow_links(const std::filesystem::path& path);

/// The error of read_file() for a file of more than `limit` bytes.
Error too_large_error(const std::filesystem::path& path, std::size_t limit);

/// Whether `path`, after links, is a folder.
bool is_folder(const std::filesystem::path& path);

/// Makes `folder`, whose parent exists; the reason when that fails. make_folders() says what
/// `owner_only` means.
std::error_code make_folder(const std::filesystem::path& folder, bool owner_only);

/// The folder that contains `path`; "." when it names none.
std::filesystem::path folder_of(const std::filesystem::path& path);

/// A new name for a temporary file that becomes `target`: ".TARGET.PROCESS-RANDOM.tmp", with
/// TARGET cut so that the name is never too long for a file system that accepts `target`.
std::string temporary_name(std::string_view target, long process);

/// The process that made a temporary file of this name; std::nullopt for any other name.
std::optional<long> process_of_temporary(std::string_view name);

/// Whether the process `process`, which made the temporary file `path`, no longer writes it.
bool is_abandoned(const std::filesystem::path& path, long process);

} // namespace base
