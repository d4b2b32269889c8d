// SPDX-License-Identifier: Apache-2.0
#include "archive/folder_store.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/given_value.hpp"
#include "base/text/sha256.hpp"

#include <fmt/core.h>

#include <system_error>

namespace archive {
namespace {

namespace fs = std::filesystem;

/// Larger than any picture that this program saves.
constexpr std::size_t k_picture_limit = std::size_t{64} << 20;

[[noreturn]] void refuse_place(const fs::path& path, std::string_view why) {
    throw base::Error(base::ErrorCode::cannot_write,
                      fmt::format("cannot write {}: {}", base::utf8_from_path(path), why));
}

/// One name for a folder however it is reached. On Windows links are left as they are: what they
/// lead to may have another name after each start.
fs::path real_folder(const fs::path& folder) {
    std::error_code error;
    if constexpr (base::k_path_style != base::PathStyle::windows) {
        fs::path real = fs::canonical(folder, error);
        if (!error) {
            return real;
        }
    }
    const fs::path absolute = fs::absolute(folder, error).lexically_normal();
    return error ? folder : absolute;
}

} // namespace

fs::path FolderStore::path_of(const PictureName& name) const {
    return base::system_path(m_folder / base::path_from_utf8(name.text()).make_preferred());
}

std::optional<StoredPicture> FolderStore::find(const PictureName& name) const {
    const fs::path path = path_of(name);
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) {
        return {};
    }
    if (status.type() == fs::file_type::none) {
        refuse_place(path, error.message());
    }
    if (fs::is_directory(status)) {
        refuse_place(path, "a folder has that name");
    }
    // Reading a pipe could wait for ever.
    if (!fs::is_regular_file(status)) {
        refuse_place(path, "what has that name is not an ordinary file");
    }
    const std::uintmax_t size = fs::file_size(path, error);
    const auto modified = base::modification_time(path);
    if (error || !modified) {
        return {};
    }
    return StoredPicture{size, *modified};
}

std::optional<std::string> FolderStore::read(const PictureName& name) const {
    return base::read_file(path_of(name), k_picture_limit);
}

void FolderStore::put(const PictureName& name, std::string_view bytes, base::SystemTime captured) {
    const fs::path path = path_of(name);
    if (path.has_parent_path()) {
        base::make_folders(path.parent_path(), false);
    }
    clean_once(path);
    // Before the catalogue names it, a power cut must not be able to undo it.
    base::write_file_atomically(path, bytes, {.durable = true, .modified = captured});
}

/// A folder of many pictures takes long to list.
void FolderStore::clean_once(const fs::path& path) {
    {
        const std::lock_guard guard(m_mutex);
        if (!m_cleaned.insert(path.parent_path()).second) {
            return;
        }
    }
    base::remove_stale_temporaries(path);
}

FileState FolderStore::state_of(const PictureName& name, const PictureDigest& saved) const {
    const fs::path path = path_of(name);
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) {
        const fs::path folder = path.has_parent_path() ? path.parent_path() : ".";
        return fs::is_directory(folder, error) ? FileState::missing : FileState::unreachable;
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
    if (size != saved.size) {
        return FileState::changed;
    }
    try {
        const auto bytes = base::read_file(path, size);
        if (!bytes) {
            return FileState::unreachable;
        }
        return base::sha256_hex(*bytes) == saved.sha256 ? FileState::unchanged : FileState::changed;
    } catch (const base::Error&) {
        return FileState::unreachable;
    }
}

FileState FolderStore::remove_if_unchanged(const PictureName& name, const PictureDigest& saved) {
    const FileState state = state_of(name, saved);
    std::error_code error;
    if (state == FileState::unchanged && !fs::remove(path_of(name), error) && error) {
        return FileState::unreachable;
    }
    return state;
}

PictureLocation FolderStore::location(const PictureName& name) const {
    const fs::path path = path_of(name);
    const fs::path folder = path.has_parent_path() ? path.parent_path() : ".";
    return {base::utf8_from_path(path),
            base::absolute_utf8(path),
            {base::utf8_from_path(real_folder(folder)), base::utf8_from_path(path.filename())}};
}

std::optional<PicturePlace> place_of(std::string_view location) {
    const fs::path path = base::path_from_utf8(location);
    try {
        return PicturePlace{base::utf8_from_path(path.parent_path()),
                            PictureName(base::utf8_from_path(path.filename()))};
    } catch (const base::Error&) {
        return {};
    }
}

std::string location_of(const FilePlace& place) {
    return base::utf8_from_path(base::path_from_utf8(place.folder) /
                                base::path_from_utf8(place.file));
}

} // namespace archive
