// SPDX-License-Identifier: Apache-2.0
#include "archive/archive.hpp"

#include "archive/folder_store.hpp"
#include "base/files/paths.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"

#include <chrono>
#include <utility>

namespace archive {
namespace {

SavedPicture save_capture(PictureStore& store, const NameTemplate& name, const NameFields& fields,
                          const snapshot::Picture& picture) {
    SavedPicture saved = save_picture(store, name, fields, picture.bytes);
    if (!saved.unchanged || !picture.captured) {
        return saved;
    }
    const auto stored = store.find(saved.name);
    // File systems keep times to two seconds.
    if (stored && *picture.captured > stored->modified + std::chrono::seconds(2)) {
        store.put(saved.name, picture.bytes, *picture.captured);
        saved.unchanged = false;
    }
    return saved;
}

} // namespace

Archive::Archive(std::filesystem::path record, base::Clock& clock, OpenFolder open_folder)
    : m_record(std::move(record), clock), m_open_folder(std::move(open_folder)) {}

std::unique_ptr<PictureStore> Archive::open_files(const std::string& folder) {
    return std::make_unique<FolderStore>(base::path_from_utf8(folder));
}

ArchivedPicture Archive::save(PictureStore& store, const NameTemplate& name,
                              const NameFields& fields, const snapshot::Picture& picture) {
    ArchivedPicture saved{save_capture(store, name, fields, picture),
                          base::hex_encode(base::sha256(picture.bytes)),
                          {}};
    if (!saved.is_new()) {
        return saved;
    }
    try {
        m_record.append({saved.location.absolute, fields.id, fields.name, fields.time,
                         picture.bytes.size(), saved.sha256, picture.captured.has_value()});
    } catch (const base::Error& error) {
        // The picture is what matters.
        saved.not_recorded = error;
    }
    return saved;
}

SavedPicture Archive::keep_copy(PictureStore& store, const NameTemplate& name,
                                const NameFields& fields, const snapshot::Picture& picture) {
    return save_capture(store, name, fields, picture);
}

FileState Archive::state_of(const IndexEntry& entry) const {
    const auto place = place_of(entry.path);
    return place ? m_open_folder(place->folder)->state_of(place->name, {entry.size, entry.sha256})
                 : FileState::changed;
}

std::size_t Archive::expire(const std::string& camera_id, const Retention& retention,
                            std::optional<base::SystemTime> now) {
    return remove_expired(m_record, m_open_folder, camera_id, retention, now);
}

} // namespace archive
