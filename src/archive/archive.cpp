// SPDX-License-Identifier: Apache-2.0
#include "archive/archive.hpp"

#include "archive/exif/exif_writer.hpp"
#include "archive/folder_store.hpp"
#include "base/files/paths.hpp"
#include "base/text/local_time.hpp"
#include "base/text/sha256.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace archive {
namespace {

/// How a camera is named whose name is not known.
bool is_stand_in(const NameFields& fields) {
    return fields.name == "camera " + fields.id;
}

KnownFile known_as(const RecordedPicture& picture) {
    return {picture.camera_id,
            picture.captured,
            picture.is_timed,
            {picture.facts.size, picture.facts.sha256},
            picture.facts.received_sha256};
}

KnownFile known_as(const SteadyCopy& copy) {
    return {copy.camera_id,
            copy.captured,
            copy.is_timed,
            {copy.size, copy.sha256},
            copy.received_sha256};
}

/// SHA-256 of the bytes of a file for `picture`, of which that of the received bytes is known.
std::string hash_of(const std::string& bytes, const snapshot::Picture& picture,
                    const std::string& received_sha256) {
    return bytes == picture.bytes ? received_sha256 : base::sha256_hex(bytes);
}

int folders_in(const PictureName& name) {
    return static_cast<int>(std::count(name.text().begin(), name.text().end(), '/'));
}

/// None of a newer picture that was kept in place of the one that came.
std::vector<PlannedUpload> planned_uploads(const SavedPicture& saved, const UploadPlan& plan,
                                           const NameFields& fields) {
    std::vector<PlannedUpload> uploads;
    if (!saved.kept_newer && !plan.targets.empty()) {
        const PictureName name = plan.name ? plan.name->render(fields) : saved.name;
        for (const UploadTarget& target : plan.targets) {
            uploads.push_back({target, name.text()});
        }
    }
    return uploads;
}

} // namespace

std::string in_form(PictureForm form, const snapshot::Picture& picture, const NameFields& fields) {
    if (form == PictureForm::as_received) {
        return picture.bytes;
    }
    return with_exif(picture.bytes, {.camera_id = fields.id,
                                     .camera_name = is_stand_in(fields) ? "" : fields.name,
                                     .model = fields.model,
                                     .captured = picture.captured,
                                     .width = picture.width,
                                     .height = picture.height});
}

Archive::Archive(const std::filesystem::path& record, base::Clock& clock, Options options)
    : m_clock(clock),
      m_stop(options.stop),
      m_open_folder(std::move(options.open_folder)),
      m_catalogue(record, clock, {.stop = options.stop, .tell = options.tell}),
      m_recorder(m_catalogue, clock, options.tell) {}

std::unique_ptr<PictureStore> Archive::open_files(const std::string& folder) {
    return std::make_unique<FolderStore>(base::path_from_utf8(folder));
}

std::optional<KnownFile> Archive::know(const FilePlace& place) {
    return m_recorder.look_up<KnownFile>([&](Catalogue& catalogue) -> std::optional<KnownFile> {
        if (const auto picture = catalogue.find(place)) {
            return known_as(*picture);
        }
        const auto copy = catalogue.find_copy(place);
        return copy ? std::optional(known_as(*copy)) : std::nullopt;
    });
}

ArchivedPicture Archive::save(PictureStore& store, const NameTemplate& name,
                              const NameFields& fields, const snapshot::Picture& picture,
                              PictureForm form, const UploadPlan& uploads) {
    const std::string bytes = in_form(form, picture, fields);
    const std::string received = base::sha256_hex(picture.bytes);
    const std::string sha256 = hash_of(bytes, picture, received);
    const bool is_timed = picture.captured.has_value();
    ArchivedPicture saved{save_picture(store,
                                       [this](const FilePlace& place) { return know(place); }, name,
                                       fields, {bytes, sha256, received, is_timed}),
                          received};
    const std::vector<PlannedUpload> planned = planned_uploads(saved, uploads, fields);
    if (!saved.to_be_recorded && !planned.empty()) {
        m_recorder.record_uploads(saved.location.place, planned);
    }
    if (saved.to_be_recorded) {
        m_recorder.record({.camera_id = fields.id,
                           .camera_name = is_stand_in(fields) ? std::string() : fields.name,
                           .captured = fields.time,
                           .utc_offset = base::zone_offset_at(fields.time),
                           .is_timed = is_timed,
                           .place = saved.location.place,
                           .facts = {.size = saved.digest.size,
                                     .width = picture.width,
                                     .height = picture.height,
                                     .brightness = picture.brightness,
                                     .sha256 = saved.digest.sha256,
                                     .received_sha256 = received},
                           .saved = m_clock.now(),
                           .gone = std::nullopt,
                           .name_folders = folders_in(saved.name),
                           .uploads = planned});
    }
    return saved;
}

SavedPicture Archive::keep_copy(PictureStore& store, const NameTemplate& name,
                                const NameFields& fields, const snapshot::Picture& picture,
                                const ArchivedPicture& archived, PictureForm form) {
    const std::string bytes = in_form(form, picture, fields);
    const std::string sha256 = hash_of(bytes, picture, archived.received_sha256);
    const bool is_timed = picture.captured.has_value();
    SavedPicture copy =
        save_picture(store, [this](const FilePlace& place) { return know(place); }, name, fields,
                     {bytes, sha256, archived.received_sha256, is_timed});
    if (copy.to_be_recorded && copy.location.place != archived.location.place) {
        m_recorder.record_copy({.place = copy.location.place,
                                .camera_id = fields.id,
                                .captured = fields.time,
                                .is_timed = is_timed,
                                .size = copy.digest.size,
                                .sha256 = copy.digest.sha256,
                                .received_sha256 = archived.received_sha256,
                                .saved = m_clock.now()});
    }
    return copy;
}

FileState Archive::state_of(const RecordedPicture& picture) const {
    return m_open_folder(picture.place.folder)
        ->state_of(PictureName(picture.place.file), {picture.facts.size, picture.facts.sha256});
}

std::size_t Archive::expire_unsent(const std::string& camera_id, const Retention& retention,
                                   std::optional<base::SystemTime> now) {
    return remove_expired(m_catalogue, m_open_folder, camera_id, doubled(retention), now, m_stop,
                          Unsent::only);
}

std::size_t Archive::expire(const std::string& camera_id, const Retention& retention,
                            std::optional<base::SystemTime> now) {
    return remove_expired(m_catalogue, m_open_folder, camera_id, retention, now, m_stop);
}

void Archive::for_each_expired(const std::string& camera_id, const Retention& retention,
                               std::optional<base::SystemTime> now,
                               const std::function<void(const RecordedPicture&, bool)>& take) {
    archive::for_each_expired(m_catalogue, m_open_folder, camera_id, retention, now, take, m_stop);
}

} // namespace archive
