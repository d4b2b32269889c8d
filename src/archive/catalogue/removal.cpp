// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/removal.hpp"

#include "archive/catalogue/catalogue_rows.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace archive {
namespace {

constexpr auto k_position = "SELECT captured_ms, id FROM picture WHERE camera = ?1 AND gone_ms IS "
                            "NULL ";

std::optional<PicturePosition> position_in(Query& query) {
    return query.next() ? std::optional(PicturePosition{from_ms(query.number(0)), query.number(1)})
                        : std::nullopt;
}

std::optional<PicturePosition> newest_position(Database& database, std::int64_t camera) {
    Query query(database, std::string(k_position) + "ORDER BY captured_ms DESC, id DESC LIMIT 1",
                camera);
    return position_in(query);
}

std::optional<PicturePosition> last_too_old(Database& database, std::int64_t camera,
                                            base::SystemTime before) {
    Query query(database,
                std::string(k_position) +
                    "AND captured_ms < ?2 ORDER BY captured_ms DESC, id DESC LIMIT 1",
                camera, to_ms(before));
    return position_in(query);
}

/// Counted from the oldest: there are few of them, and many that are kept.
std::optional<PicturePosition> last_too_many(Database& database, std::int64_t camera,
                                             std::uintmax_t keep) {
    Query count(database, "SELECT pictures FROM camera WHERE id = ?1", camera);
    const std::uintmax_t all =
        count.next() ? static_cast<std::uintmax_t>(count.number(0)) : std::uintmax_t{0};
    if (all <= keep) {
        return {};
    }
    Query query(database, std::string(k_position) + "ORDER BY captured_ms, id LIMIT 1 OFFSET ?2",
                camera, static_cast<std::int64_t>(all - keep) - 1);
    return position_in(query);
}

/// The last picture before `newest`, which never expires.
std::optional<PicturePosition> last_before(Database& database, std::int64_t camera,
                                           const PicturePosition& newest) {
    Query query(database,
                std::string(k_position) + "AND (captured_ms, id) < (?2, ?3) ORDER BY captured_ms "
                                          "DESC, id DESC LIMIT 1",
                camera, to_ms(newest.captured), newest.number);
    return position_in(query);
}

} // namespace

std::optional<RecordedPicture> find_newest_before(Database& database,
                                                  std::optional<std::int64_t> camera,
                                                  const PicturePosition& position,
                                                  std::optional<std::int64_t> local_end) {
    Query query(database,
                std::string(k_picture_columns) +
                    "WHERE picture.camera = ?1 AND (captured_ms, picture.id) < (?2, ?3) AND "
                    "gone_ms IS NULL AND (?4 IS NULL OR captured_ms + utc_offset * 1000 < ?4) "
                    "ORDER BY captured_ms DESC, picture.id DESC LIMIT 1",
                camera, to_ms(position.captured), position.number, local_end);
    return query.next() ? std::optional(picture_of(query)) : std::nullopt;
}

std::optional<PicturePosition> find_last_expired(Database& database, std::int64_t camera,
                                                 const Expiry& expiry) {
    std::optional<PicturePosition> last;
    if (expiry.before) {
        last = last_too_old(database, camera, *expiry.before);
    }
    if (expiry.keep) {
        // An empty optional is less than any position.
        last = std::max(last, last_too_many(database, camera, *expiry.keep));
    }
    const auto newest = newest_position(database, camera);
    return last && newest && *last >= *newest ? last_before(database, camera, *newest) : last;
}

std::vector<RecordedPicture> mark_expired(Database& database, std::int64_t camera,
                                          const PicturePosition& last, std::int64_t limit,
                                          std::optional<PicturePosition> after,
                                          const std::set<std::int64_t>& kept, Unsent unsent) {
    std::vector<RecordedPicture> pictures;
    const auto most = static_cast<std::size_t>(limit);
    const auto take = [&](Query query) {
        while (pictures.size() < most && query.next()) {
            RecordedPicture picture = picture_of(query);
            if (!kept.contains(picture.number)) {
                pictures.push_back(std::move(picture));
            }
        }
    };
    // Enough to go on when all that are kept are among them.
    const auto with_kept = limit + static_cast<std::int64_t>(kept.size());
    const std::string columns = k_picture_columns;
    if (!after && unsent == Unsent::left_out) {
        take(Query(database,
                   // By itself SQLite would go through all pictures of the camera.
                   columns + "WHERE picture.id IN (SELECT id FROM picture INDEXED BY "
                             "picture_leaving WHERE camera = ?1 AND leaving = 1 AND gone_ms IS "
                             "NULL) ORDER BY captured_ms, picture.id LIMIT ?2",
                   camera, with_kept));
    }
    const PicturePosition start = after.value_or(PicturePosition{base::SystemTime::min(), 0});
    take(Query(database,
               columns +
                   "WHERE picture.camera = ?1 AND (captured_ms, picture.id) > (?2, ?3) AND "
                   "(captured_ms, picture.id) <= (?4, ?5) AND leaving = 0 AND gone_ms IS NULL AND "
                   "EXISTS (SELECT 1 FROM upload WHERE upload.picture = picture.id AND sent_ms IS "
                   "NULL) = ?7 ORDER BY captured_ms, picture.id LIMIT ?6",
               camera, to_ms(start.captured), start.number, to_ms(last.captured), last.number,
               with_kept, unsent == Unsent::only));
    for (const RecordedPicture& picture : pictures) {
        Query(database, "UPDATE picture SET leaving = 1 WHERE id = ?1", picture.number).run();
    }
    return pictures;
}

void close_removals(Database& database, const std::vector<Removal>& removals,
                    base::SystemTime now) {
    std::set<std::int64_t> cameras;
    for (const Removal& removal : removals) {
        if (removal.is_gone) {
            close_picture(database, removal.number, now);
        } else {
            Query(database, "UPDATE picture SET leaving = 0 WHERE id = ?1", removal.number).run();
        }
        Query camera(database, "SELECT camera FROM picture WHERE id = ?1", removal.number);
        if (camera.next()) {
            cameras.insert(camera.number(0));
        }
    }
    for (const std::int64_t camera : cameras) {
        forget_gone(database, camera, now);
    }
}

} // namespace archive
