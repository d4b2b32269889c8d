// SPDX-License-Identifier: Apache-2.0
#include "archive/retention.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace archive {

namespace {

/// Pictures of one transaction: a second's work for a slow disk.
constexpr std::size_t k_batch = 100;
/// So many recorded pictures of a folder are looked for before it counts as away.
constexpr std::size_t k_looks = 20;

/// The folders that the catalogue names, opened once each.
class RecordedFolders {
public:
    RecordedFolders(Catalogue& catalogue, const OpenFolder& open)
        : m_catalogue(catalogue), m_open(open) {}

    PictureStore& store(const std::string& folder) {
        auto& store = m_stores[folder];
        if (!store) {
            store = m_open(folder);
        }
        return *store;
    }

    bool holds(const RecordedPicture& picture) {
        try {
            return store(picture.place.folder).find(PictureName(picture.place.file)).has_value();
        } catch (const base::Error&) {
            return false;
        }
    }

    void saw_picture_in(const std::string& folder) { m_seen[folder] = true; }

    /// Whether a recorded picture is in the folder, so that one that is missing from it is known to
    /// be gone. That the folder is there says nothing: it may be a mount point without its NAS.
    bool has_picture_in(const std::string& folder) {
        const auto known = m_seen.find(folder);
        if (known != m_seen.end()) {
            return known->second;
        }
        const auto pictures = m_catalogue.some_in(folder, k_looks);
        return m_seen[folder] =
                   std::any_of(pictures.begin(), pictures.end(),
                               [&](const RecordedPicture& picture) { return holds(picture); });
    }

private:
    Catalogue& m_catalogue;
    const OpenFolder& m_open;
    std::map<std::string, std::unique_ptr<PictureStore>> m_stores;
    std::map<std::string, bool> m_seen;
};

Expiry expiry_of(const Retention& retention, std::optional<base::SystemTime> now) {
    Expiry expiry;
    if (retention.age && now) {
        expiry.before = *now - *retention.age;
    }
    if (retention.count) {
        expiry.keep = *retention.count;
    }
    return expiry;
}

/// Deletes the files of a batch that was marked.
std::size_t remove_files(RecordedFolders& folders, const std::vector<RecordedPicture>& batch,
                         const std::stop_token& stop, std::vector<Removal>& removals) {
    std::size_t deleted = 0;
    for (const RecordedPicture& picture : batch) {
        if (stop.stop_requested()) {
            removals.push_back({picture.number, false});
            continue;
        }
        const std::string& folder = picture.place.folder;
        const FileState state = folders.store(folder).remove_if_unchanged(
            PictureName(picture.place.file), {picture.facts.size, picture.facts.sha256});
        if (state == FileState::unchanged) {
            folders.saw_picture_in(folder);
            ++deleted;
        }
        const bool may_be_away = state == FileState::missing && !folders.has_picture_in(folder);
        removals.push_back({picture.number, state != FileState::unreachable && !may_be_away});
    }
    return deleted;
}

} // namespace

std::size_t remove_expired(Catalogue& catalogue, const OpenFolder& open_folder,
                           const std::string& camera_id, const Retention& retention,
                           std::optional<base::SystemTime> now, std::stop_token stop) {
    if (retention.keeps_all()) {
        return 0;
    }
    const auto last = catalogue.last_expired(camera_id, expiry_of(retention, now));
    if (!last) {
        return 0;
    }
    RecordedFolders folders(catalogue, open_folder);
    // Otherwise the folder is away, perhaps a NAS that is not mounted, and nothing can be said of
    // the older ones.
    const auto newest = catalogue.newest(camera_id);
    if (!newest || !folders.holds(*newest)) {
        return 0;
    }
    std::size_t deleted = 0;
    std::optional<PicturePosition> after;
    while (!stop.stop_requested()) {
        const auto batch = catalogue.begin_removal(camera_id, *last, k_batch, after);
        if (batch.empty()) {
            break;
        }
        std::vector<Removal> removals;
        deleted += remove_files(folders, batch, stop, removals);
        catalogue.end_removal(removals);
        const PicturePosition end{batch.back().captured, batch.back().number};
        if (batch.size() < k_batch || end >= *last) {
            break;
        }
        after = end;
    }
    return deleted;
}

} // namespace archive
