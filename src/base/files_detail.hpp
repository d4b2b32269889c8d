// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace base {

// What the portable and the system's half of files.hpp share.

/// What was tried on a file.
enum class FileAction { read, write, make_folder, lock };

/// An Error{cannot_write} such as "cannot write /x/y: no space left on the device", with a hint.
Error file_error(FileAction action, const std::filesystem::path& path, std::error_code reason);

/// The same with a reason in words.
Error file_error(FileAction action, const std::filesystem::path& path, std::string_view reason,
                 std::string hint = {});

/// Where `path` leads when symbolic links are followed at its last name; what they lead to need not
/// exist. Throws Error{cannot_write} when they lead in a circle.
std::filesystem::path follow_links(const std::filesystem::path& path);

/// The folder that holds `path`; "." when it names none.
std::filesystem::path folder_of(const std::filesystem::path& path);

/// A new name for a temporary file that becomes `target`: ".TARGET.PROCESS-RANDOM.tmp", with
/// TARGET cut so that the name is never too long for a file system that accepts `target`.
std::string temporary_name(std::string_view target, long process);

/// The process that made a temporary file of this name; nothing for names of any other form.
std::optional<long> process_of_temporary(std::string_view name);

/// Whether nobody writes the temporary file `path` of process `process` any more.
bool is_abandoned(const std::filesystem::path& path, long process);

} // namespace base
