// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/catalogue_rows.hpp"

#include "archive/catalogue/upload_rows.hpp"
#include "base/text/encoding.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>

namespace archive {
namespace {

using std::chrono::milliseconds;

/// The bytes that hexadecimal digits stand for; none for another text.
std::string bytes_of(const std::string& digits) {
    const auto value = [](char digit) {
        constexpr std::string_view k_digits = "0123456789abcdef";
        return k_digits.find(digit);
    };
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        const std::size_t high = value(digits[i]);
        const std::size_t low = value(digits[i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) {
            return {};
        }
        bytes += static_cast<char>(high << 4U | low);
    }
    return bytes;
}

std::optional<std::int64_t> first_number(Query& query) {
    return query.next() ? std::optional(query.number(0)) : std::nullopt;
}

std::optional<std::int64_t> known(int value) {
    return value > 0 ? std::optional<std::int64_t>(value) : std::nullopt;
}

/// The number of the picture that is recorded in a place.
std::optional<std::int64_t> picture_in(Database& database, std::int64_t folder,
                                       const std::string& file) {
    Query query(database,
                "SELECT id FROM picture WHERE folder = ?1 AND file = ?2 AND gone_ms IS NULL",
                folder, file);
    return first_number(query);
}

bool is_capture_known(Database& database, std::int64_t camera, std::int64_t captured_ms) {
    Query query(database, "SELECT id FROM picture WHERE camera = ?1 AND captured_ms = ?2", camera,
                captured_ms);
    return query.next();
}

/// Renews what is recorded of the same capture in the same place; false when it is another one.
bool renew(Database& database, std::int64_t number, std::int64_t camera,
           const RecordedPicture& picture) {
    const PictureFacts& facts = picture.facts;
    const std::string sha256 = bytes_of(facts.sha256);
    Query query(database,
                "UPDATE picture SET timed = ?4, width = coalesce(?5, width), height = coalesce(?6, "
                "height), brightness = coalesce(?7, brightness), received_sha256 = ?8, leaving = 0 "
                "WHERE id = ?1 AND camera = ?2 AND captured_ms = ?3 AND sha256 = ?9 AND bytes = "
                "?10",
                number, camera, to_ms(picture.captured), picture.is_timed, known(facts.width),
                known(facts.height), facts.brightness, Blob{bytes_of(facts.received_sha256)},
                Blob{sha256}, static_cast<std::int64_t>(facts.size));
    query.run();
    return database.changes() == 1;
}

} // namespace

std::int64_t to_ms(base::SystemTime time) {
    return std::chrono::floor<milliseconds>(time.time_since_epoch()).count();
}

base::SystemTime from_ms(std::int64_t ms) {
    return base::SystemTime(milliseconds(ms));
}

RecordedPicture picture_of(const Query& query) {
    RecordedPicture picture;
    picture.number = query.number(0);
    picture.camera_id = query.text(1);
    picture.camera_name = query.text(2);
    picture.captured = from_ms(query.number(3));
    picture.utc_offset = std::chrono::seconds(query.number(4));
    picture.is_timed = query.number(5) != 0;
    picture.place = {query.text(6), query.text(7)};
    PictureFacts& facts = picture.facts;
    facts.size = static_cast<std::uintmax_t>(query.number(8));
    facts.width = static_cast<int>(query.number(9));
    facts.height = static_cast<int>(query.number(10));
    if (!query.is_null(11)) {
        facts.brightness = query.real(11);
    }
    facts.sha256 = base::hex_encode(query.text(12));
    facts.received_sha256 = base::hex_encode(query.text(13));
    picture.saved = from_ms(query.number(14));
    if (!query.is_null(15)) {
        picture.gone = from_ms(query.number(15));
    }
    return picture;
}

std::optional<std::int64_t> camera_number(Database& database, const std::string& camera_id) {
    Query query(database, "SELECT id FROM camera WHERE ring_id = ?1", camera_id);
    return first_number(query);
}

std::int64_t camera_number(Database& database, const std::string& camera_id,
                           const std::string& name) {
    const auto number = camera_number(database, camera_id);
    if (!number) {
        Query(database, "INSERT INTO camera(ring_id, name) VALUES(?1, ?2)", camera_id, name).run();
        return database.last_row();
    }
    if (!name.empty()) {
        Query(database, "UPDATE camera SET name = ?2 WHERE id = ?1 AND name <> ?2", *number, name)
            .run();
    }
    return *number;
}

std::optional<std::int64_t> folder_number(Database& database, const std::string& path) {
    Query query(database, "SELECT id FROM folder WHERE path = ?1", path);
    return first_number(query);
}

std::int64_t folder_number_made(Database& database, const std::string& path) {
    const auto number = folder_number(database, path);
    if (number) {
        return *number;
    }
    Query(database, "INSERT INTO folder(path) VALUES(?1)", path).run();
    return database.last_row();
}

Added add_picture(Database& database, const RecordedPicture& picture, std::int64_t& number) {
    const std::int64_t camera = camera_number(database, picture.camera_id, picture.camera_name);
    const std::int64_t captured = to_ms(picture.captured);
    if (picture.gone && is_capture_known(database, camera, captured)) {
        return Added::known;
    }
    const std::int64_t folder = folder_number_made(database, picture.place.folder);
    bool replaces = false;
    if (!picture.gone) {
        if (const auto there = picture_in(database, folder, picture.place.file)) {
            if (renew(database, *there, camera, picture)) {
                number = *there;
                plan_uploads(database, number, picture.uploads);
                return Added::known;
            }
            close_picture(database, *there, picture.saved);
            replaces = true;
        }
        Query(database, "DELETE FROM steady_copy WHERE folder = ?1 AND file = ?2", folder,
              picture.place.file)
            .run();
    }
    const PictureFacts& facts = picture.facts;
    const std::string sha256 = bytes_of(facts.sha256);
    const std::string received = bytes_of(facts.received_sha256);
    std::optional<std::int64_t> gone;
    if (picture.gone) {
        gone = to_ms(*picture.gone);
    }
    Query(database,
          "INSERT INTO picture(camera, captured_ms, utc_offset, timed, folder, file, bytes, width, "
          "height, brightness, sha256, received_sha256, saved_ms, gone_ms) VALUES(?1, ?2, ?3, ?4, "
          "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
          camera, captured, std::int64_t{picture.utc_offset.count()}, picture.is_timed, folder,
          picture.place.file, static_cast<std::int64_t>(facts.size), known(facts.width),
          known(facts.height), facts.brightness, Blob{sha256}, Blob{received}, to_ms(picture.saved),
          gone)
        .run();
    number = database.last_row();
    if (picture.name_folders) {
        Query(database, "INSERT INTO picture_name VALUES(?1, ?2)", number, *picture.name_folders)
            .run();
    }
    plan_uploads(database, number, picture.uploads);
    if (replaces) {
        // Under a steady name there is one each time.
        forget_gone(database, camera, picture.saved);
    }
    return Added::recorded;
}

void add_copy(Database& database, const SteadyCopy& copy) {
    const std::int64_t camera = camera_number(database, copy.camera_id, {});
    const std::int64_t folder = folder_number_made(database, copy.place.folder);
    if (const auto there = picture_in(database, folder, copy.place.file)) {
        close_picture(database, *there, copy.saved);
    }
    const std::string sha256 = bytes_of(copy.sha256);
    const std::string received = bytes_of(copy.received_sha256);
    Query(database, "INSERT OR REPLACE INTO steady_copy VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
          folder, copy.place.file, camera, to_ms(copy.captured), copy.is_timed,
          static_cast<std::int64_t>(copy.size), Blob{sha256}, Blob{received}, to_ms(copy.saved))
        .run();
}

std::optional<SteadyCopy> copy_in(Database& database, const FilePlace& place) {
    Query query(database,
                "SELECT ring_id, captured_ms, timed, steady_copy.bytes, sha256, received_sha256, "
                "saved_ms FROM steady_copy JOIN folder ON folder.id = steady_copy.folder JOIN "
                "camera ON camera.id = steady_copy.camera WHERE folder.path = ?1 AND file = ?2",
                place.folder, place.file);
    if (!query.next()) {
        return {};
    }
    return SteadyCopy{.place = place,
                      .camera_id = query.text(0),
                      .captured = from_ms(query.number(1)),
                      .is_timed = query.number(2) != 0,
                      .size = static_cast<std::uintmax_t>(query.number(3)),
                      .sha256 = base::hex_encode(query.text(4)),
                      .received_sha256 = base::hex_encode(query.text(5)),
                      .saved = from_ms(query.number(6))};
}

void move_picture(Database& database, std::int64_t number, const FilePlace& place,
                  base::SystemTime now) {
    const std::int64_t folder = folder_number_made(database, place.folder);
    const auto there = picture_in(database, folder, place.file);
    if (there && *there != number) {
        close_picture(database, *there, now);
    }
    Query(database,
          "UPDATE picture SET folder = ?2, file = ?3, gone_ms = NULL, leaving = 0 WHERE id = ?1",
          number, folder, place.file)
        .run();
}

std::vector<base::SystemTime> capture_times_in(Database& database,
                                               std::optional<std::int64_t> camera,
                                               std::int64_t limit,
                                               std::optional<base::SystemTime> after) {
    // The index alone answers it.
    Query query(database,
                "SELECT DISTINCT captured_ms FROM picture WHERE camera = ?1 AND captured_ms > ?2 "
                "AND gone_ms IS NULL ORDER BY captured_ms LIMIT ?3",
                camera, to_ms(after.value_or(base::SystemTime::min())), limit);
    std::vector<base::SystemTime> times;
    while (query.next()) {
        times.push_back(from_ms(query.number(0)));
    }
    return times;
}

void close_picture(Database& database, std::int64_t number, base::SystemTime when) {
    Query(database,
          "UPDATE picture SET gone_ms = ?2, leaving = 0 WHERE id = ?1 AND gone_ms IS NULL", number,
          to_ms(when))
        .run();
}

void forget_gone(Database& database, std::int64_t camera, base::SystemTime now) {
    // Newer than this one, or as new, are the captures that are kept in any case.
    Query newest(database,
                 "SELECT captured_ms FROM picture WHERE camera = ?1 GROUP BY captured_ms ORDER BY "
                 "captured_ms DESC LIMIT 1 OFFSET ?2",
                 camera, static_cast<std::int64_t>(k_history_count) - 1);
    if (!newest.next()) {
        return;
    }
    const std::int64_t limit = std::min(newest.number(0), to_ms(now - k_history_time));
    Query(database,
          // By itself SQLite would go through all older pictures.
          "DELETE FROM picture INDEXED BY picture_gone WHERE camera = ?1 AND captured_ms < ?2 AND "
          "gone_ms IS NOT NULL",
          camera, limit)
        .run();
}

} // namespace archive
