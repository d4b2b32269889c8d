// SPDX-License-Identifier: Apache-2.0
#include "snapshot/retention.hpp"

#include "base/encoding.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/sha256.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

namespace snapshot {

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
    return newest != nullptr && std::filesystem::exists(newest->path, error);
}

/// Throws Error{cannot_write} when the file cannot be looked at right now.
bool is_unchanged(const IndexEntry& entry) {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(entry.path, error);
    if (!std::filesystem::status_known(status)) {
        throw base::Error(base::ErrorCode::cannot_write, "cannot read " + entry.path);
    }
    if (!std::filesystem::is_regular_file(status) ||
        std::filesystem::file_size(entry.path, error) != entry.size || error) {
        return false;
    }
    const auto bytes = base::read_file(entry.path, entry.size);
    return bytes && base::hex_encode(base::sha256(*bytes)) == entry.sha256;
}

} // namespace

std::vector<IndexEntry> expired(std::vector<IndexEntry> entries, const std::string& camera_id,
                                const Retention& retention, base::SystemTime now) {
    std::erase_if(entries, [&](const IndexEntry& entry) { return entry.camera_id != camera_id; });
    std::stable_sort(entries.begin(), entries.end(),
                     [](const IndexEntry& left, const IndexEntry& right) {
                         return left.captured > right.captured;
                     });
    std::vector<IndexEntry> result;
    for (std::size_t i = 1; i < entries.size(); ++i) {
        const bool too_many = retention.count && i >= *retention.count;
        const bool too_old = retention.age && now - entries[i].captured > *retention.age;
        if (too_many || too_old) {
            result.push_back(entries[i]);
        }
    }
    return result;
}

std::size_t remove_expired(PictureIndex& index, const std::string& camera_id,
                           const Retention& retention, base::SystemTime now) {
    if (retention.keeps_all()) {
        return 0;
    }
    const std::vector<IndexEntry> entries = index.entries();
    if (!is_archive_there(entries, camera_id)) {
        return 0;
    }
    std::set<std::string> forgotten;
    std::size_t deleted = 0;
    for (const IndexEntry& entry : expired(entries, camera_id, retention, now)) {
        std::error_code error;
        try {
            if (is_unchanged(entry)) {
                if (!std::filesystem::remove(entry.path, error) && error) {
                    continue;
                }
                ++deleted;
            }
        } catch (const base::Error&) {
            // It cannot be read right now, a NAS that is away perhaps.
            continue;
        }
        forgotten.insert(entry.path);
    }
    if (!forgotten.empty()) {
        index.remove([&](const IndexEntry& entry) { return forgotten.contains(entry.path); });
    }
    return deleted;
}

} // namespace snapshot
