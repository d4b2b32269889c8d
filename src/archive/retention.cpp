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
    return expired && PicturePosition{picture.captured, picture.number} <= expired->last &&
           !expired->kept.contains(picture.number);
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
    while (!stop.stop_requested()) {
        const auto batch = catalogue.begin_removal(camera_id, expired->last, k_batch, after,
                                                   expired->kept, unsent);
        if (batch.empty()) {
            break;
        }
        std::vector<Removal> removals;
        deleted += remove_files(folders, batch, stop, removals);
        catalogue.end_removal(removals);
        const PicturePosition end{batch.back().captured, batch.back().number};
        if (batch.size() < k_batch || end >= expired->last) {
            break;
        }
        after = end;
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
            after = PicturePosition{picture.captured, picture.number};
            const bool is_unsent = is_any_waiting && uploads.is_waiting(picture.number);
            if (has_expired(picture, is_unsent ? expired_unsent : expired) &&
                folders.state_of(picture) == FileState::unchanged) {
                take(picture, is_unsent);
            }
        }
    }
}

} // namespace archive
