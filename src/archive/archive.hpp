// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/catalogue.hpp"
#include "archive/file_name.hpp"
#include "archive/picture_store.hpp"
#include "archive/recorder.hpp"
#include "archive/retention.hpp"
#include "archive/save_picture.hpp"
#include "base/clock.hpp"
#include "snapshot/picture_check.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace archive {

/// How a picture is written.
enum class PictureForm {
    as_received,
    /// With EXIF data in a segment of its own.
    with_exif,
};

/// The bytes of a picture in this form.
std::string in_form(PictureForm form, const snapshot::Picture& picture, const NameFields& fields);

/// Where saved pictures are to be uploaded.
struct UploadPlan {
    std::vector<UploadTarget> targets = {};
    /// Names them there; std::nullopt: they keep their names.
    std::optional<NameTemplate> name = std::nullopt;
};

/// A picture that was saved, and was recorded or will be.
struct ArchivedPicture : SavedPicture {
    /// SHA-256 of what Ring sent, in hexadecimal digits. Computed here and nowhere else.
    std::string received_sha256;

    /// Whether the file holds EXIF data that Ring did not send.
    bool has_our_exif() const { return !kept_newer && digest.sha256 != received_sha256; }

    /// Whether something was written for it.
    bool is_new() const { return !unchanged && !kept_newer; }
};

/// The pictures that this program saved: stores, the catalogue of what is in them, and the rules
/// for their names. May be used from many threads and processes at a time.
class Archive {
public:
    struct Options {
        /// Ends waits for other processes, and a round of deleting.
        std::stop_token stop = {};
        /// Told what the user should know of the catalogue.
        TellCatalogueNews tell = {};
        /// Gives the stores of the folders that the catalogue names.
        OpenFolder open_folder = open_files;
    };

    /// @param record  names the files of the catalogue, as its constructor says; they are made when
    ///                they are needed
    /// @param clock   must outlive this object
    Archive(const std::filesystem::path& record, base::Clock& clock, Options options);

    /// Saves the picture as save_picture() does, flushed to the disk, and records it. Throws
    /// Error{cannot_write} when it cannot be saved; when it cannot be recorded, that is done later.
    /// @param fields  their time is that of the capture
    /// @param uploads  are recorded with it, and made by others
    ArchivedPicture save(PictureStore& store, const NameTemplate& name, const NameFields& fields,
                         const snapshot::Picture& picture,
                         PictureForm form = PictureForm::as_received,
                         const UploadPlan& uploads = {});

    /// Saves a further copy, which is not a picture of the archive, in the same way. Throws
    /// Error{cannot_write}.
    /// @param archived  what save() returned of the picture
    SavedPicture keep_copy(PictureStore& store, const NameTemplate& name, const NameFields& fields,
                           const snapshot::Picture& picture, const ArchivedPicture& archived,
                           PictureForm form = PictureForm::as_received);

    /// What became of a recorded picture's file.
    FileState state_of(const RecordedPicture& picture) const;

    /// Deletes the expired pictures of a camera as remove_expired() does, but none that is still to
    /// be uploaded.
    std::size_t expire(const std::string& camera_id, const Retention& retention,
                       std::optional<base::SystemTime> now);

    /// The same for those that are still to be uploaded, which are kept for twice as long.
    std::size_t expire_unsent(const std::string& camera_id, const Retention& retention,
                              std::optional<base::SystemTime> now);

    /// Calls `take` for each picture that expire_unsent() and expire() would delete now, as
    /// for_each_expired() does.
    void for_each_expired(const std::string& camera_id, const Retention& retention,
                          std::optional<base::SystemTime> now,
                          const std::function<void(const RecordedPicture&, bool)>& take);

    /// What is recorded.
    Catalogue& catalogue() { return m_catalogue; }

    /// Gives the stores of the folders that the catalogue names.
    const OpenFolder& folders() const { return m_open_folder; }

private:
    static std::unique_ptr<PictureStore> open_files(const std::string& folder);

    std::optional<KnownFile> know(const FilePlace& place);

    base::Clock& m_clock;
    std::stop_token m_stop;
    OpenFolder m_open_folder;
    Catalogue m_catalogue;
    Recorder m_recorder;
};

} // namespace archive
