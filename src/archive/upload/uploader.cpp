// SPDX-License-Identifier: Apache-2.0
#include "archive/upload/uploader.hpp"

#include "base/error.hpp"
#include "base/system/parallel.hpp"
#include "base/text/sha256.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace archive {
namespace {

constexpr std::size_t k_most_at_once = 8;
/// Pictures that are looked up at a time.
constexpr std::size_t k_uploads_a_query = 256;
/// Of a backlog so many are sent before the newest pictures have their turn again.
constexpr std::size_t k_sent_in_a_row = 64;
constexpr std::size_t k_noted_together = 16;
/// A store that refuses so many pictures in a row takes none.
constexpr int k_most_refused = 3;

/// Whether another picture may fare better.
bool is_of_picture(const s3::StoreError& error) {
    return error.refusal() == s3::Refusal::other;
}

} // namespace

/// Shared by the threads of a round.
struct Uploader::Progress {
    const std::stop_token& stop;
    const TellUpload& tell;
    /// The numbers of the newest pictures that were tried before their turn. Not guarded: changes
    /// while nothing is sent.
    std::set<std::int64_t> tried_first = {};
    std::mutex mutex = {};
    UploadRound round = {};
    int refused_in_a_row = 0;
    /// Stored, and not noted yet.
    std::vector<UploadedObject> objects = {};
    bool is_over = false;
    /// What another thread threw.
    std::optional<base::Error> trouble = std::nullopt;

    bool goes_on() {
        const std::lock_guard guard(mutex);
        return !is_over && !stop.stop_requested();
    }

    void stored(UploadedObject object) {
        const std::lock_guard guard(mutex);
        ++round.sent;
        refused_in_a_row = 0;
        objects.push_back(std::move(object));
    }

    /// Those that are to be noted; none when there are fewer than `at_least`.
    std::vector<UploadedObject> take_stored(std::size_t at_least) {
        const std::lock_guard guard(mutex);
        return objects.size() < at_least ? std::vector<UploadedObject>()
                                         : std::exchange(objects, {});
    }

    /// @return whether it is the store rather than the picture
    bool failed(const s3::StoreError& error) {
        const std::lock_guard guard(mutex);
        const bool is_of_store = !is_of_picture(error) || ++refused_in_a_row == k_most_refused;
        is_over = is_over || is_of_store;
        if (is_of_store || !round.failure) {
            round.failure = error;
        }
        return is_of_store;
    }

    void left_out() {
        const std::lock_guard guard(mutex);
        ++round.left_out;
    }

    void cannot_read(const base::Error& error) {
        const std::lock_guard guard(mutex);
        if (!round.failure) {
            round.failure.emplace(s3::Refusal::other, error.message(), error.hint());
        }
    }

    void ended(const base::Error& error) {
        const std::lock_guard guard(mutex);
        is_over = true;
        if (error.code() != base::ErrorCode::interrupted) {
            trouble = error;
        }
    }
};

Uploader::Uploader(Catalogue& catalogue, OpenFolder open_folder, ObjectStore& store,
                   UploadTarget target)
    : m_catalogue(catalogue),
      m_open_folder(std::move(open_folder)),
      m_records(catalogue),
      m_store(store),
      m_target(std::move(target)) {}

UploadRound Uploader::run(const std::stop_token& stop, const TellUpload& tell) {
    Progress progress{stop, tell};
    std::optional<PicturePosition> after;
    while (progress.goes_on()) {
        const auto batch = m_records.waiting(m_target, k_uploads_a_query, after);
        if (batch.empty()) {
            break;
        }
        std::set<std::string> free;
        try {
            free = free_names(batch);
        } catch (const base::Error& error) {
            progress.ended(error);
        }
        for (std::span<const WaitingUpload> rest(batch); !rest.empty();) {
            if (batch.size() > k_sent_in_a_row) {
                send_newest(free, progress);
            }
            const std::size_t count = std::min(rest.size(), k_sent_in_a_row);
            send_several(rest.first(count), free, progress);
            rest = rest.subspan(count);
        }
        const RecordedPicture& last = batch.back().picture;
        after = PicturePosition{last.captured, last.number};
    }
    if (progress.trouble) {
        throw base::Error(*progress.trouble);
    }
    if (progress.is_over && progress.round.failure) {
        m_records.failed(m_target, progress.round.failure->message());
    }
    return progress.round;
}

