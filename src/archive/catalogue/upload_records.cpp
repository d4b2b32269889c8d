// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/upload_records.hpp"

#include "archive/catalogue/catalogue_rows.hpp"
#include "archive/catalogue/upload_rows.hpp"

#include <fmt/format.h>

#include <mutex>
#include <utility>

namespace archive {
namespace {

/// What waits, of a query for the number of a picture, its name in the target, and why it was
/// refused.
std::vector<WaitingUpload> waiting_uploads(Database& database, Query& query) {
    std::vector<WaitingUpload> uploads;
    while (query.next()) {
        Query picture(database, std::string(k_picture_columns) + "WHERE picture.id = ?1",
                      query.number(0));
        if (picture.next()) {
            uploads.push_back({picture_of(picture), query.text(1), query.text(2)});
        }
    }
    return uploads;
}

} // namespace

void UploadRecords::write(const std::function<void(Database&)>& work) {
    const std::lock_guard guard(m_catalogue.m_mutex);
    m_catalogue.m_file.write(work);
}

void UploadRecords::read(const std::function<void(Database&)>& work) {
    const std::lock_guard guard(m_catalogue.m_mutex);
    m_catalogue.m_file.read([&](Database& database) {
        if (has_uploads(database)) {
            work(database);
        }
    });
}

void UploadRecords::plan(const FilePlace& place, const std::vector<PlannedUpload>& uploads) {
    write([&](Database& database) {
        Query query(database,
                    "SELECT picture.id FROM picture JOIN folder ON folder.id = picture.folder "
                    "WHERE folder.path = ?1 AND file = ?2 AND gone_ms IS NULL",
                    place.folder, place.file);
        if (query.next()) {
            plan_uploads(database, query.number(0), uploads);
        }
    });
}

std::size_t
UploadRecords::plan(const std::vector<std::pair<std::int64_t, PlannedUpload>>& uploads) {
    std::size_t count = 0;
    write([&](Database& database) {
        count = 0;
        for (const auto& [picture, upload] : uploads) {
            count += plan_uploads(database, picture, {upload});
        }
    });
    return count;
}

std::optional<int> UploadRecords::name_folders(std::int64_t picture) {
    std::optional<int> folders;
    read([&](Database& database) {
        Query query(database, "SELECT folders FROM picture_name WHERE picture = ?1", picture);
        if (query.next()) {
            folders = static_cast<int>(query.number(0));
        }
    });
    return folders;
}

std::vector<WaitingUpload> UploadRecords::waiting(const UploadTarget& target, std::size_t limit,
                                                  std::optional<PicturePosition> after) {
    std::vector<WaitingUpload> uploads;
    read([&](Database& database) {
        const PicturePosition start = after.value_or(PicturePosition{base::SystemTime::min(), 0});
        Query query(database,
                    // The order of the index, so that it ends with the limit.
                    "SELECT upload.picture, name, failure FROM upload INDEXED BY upload_waiting "
                    "WHERE target = ?1 AND sent_ms IS NULL AND (captured_ms, picture) > (?2, ?3) "
                    "ORDER BY captured_ms, picture LIMIT ?4",
                    target_number(database, target), to_ms(start.captured), start.number,
                    static_cast<std::int64_t>(limit));
        uploads = waiting_uploads(database, query);
    });
    return uploads;
}

std::vector<WaitingUpload> UploadRecords::newest_waiting(const UploadTarget& target) {
    std::vector<WaitingUpload> uploads;
    read([&](Database& database) {
        Query query(
            database,
            // Two steps through indexes for each camera, whatever is recorded.
            "SELECT newest.id, upload.name, upload.failure FROM (SELECT (SELECT id FROM "
            "picture WHERE camera = camera.id AND (timed = 1 OR captured_ms <= ?2) AND "
            "gone_ms IS NULL ORDER BY captured_ms DESC, id DESC LIMIT 1) AS id FROM camera) "
            "AS newest CROSS JOIN upload ON upload.picture = newest.id AND target = ?1 "
            "WHERE sent_ms IS NULL",
            target_number(database, target), to_ms(m_catalogue.m_clock.now()));
        uploads = waiting_uploads(database, query);
    });
    return uploads;
}

std::optional<WaitingUpload> UploadRecords::waiting_in(const UploadTarget& target,
                                                       const FilePlace& place) {
    auto picture = m_catalogue.find(place);
    std::optional<WaitingUpload> upload;
    read([&](Database& database) {
        Query query(database,
                    "SELECT name, failure FROM upload WHERE picture = ?1 AND target = ?2 AND "
                    "sent_ms IS NULL",
                    picture ? picture->number : 0, target_number(database, target));
        if (query.next()) {
            upload = WaitingUpload{*picture, query.text(0), query.text(1)};
        }
    });
    return upload;
}

bool UploadRecords::is_waiting(std::int64_t picture) {
    bool is_waiting = false;
    read([&](Database& database) {
        Query query(database, "SELECT 1 FROM upload WHERE picture = ?1 AND sent_ms IS NULL",
                    picture);
        is_waiting = query.next();
    });
    return is_waiting;
}

bool UploadRecords::is_any_waiting() {
    bool is_any = false;
    read([&](Database& database) {
        // Without the index all that was sent would be looked at.
        is_any = Query(database, "SELECT 1 FROM upload INDEXED BY upload_waiting WHERE sent_ms IS "
                                 "NULL LIMIT 1")
                     .next();
    });
    return is_any;
}

void UploadRecords::sent(const UploadTarget& target, const std::vector<UploadedObject>& objects) {
    write([&](Database& database) {
        const std::int64_t number = target_number_made(database, target);
        for (const UploadedObject& object : objects) {
            Query(database,
                  "UPDATE upload SET sent_ms = ?3, object = ?4, failure = NULL WHERE picture = ?1 "
                  "AND target = ?2",
                  object.picture, number, to_ms(m_catalogue.m_clock.now()), object.key)
                .run();
        }
        Query(database,
              "UPDATE target SET failure = NULL, failed_ms = NULL WHERE id = ?1 AND failure IS NOT "
              "NULL",
              number)
            .run();
    });
}

void UploadRecords::drop(const UploadTarget& target, std::int64_t picture) {
    write([&](Database& database) {
        Query(database, "DELETE FROM upload WHERE picture = ?1 AND target = ?2 AND sent_ms IS NULL",
              picture, target_number(database, target))
            .run();
    });
}

std::size_t UploadRecords::send_again(const UploadTarget& target,
                                      const std::vector<SentUpload>& lost) {
    std::size_t count = 0;
    write([&](Database& database) {
        count = 0;
        for (const SentUpload& upload : lost) {
            Query(database,
                  "UPDATE upload SET sent_ms = NULL, object = NULL WHERE picture = ?1 AND target = "
                  "?2 AND object = ?3 AND EXISTS (SELECT 1 FROM picture WHERE id = ?1 AND gone_ms "
                  "IS NULL)",
                  upload.picture, target_number(database, target), upload.object)
                .run();
            count += static_cast<std::size_t>(database.changes());
        }
    });
    return count;
}

void UploadRecords::forget(const UploadTarget& target) {
    // A watch saves pictures meanwhile, which must not wait for all of it.
    constexpr int k_batch = 1000;
    for (const char* const some :
         {"INDEXED BY upload_waiting WHERE target = ?1 AND sent_ms IS NULL",
          "INDEXED BY upload_object WHERE target = ?1 AND sent_ms IS NOT NULL"}) {
        for (bool is_more = true; is_more;) {
            write([&](Database& database) {
                Query(database,
                      fmt::format("DELETE FROM upload WHERE target = ?1 AND picture IN (SELECT "
                                  "picture FROM upload {} LIMIT {})",
                                  some, k_batch),
                      target_number(database, target))
                    .run();
                is_more = database.changes() == k_batch;
            });
        }
    }
    write([&](Database& database) {
        const auto number = target_number(database, target);
        // What was planned meanwhile.
        Query(database, "DELETE FROM upload WHERE target = ?1", number).run();
        Query(database, "DELETE FROM target WHERE id = ?1", number).run();
    });
}

void UploadRecords::failed(const UploadTarget& target, const std::string& why) {
    write([&](Database& database) {
        Query(database, "UPDATE target SET failure = ?2, failed_ms = ?3 WHERE id = ?1",
              target_number_made(database, target), why, to_ms(m_catalogue.m_clock.now()))
            .run();
    });
}

void UploadRecords::refused(const UploadTarget& target, std::int64_t picture,
                            const std::string& why) {
    write([&](Database& database) {
        Query(database, "UPDATE upload SET failure = ?3 WHERE picture = ?1 AND target = ?2",
              picture, target_number(database, target), why)
            .run();
    });
}

std::vector<UploadTotals> UploadRecords::totals() {
    std::vector<UploadTotals> all;
    read([&](Database& database) {
        Query query(database,
                    "SELECT url, endpoint, failure, failed_ms, (SELECT count(*) FROM upload WHERE "
                    "target = target.id AND sent_ms IS NULL), (SELECT min(captured_ms) FROM upload "
                    "WHERE target = target.id AND sent_ms IS NULL) FROM target ORDER BY url, "
                    "endpoint");
        while (query.next()) {
            UploadTotals totals{{query.text(0), query.text(1)},
                                static_cast<std::uintmax_t>(query.number(4)),
                                std::nullopt,
                                query.text(2),
                                std::nullopt};
            if (!query.is_null(3)) {
                totals.failed = from_ms(query.number(3));
            }
            if (!query.is_null(5)) {
                totals.oldest_waiting = from_ms(query.number(5));
            }
            all.push_back(std::move(totals));
        }
    });
    return all;
}

bool UploadRecords::is_known(const UploadTarget& target) {
    bool is_known = false;
    read([&](Database& database) { is_known = target_number(database, target).has_value(); });
    return is_known;
}

std::uintmax_t UploadRecords::count_waiting(const UploadTarget& target) {
    std::uintmax_t count = 0;
    read([&](Database& database) {
        Query query(database,
                    "SELECT count(*) FROM upload INDEXED BY upload_waiting WHERE target = ?1 AND "
                    "sent_ms IS NULL",
                    target_number(database, target));
        count = query.next() ? static_cast<std::uintmax_t>(query.number(0)) : 0;
    });
    return count;
}

NotUploaded UploadRecords::not_uploaded(const UploadTarget& target, const std::string& camera_id,
                                        base::SystemTime from) {
    NotUploaded found;
    const std::lock_guard guard(m_catalogue.m_mutex);
    m_catalogue.m_file.read([&](Database& database) {
        const std::string pictures = "WHERE ring_id = ?1 AND picture.captured_ms >= ?2 AND gone_ms "
                                     "IS NULL";
        if (!has_uploads(database)) {
            Query all(database,
                      "SELECT count(*) FROM picture JOIN camera ON camera.id = picture.camera " +
                          pictures,
                      camera_id, to_ms(from));
            found.never = all.next() ? static_cast<std::uintmax_t>(all.number(0)) : 0;
            return;
        }
        Query query(database,
                    "SELECT count(*) FILTER (WHERE upload.picture IS NULL), count(*) FILTER (WHERE "
                    "upload.picture IS NOT NULL AND sent_ms IS NULL) FROM picture JOIN camera ON "
                    "camera.id = picture.camera LEFT JOIN upload ON upload.picture = picture.id "
                    "AND upload.target = ?3 " +
                        pictures,
                    camera_id, to_ms(from), target_number(database, target));
        if (query.next()) {
            found.never = static_cast<std::uintmax_t>(query.number(0));
            found.waiting = static_cast<std::uintmax_t>(query.number(1));
        }
    });
    return found;
}

std::vector<SentUpload> UploadRecords::sent_to(const UploadTarget& target, std::size_t limit,
                                               const std::string& after) {
    std::vector<SentUpload> uploads;
    read([&](Database& database) {
        Query query(database,
                    "SELECT upload.picture, object, picture.bytes, camera.ring_id, camera.name, "
                    "picture.captured_ms FROM upload INDEXED BY upload_object JOIN picture ON "
                    "picture.id = upload.picture JOIN "
                    "camera ON camera.id = picture.camera WHERE target = ?1 AND sent_ms IS NOT "
                    "NULL AND object > ?2 ORDER BY object LIMIT ?3",
                    target_number(database, target), after, static_cast<std::int64_t>(limit));
        while (query.next()) {
            uploads.push_back({query.number(0), query.text(1),
                               static_cast<std::uintmax_t>(query.number(2)), query.text(3),
                               query.text(4), from_ms(query.number(5))});
        }
    });
    return uploads;
}

std::vector<UploadState> UploadRecords::states(std::int64_t first, std::int64_t last) {
    std::vector<UploadState> states;
    read([&](Database& database) {
        Query query(database,
                    "SELECT picture, url, endpoint, object, sent_ms, upload.failure FROM upload "
                    "JOIN target ON target.id = target WHERE picture BETWEEN ?1 AND ?2 ORDER BY "
                    "picture, target",
                    first, last);
        while (query.next()) {
            UploadState state{query.number(0),
                              {query.text(1), query.text(2)},
                              query.text(3),
                              std::nullopt,
                              query.text(5)};
            if (!query.is_null(4)) {
                state.sent = from_ms(query.number(4));
            }
            states.push_back(std::move(state));
        }
    });
    return states;
}

} // namespace archive
