// SPDX-License-Identifier: Apache-2.0
#include "archive/recorded_folders.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <cstddef>

namespace archive {

namespace {

/// So many recorded pictures of a folder are looked for before it counts as away.
constexpr std::size_t k_looks = 20;

} // namespace

PictureStore& RecordedFolders::store(const std::string& folder) {
    auto& store = m_stores[folder];
    if (!store) {
        store = m_open(folder);
    }
    return *store;
}

bool RecordedFolders::holds(const RecordedPicture& picture) {
    try {
        return store(picture.place.folder).find(PictureName(picture.place.file)).has_value();
    } catch (const base::Error&) {
        return false;
    }
}

FileState RecordedFolders::state_of(const RecordedPicture& picture) {
    return store(picture.place.folder)
        .state_of(PictureName(picture.place.file), {picture.facts.size, picture.facts.sha256});
}

bool RecordedFolders::has_picture_in(const std::string& folder) {
    const auto known = m_seen.find(folder);
    if (known != m_seen.end()) {
        return known->second;
    }
    const auto pictures = m_catalogue.some_in(folder, k_looks);
    return m_seen[folder] =
               std::any_of(pictures.begin(), pictures.end(),
                           [&](const RecordedPicture& picture) { return holds(picture); });
}

bool RecordedFolders::can_judge(const RecordedPicture& picture) {
    const std::string& folder = picture.place.folder;
    if (m_away.contains(folder)) {
        return false;
    }
    if (holds(picture)) {
        saw_picture_in(folder);
        return true;
    }
    // No file of ours is there, so that nothing is read.
    switch (state_of(picture)) {
    case FileState::missing:
        return has_picture_in(folder);
    case FileState::unreachable:
        if (!has_picture_in(folder)) {
            m_away.insert(folder);
        }
        return false;
    default:
        return true;
    }
}

} // namespace archive
