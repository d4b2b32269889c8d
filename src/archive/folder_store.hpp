// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/recorded_picture.hpp"
#include "archive/picture_store.hpp"

#include <filesystem>
#include <mutex>
#include <set>

namespace archive {

/// Keeps pictures as files of a folder and the folders below it. Nothing else in the archive makes
/// paths of names. Looks once for temporary files that ended processes left in a folder, at the
/// first picture that is put there.
class FolderStore final : public PictureStore {
public:
    /// Does not touch the folder.
    /// @param folder  where names begin; empty for the working folder
    explicit FolderStore(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    std::optional<StoredPicture> find(const PictureName& name) const override;
    std::optional<std::string> read(const PictureName& name) const override;
    /// Makes folders as needed. The file appears by a rename, so that other processes see the old
    /// one or the whole new one. Symbolic links at its place are followed.
    void put(const PictureName& name, std::string_view bytes, base::SystemTime captured) override;
    FileState state_of(const PictureName& name, const PictureDigest& saved) const override;
    FileState remove_if_unchanged(const PictureName& name, const PictureDigest& saved) override;
    PictureLocation location(const PictureName& name) const override;

private:
    std::filesystem::path path_of(const PictureName& name) const;
    void clean_once(const std::filesystem::path& path);

    std::filesystem::path m_folder;
    std::mutex m_mutex;
    /// The folders that were looked at.
    std::set<std::filesystem::path> m_cleaned;
};

/// A recorded picture's place.
struct PicturePlace {
    /// The folder, absolute.
    std::string folder;
    PictureName name;
};

/// The folder and name that the absolute location of a picture is made of; std::nullopt for a text
/// that cannot be one.
std::optional<PicturePlace> place_of(std::string_view location);

/// The path of a recorded file, for people and programs.
std::string location_of(const FilePlace& place);

} // namespace archive