/// A camera's pictures are near each other in a listing, those of several need not be. A name that
/// two of them want is free for neither.
std::set<std::string> Uploader::free_names(const std::vector<WaitingUpload>& batch) const {
    std::map<std::string, std::set<std::string>> names;
    std::set<std::string> all;
    std::set<std::string> wanted_twice;
    for (const WaitingUpload& upload : batch) {
        names[upload.picture.camera_id].insert(upload.name);
        if (!all.insert(upload.name).second) {
            wanted_twice.insert(upload.name);
        }
    }
    std::set<std::string> free;
    for (const auto& [camera, of_camera] : names) {
        free.merge(m_store.free_names(of_camera));
    }
    for (const std::string& name : wanted_twice) {
        free.erase(name);
    }
    return free;
}

/// Who looks at the pictures in the bucket wants the newest, and not after a backlog of days.
void Uploader::send_newest(std::set<std::string>& free_names, Progress& progress) {
    const auto newest = m_records.newest_waiting(m_target);
    send_several(newest, {}, progress);
    for (const WaitingUpload& upload : newest) {
        progress.tried_first.insert(upload.picture.number);
        free_names.erase(upload.name);
    }
}

void Uploader::send_several(std::span<const WaitingUpload> uploads,
                            const std::set<std::string>& free_names, Progress& progress) {
    // Where the store has no conditions, two that want one name at the same time would both find it
    // free: they go one after the other.
    std::set<std::string_view> names;
    std::vector<const WaitingUpload*> together;
    std::vector<const WaitingUpload*> afterwards;
    for (const WaitingUpload& upload : uploads) {
        (names.insert(upload.name).second ? together : afterwards).push_back(&upload);
    }
    const auto send = [&](const WaitingUpload& upload) {
        if (progress.goes_on() && !progress.tried_first.contains(upload.picture.number)) {
            send_in_round(upload, free_names.contains(upload.name), progress);
        }
    };
    base::for_each_parallel(together.size(), k_most_at_once,
                            [&](std::size_t i) { send(*together[i]); });
    for (const WaitingUpload* upload : afterwards) {
        send(*upload);
    }
    note(progress, 1);
}

void Uploader::send_in_round(const WaitingUpload& upload, bool name_is_free, Progress& progress) {
    std::optional<std::string> bytes;
    try {
        bytes = read(upload.picture);
    } catch (const base::Error& error) {
        progress.cannot_read(error);
        return;
    }
    try {
        if (!bytes) {
            m_records.drop(m_target, upload.picture.number);
            progress.left_out();
            return;
        }
        const std::string key = store(upload, *bytes, name_is_free);
        progress.stored({upload.picture.number, key});
        if (progress.tell) {
            progress.tell(upload, key);
        }
        note(progress, k_noted_together);
    } catch (const s3::StoreError& error) {
        try {
            if (!progress.failed(error)) {
                m_records.refused(m_target, upload.picture.number, error.message());
            }
        } catch (const base::Error& trouble) {
            progress.ended(trouble);
        }
    } catch (const base::Error& error) {
        progress.ended(error);
    }
}

std::string Uploader::send(const WaitingUpload& upload) {
    const auto bytes = read(upload.picture);
    if (!bytes) {
        m_records.drop(m_target, upload.picture.number);
        return {};
    }
    const std::string key = store(upload, *bytes, false);
    m_records.sent(m_target, {{upload.picture.number, key}});
    return key;
}

std::string Uploader::store(const WaitingUpload& upload, std::string_view bytes,
                            bool name_is_free) {
    const RecordedPicture& picture = upload.picture;
    return m_store
        .put_new(PictureName(upload.name), {.bytes = bytes,
                                            .captured = picture.captured,
                                            .camera_id = picture.camera_id,
                                            .sha256 = picture.facts.sha256,
                                            .name_is_free = name_is_free})
        .key;
}

/// Notes what was stored when there is enough of it: each transaction waits for the disk.
void Uploader::note(Progress& progress, std::size_t at_least) {
    if (const auto objects = progress.take_stored(at_least); !objects.empty()) {
        m_records.sent(m_target, objects);
    }
}

/// std::nullopt when the file is gone or holds something else. Throws Error{cannot_write} when it
/// cannot be read now, perhaps because a NAS is not mounted.
std::optional<std::string> Uploader::read(const RecordedPicture& picture) const {
    RecordedFolders folders(m_catalogue, m_open_folder);
    const std::string& folder = picture.place.folder;
    PictureStore& store = folders.store(folder);
    const PictureName name(picture.place.file);
    auto bytes = store.read(name);
    if (!bytes && (store.state_of(name, {}) == FileState::unreachable ||
                   !folders.has_picture_in(folder))) {
        throw base::Error(base::ErrorCode::cannot_write,
                          "cannot read " + store.location(name).shown,
                          "check that the disk or share of this folder is mounted");
    }
    if (!bytes || base::sha256_hex(*bytes) != picture.facts.sha256) {
        return {};
    }
    return bytes;
}

} // namespace archive
