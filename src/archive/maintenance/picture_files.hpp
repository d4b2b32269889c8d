// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/recorded_picture.hpp"
#include "base/clock.hpp"
#include "base/files/file_identity.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace archive {

/// A file that may be a picture, by its name.
struct FoundFile {
    FilePlace place;
    /// Its name from where the search began: UTF-8, folders separated by '/'.
    std::string relative;
    std::uintmax_t size = 0;
    base::SystemTime modified;
};

/// What a search for files meets. All may be empty.
struct SearchEvents {
    std::function<void(const FoundFile&)> take;
    /// A file or folder that cannot be looked at, and the system's reason.
    std::function<void(const std::string& path, const std::string& reason)> unreadable;
    /// A symbolic link to a picture or folder, which is left out.
    std::function<void(const std::string& path)> link;
};

/// Finds the files of a folder that are named like pictures (".jpg", ".jpeg") and are ordinary
/// files, in the order of the system; memory does not grow with their number. Symbolic links below
/// the folder are not followed; what is hidden (".thumbnails") and what other programs keep of
/// their own ("@eaDir", "#recycle") is left out. Throws Error{usage} when `folder` is not a folder,
/// Error{interrupted} when `stop` is requested.
void find_picture_files(const std::filesystem::path& folder, bool with_subfolders,
                        std::stop_token stop, const SearchEvents& events);

/// The absolute path of a place, for people and programs.
std::string path_text(const FilePlace& place);

/// The same for the system.
std::filesystem::path path_of(const FilePlace& place);

/// `folder` as places name it: absolute, without "." and "..", and without a slash at its end.
std::string folder_text(const std::filesystem::path& folder);

/// The folders in which pictures are recorded, and the other names under which one is reached:
/// through links, in another letter case, as a second mount.
class FolderNames {
public:
    explicit FolderNames(const std::vector<std::string>& folders);

    /// The names under which pictures of `folder` may be recorded, its own first.
    std::vector<std::string> names_of(const std::string& folder) const;

    /// The name under which its pictures are recorded; its own when none are.
    std::string recorded_name(const std::string& folder) const;

private:
    using Key = std::pair<std::uint64_t, std::uint64_t>;

    std::map<Key, std::vector<std::string>> m_names;
};

/// Folders that a user names, to tell which pictures lie in them.
class ChosenFolders {
public:
    /// None: all.
    explicit ChosenFolders(const std::vector<std::filesystem::path>& folders);

    /// Whether the recorded folder is one of them or below one. Remembers the last answer.
    bool contain(const std::string& folder);

private:
    std::vector<std::string> m_folders;
    std::string m_last;
    bool m_last_answer = false;
};

} // namespace archive
