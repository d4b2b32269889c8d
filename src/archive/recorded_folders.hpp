// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "archive/picture_store.hpp"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace archive {

/// Gives the store of a folder that the catalogue names.
using OpenFolder = std::function<std::unique_ptr<PictureStore>(const std::string& folder)>;

/// The folders that the catalogue names, opened once each. To be used from one thread. Members but
/// holds() throw as `open`, PictureStore and Catalogue do.
class RecordedFolders {
public:
    /// Both must outlive this object.
    RecordedFolders(Catalogue& catalogue, const OpenFolder& open)
        : m_catalogue(catalogue), m_open(open) {}

    PictureStore& store(const std::string& folder);

    /// Whether the file of a picture can be seen in its place.
    bool holds(const RecordedPicture& picture);

    FileState state_of(const RecordedPicture& picture);

    void saw_picture_in(const std::string& folder) { m_seen[folder] = true; }

    /// Whether a recorded picture is in the folder, so that one that is missing from it is known to
    /// be gone. That the folder is there says nothing: it may be a mount point without its NAS.
    bool has_picture_in(const std::string& folder);

    /// Whether it can be said what became of a picture: not while its folder is away, of which it
    /// is enough to be told once.
    bool can_judge(const RecordedPicture& picture);

private:
    Catalogue& m_catalogue;
    const OpenFolder& m_open;
    std::map<std::string, std::unique_ptr<PictureStore>> m_stores;
    std::map<std::string, bool> m_seen;
    /// Those that are away.
    std::set<std::string> m_away;
};

} // namespace archive
