// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/file_name.hpp"
#include "archive/picture_index.hpp"
#include "archive/picture_store.hpp"
#include "archive/retention.hpp"
#include "archive/save_picture.hpp"
#include "base/clock.hpp"
#include "base/error.hpp"
#include "snapshot/picture_check.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace archive {

/// A picture that was saved and recorded.
struct ArchivedPicture : SavedPicture {
    /// SHA-256 of the picture, in hexadecimal digits. Computed here and nowhere else.
    std::string sha256;
    /// Why the picture, which was saved, is not in the record: it will never be deleted by
    /// expire().
    std::optional<base::Error> not_recorded;

    /// Whether something was written for it.
    bool is_new() const { return !unchanged && !kept_newer; }
};

/// The pictures that this program saved: stores, the record of what is in them, and the rules for
/// their names. May be used from many threads and processes at a time.
class Archive {
public:
    /// @param record       the record's file; it is made when it is needed
    /// @param clock        must outlive this object
    /// @param open_folder  gives the stores of the folders that the record names
    Archive(std::filesystem::path record, base::Clock& clock, OpenFolder open_folder = open_files);

    /// Saves the picture as save_picture() does and records it. A camera that is frozen gives the
    /// same bytes again, captured later: the file then becomes that capture. Throws
    /// Error{cannot_write}; an error of the record is part of the result.
    /// @param fields  their time is that of the capture
    ArchivedPicture save(PictureStore& store, const NameTemplate& name, const NameFields& fields,
                         const snapshot::Picture& picture);

    /// Saves a further copy, which is not recorded. Throws Error{cannot_write}.
    static SavedPicture keep_copy(PictureStore& store, const NameTemplate& name,
                                  const NameFields& fields, const snapshot::Picture& picture);

    /// The pictures that should be where they were saved, in the order in which they were saved.
    std::vector<IndexEntry> pictures() const { return m_record.entries(); }

    /// Calls `take` for every recorded picture, also those whose files are gone.
    void for_each(const std::function<void(IndexEntry)>& take) const { m_record.for_each(take); }

    /// What became of a recorded picture's file.
    FileState state_of(const IndexEntry& entry) const;

    /// Deletes the expired pictures of a camera as remove_expired() does.
    std::size_t expire(const std::string& camera_id, const Retention& retention,
                       std::optional<base::SystemTime> now);

private:
    static std::unique_ptr<PictureStore> open_files(const std::string& folder);

    PictureIndex m_record;
    OpenFolder m_open_folder;
};

} // namespace archive
