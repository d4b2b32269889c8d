// SPDX-License-Identifier: Apache-2.0
#include "archive/retention.hpp"

#include "archive/folder_store.hpp"
#include "base/error.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace archive {

namespace {

/// The folders that the record names, opened once each.
class RecordedFolders {
public:
    RecordedFolders(const std::vector<IndexEntry>& entries, const OpenFolder& open)
        : m_entries(entries), m_open(open) {}

    PictureStore& store(const std::string& folder) {
        auto& store = m_stores[folder];
        if (!store) {
            store = m_open(folder);
        }
        return *store;
    }

    bool holds(const PicturePlace& place) {
        try {
            return store(place.folder).find(place.name).has_value();
        } catch (const base::Error&) {
            return false;
        }
    }

    /// Whether the newest picture of the camera is where it was saved: otherwise the folder is
    /// away, perhaps a NAS that is not mounted, and nothing can be said of the older ones.
    bool hold_newest_of(const std::string& camera_id) {
        const IndexEntry* newest = nullptr;
        for (const IndexEntry& entry : m_entries) {
            if (entry.camera_id == camera_id && (!newest || entry.captured >= newest->captured)) {
                newest = &entry;
            }
        }
        const auto place = newest ? place_of(newest->path) : std::nullopt;
        return place && holds(*place);
    }

    void saw_picture_in(const std::string& folder) { m_seen[folder] = true; }

    /// Whether a recorded picture is in the folder, so that one that is missing from it is known to
    /// be gone. That the folder is there says nothing: it may be a mount point without its NAS.
    bool has_picture_in(const std::string& folder) {
        const auto known = m_seen.find(folder);
        if (known != m_seen.end()) {
            return known->second;
        }
        return m_seen[folder] =
                   std::any_of(m_entries.begin(), m_entries.end(), [&](const IndexEntry& entry) {
                       const auto place = place_of(entry.path);
                       return place && place->folder == folder && holds(*place);
                   });
    }

private:
    const std::vector<IndexEntry>& m_entries;
    const OpenFolder& m_open;
    std::map<std::string, std::unique_ptr<PictureStore>> m_stores;
    std::map<std::string, bool> m_seen;
};

} // namespace

std::vector<IndexEntry> expired(std::vector<IndexEntry> entries, const std::string& camera_id,
                                const Retention& retention, std::optional<base::SystemTime> now) {
    std::erase_if(entries, [&](const IndexEntry& entry) { return entry.camera_id != camera_id; });
    std::stable_sort(entries.begin(), entries.end(),
                     [](const IndexEntry& left, const IndexEntry& right) {
                         return left.captured > right.captured;
                     });
    std::vector<IndexEntry> result;
    for (std::size_t i = 1; i < entries.size(); ++i) {
        const bool too_many = retention.count && i >= *retention.count;
        const bool too_old = retention.age && now && *now - entries[i].captured > *retention.age;
        if (too_many || too_old) {
            result.push_back(entries[i]);
        }
    }
    return result;
}

std::size_t remove_expired(PictureIndex& index, const OpenFolder& open_folder,
                           const std::string& camera_id, const Retention& retention,
                           std::optional<base::SystemTime> now) {
    if (retention.keeps_all()) {
        return 0;
    }
    const std::vector<IndexEntry> entries = index.entries();
    RecordedFolders folders(entries, open_folder);
    if (!folders.hold_newest_of(camera_id)) {
        return 0;
    }
    std::set<std::string> forgotten;
    std::size_t deleted = 0;
    for (const IndexEntry& entry : expired(entries, camera_id, retention, now)) {
        const auto place = place_of(entry.path);
        const FileState state =
            place ? folders.store(place->folder)
                        .remove_if_unchanged(place->name, {entry.size, entry.sha256})
                  : FileState::changed;
        if (state == FileState::unchanged) {
            folders.saw_picture_in(place->folder);
            ++deleted;
        }
        const bool may_be_away =
            state == FileState::missing && !folders.has_picture_in(place->folder);
        if (state != FileState::unreachable && !may_be_away) {
            forgotten.insert(entry.path);
        }
    }
    if (!forgotten.empty()) {
        index.remove([&](const IndexEntry& entry) { return forgotten.contains(entry.path); });
    }
    return deleted;
}

} // namespace archive
