// SPDX-License-Identifier: Apache-2.0
#include "archive/retention.hpp"

#include "archive/recorded_file.hpp"
#include "base/files/paths.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>

namespace archive {

namespace {

/// Whether the newest picture of the camera is where it was saved: otherwise the folder is away, a
/// NAS that is not mounted perhaps, and nothing can be said of the older ones.
bool is_archive_there(const std::vector<IndexEntry>& entries, const std::string& camera_id) {
    const IndexEntry* newest = nullptr;
    for (const IndexEntry& entry : entries) {
        if (entry.camera_id == camera_id && (!newest || entry.captured >= newest->captured)) {
            newest = &entry;
        }
    }
    std::error_code error;
    return newest != nullptr && std::filesystem::exists(base::path_from_utf8(newest->path), error);
}

/// Tells the folders in which a file that is missing is known to be gone. That a folder is there
/// says nothing, since it may be a mount point without its NAS; another picture in it does.
class SeenFolders {
public:
    explicit SeenFolders(const std::vector<IndexEntry>& entries) : m_entries(entries) {}

    void saw(const std::filesystem::path& folder) { m_seen[folder] = true; }

    bool has_seen(const std::filesystem::path& folder) {
        const auto known = m_seen.find(folder);
        if (known != m_seen.end()) {
            return known->second;
        }
        return m_seen[folder] =
                   std::any_of(m_entries.begin(), m_entries.end(), [&](const IndexEntry& entry) {
                       std::error_code error;
                       return base::path_from_utf8(entry.path).parent_path() == folder &&
                              std::filesystem::is_regular_file(base::path_from_utf8(entry.path),
                                                               error);
                   });
    }

private:
    const std::vector<IndexEntry>& m_entries;
    std::map<std::filesystem::path, bool> m_seen;
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

std::size_t remove_expired(PictureIndex& index, const std::string& camera_id,
                           const Retention& retention, std::optional<base::SystemTime> now) {
    if (retention.keeps_all()) {
        return 0;
    }
    const std::vector<IndexEntry> entries = index.entries();
    if (!is_archive_there(entries, camera_id)) {
        return 0;
    }
    SeenFolders folders(entries);
    std::set<std::string> forgotten;
    std::size_t deleted = 0;
    for (const IndexEntry& entry : expired(entries, camera_id, retention, now)) {
        const std::filesystem::path folder = base::path_from_utf8(entry.path).parent_path();
        const FileState state = look_at(entry);
        std::error_code error;
        if (state == FileState::unchanged) {
            if (!std::filesystem::remove(base::path_from_utf8(entry.path), error) && error) {
                continue;
            }
            folders.saw(folder);
            ++deleted;
        }
        if (state == FileState::unreachable ||
            (state == FileState::missing && !folders.has_seen(folder))) {
            continue;
        }
        forgotten.insert(entry.path);
    }
    if (!forgotten.empty()) {
        index.remove([&](const IndexEntry& entry) { return forgotten.contains(entry.path); });
    }
    return deleted;
}

} // namespace archive
