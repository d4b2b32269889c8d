// SPDX-License-Identifier: Apache-2.0
#include "archive/recorded_file.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"

#include <filesystem>
#include <system_error>

namespace archive {

namespace fs = std::filesystem;

FileState look_at(const IndexEntry& entry) {
    const fs::path path = base::path_from_utf8(entry.path);
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) {
        return fs::is_directory(path.parent_path(), error) ? FileState::missing
                                                           : FileState::unreachable;
    }
    if (!fs::status_known(status)) {
        return FileState::unreachable;
    }
    if (!fs::is_regular_file(status)) {
        return FileState::changed;
    }
    const std::uintmax_t size = fs::file_size(path, error);
    if (error) {
        return FileState::unreachable;
    }
    if (size != entry.size) {
        return FileState::changed;
    }
    try {
        const auto bytes = base::read_file(path, size);
        if (!bytes) {
            return FileState::unreachable;
        }
        return base::hex_encode(base::sha256(*bytes)) == entry.sha256 ? FileState::unchanged
                                                                      : FileState::changed;
    } catch (const base::Error&) {
        return FileState::unreachable;
    }
}

} // namespace archive
