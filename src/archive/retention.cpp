// SPDX-License-Identifier: Apache-2.0
#include "archive/retention.hpp"

#include "archive/catalogue/upload_records.hpp"
#include "archive/recorded_folders.hpp"
#include "base/error.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace archive {

namespace {

/// Pictures of one transaction: a second's work for a slow disk.
constexpr std::size_t k_batch = 100;

/// The pictures of a camera that have expired.
struct Expired {
    PicturePosition last;
    /// The numbers of those up to it that stay all the same.
    std::set<std::int64_t> kept;
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

/// std::nullopt when nothing has expired, or the folder of the newest picture is away, perhaps a
/// NAS that is not mounted: nothing can be said of the older ones then.
std::optional<Expired> find_expired(Catalogue& catalogue, RecordedFolders& folders,
                                    const std::string& camera_id, const Retention& retention,
                                    std::optional<base::SystemTime> now) {
    if (retention.keeps_all()) {
        return {};
    }
    const Expiry expiry = expiry_of(retention, now);
    const auto last = catalogue.last_expired(camera_id, expiry);
    const auto newest = last ? catalogue.newest(camera_id) : std::nullopt;
    if (!newest || !folders.holds(*newest)) {
        return {};
    }
    Expired expired{*last, {}};
    if (retention.thinning.keeps_any() && expiry.before) {
        expired.kept =
            find_kept(catalogue, camera_id, retention.thinning, *expiry.before,
                      [&](const RecordedPicture& picture) { return folders.holds(picture); });
    }
    return expired;
}

bool has_expired(const RecordedPicture& picture, const std::optional<Expired>& expired) {
    return expired && position_of(picture) <= expired->last &&
           !expired->kept.contains(picture.number);
}

/// The next pictures of a round.
struct Batch {
    /// Where the batch ends.
    PicturePosition end;
    /// The numbers of those up to there that stay: what thinning keeps, and whatever cannot be
    /// judged, which is not to be written about every ten minutes.
    std::set<std::int64_t> kept;
    /// Whether there is something up to there that does not stay.
    bool has_expired = false;
    bool is_last = false;
};

/// Reads only.
/// @param after  where the batch before ended
Batch look_ahead(Catalogue& catalogue, RecordedFolders& folders, const std::string& camera_id,
                 const Expired& expired, const std::optional<PicturePosition>& after) {
    const auto page =
        catalogue.pictures(camera_id, base::SystemTime::min(),
                           expired.last.captured + std::chrono::milliseconds(1), k_batch, after);
    Batch batch{expired.last, expired.kept};
    if (page.size() == k_batch) {
        batch.end = std::min(batch.end, position_of(page.back()));
    }
    batch.is_last = batch.end >= expired.last;
    for (const RecordedPicture& picture : page) {
        if (position_of(picture) > batch.end || batch.kept.contains(picture.number)) {
            continue;
        }
        if (folders.can_judge(picture)) {
            batch.has_expired = true;
        } else {
            batch.kept.insert(picture.number);
        }
    }
    return batch;
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

Retention doubled(const Retention& retention) {
    Retention result{.age = {}, .count = {}, .thinning = retention.thinning};
    if (retention.age) {
        result.age = 2 * *retention.age;
    }
    if (retention.count) {
        result.count = 2 * *retention.count;
    }
    return result;
}

std::size_t remove_expired(Catalogue& catalogue, const OpenFolder& open_folder,
                           const std::string& camera_id, const Retention& retention,
                           std::optional<base::SystemTime> now, std::stop_token stop,
                           Unsent unsent) {
    if (unsent == Unsent::only && !UploadRecords(catalogue).is_any_waiting()) {
        return 0;
    }
    RecordedFolders folders(catalogue, open_folder);
    const auto expired = find_expired(catalogue, folders, camera_id, retention, now);
    if (!expired) {
        return 0;
    }
    std::size_t deleted = 0;
    std::optional<PicturePosition> after;
    for (bool is_last = false; !is_last && !stop.stop_requested();) {
        const Batch batch = look_ahead(catalogue, folders, camera_id, *expired, after);
        // The first time also for what an earlier round left marked.
        if (batch.has_expired || !after) {
            const auto marked = catalogue.begin_removal(camera_id, batch.end, 2 * k_batch, after,
                                                        batch.kept, unsent);
            std::vector<Removal> removals;
            deleted += remove_files(folders, marked, stop, removals);
            if (!removals.empty()) {
                catalogue.end_removal(removals);
            }
        }
        after = batch.end;
        is_last = batch.is_last;
    }
    return deleted;
}

void for_each_expired(Catalogue& catalogue, const OpenFolder& open_folder,
                      const std::string& camera_id, const Retention& retention,
                      std::optional<base::SystemTime> now,
                      const std::function<void(const RecordedPicture&, bool)>& take,
                      std::stop_token stop) {
    RecordedFolders folders(catalogue, open_folder);
    UploadRecords uploads(catalogue);
    const bool is_any_waiting = uploads.is_any_waiting();
    const auto expired = find_expired(catalogue, folders, camera_id, retention, now);
    const auto expired_unsent =
        is_any_waiting ? find_expired(catalogue, folders, camera_id, doubled(retention), now)
                       : std::nullopt;
    std::optional<PicturePosition> after;
    for (bool is_more = expired.has_value(); is_more;) {
        const auto page = catalogue.pictures(camera_id, base::SystemTime::min(),
                                             expired->last.captured + std::chrono::milliseconds(1),
                                             k_batch, after);
        is_more = page.size() == k_batch;
        for (const RecordedPicture& picture : page) {
            if (stop.stop_requested()) {
                throw base::Error(base::ErrorCode::interrupted, "stopped");
            }
            after = position_of(picture);
            const bool is_unsent = is_any_waiting && uploads.is_waiting(picture.number);
            if (has_expired(picture, is_unsent ? expired_unsent : expired) &&
                folders.state_of(picture) == FileState::unchanged) {
                take(picture, is_unsent);
            }
        }
    }
}

} // namespace archive
