// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/schema.hpp"

#include "base/files/file_identity.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"

#include <fmt/core.h>

#include <system_error>

namespace archive {
namespace {

/// `gone_ms` stands in the index by time, so that what is gone is skipped without a look at the
/// row. AUTOINCREMENT: the number of a deleted row is never given again, since it is part of
/// addresses that browsers keep.
constexpr auto k_first_tables = R"(
CREATE TABLE camera(
  id INTEGER PRIMARY KEY,
  ring_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  pictures INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE folder(
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE picture(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  camera INTEGER NOT NULL REFERENCES camera,
  captured_ms INTEGER NOT NULL,
  utc_offset INTEGER NOT NULL,
  timed INTEGER NOT NULL,
  folder INTEGER NOT NULL REFERENCES folder,
  file TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  width INTEGER,
  height INTEGER,
  brightness REAL,
  sha256 BLOB NOT NULL,
  received_sha256 BLOB NOT NULL,
  saved_ms INTEGER NOT NULL,
  leaving INTEGER NOT NULL DEFAULT 0,
  gone_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX picture_place ON picture(folder, file) WHERE gone_ms IS NULL;
CREATE INDEX picture_time ON picture(camera, captured_ms, gone_ms);
CREATE INDEX picture_gone ON picture(camera, captured_ms) WHERE gone_ms IS NOT NULL;
CREATE INDEX picture_leaving ON picture(camera) WHERE leaving = 1;

CREATE TRIGGER picture_added AFTER INSERT ON picture WHEN new.gone_ms IS NULL BEGIN
  UPDATE camera SET pictures = pictures + 1, bytes = bytes + new.bytes WHERE id = new.camera;
END;
CREATE TRIGGER picture_closed AFTER UPDATE OF gone_ms ON picture
  WHEN old.gone_ms IS NULL AND new.gone_ms IS NOT NULL BEGIN
  UPDATE camera SET pictures = pictures - 1, bytes = bytes - old.bytes WHERE id = old.camera;
END;
CREATE TRIGGER picture_back AFTER UPDATE OF gone_ms ON picture
  WHEN old.gone_ms IS NOT NULL AND new.gone_ms IS NULL BEGIN
  UPDATE camera SET pictures = pictures + 1, bytes = bytes + new.bytes WHERE id = new.camera;
END;
CREATE TRIGGER picture_deleted AFTER DELETE ON picture WHEN old.gone_ms IS NULL BEGIN
  UPDATE camera SET pictures = pictures - 1, bytes = bytes - old.bytes WHERE id = old.camera;
END;

CREATE TABLE steady_copy(
  folder INTEGER NOT NULL REFERENCES folder,
  file TEXT NOT NULL,
  camera INTEGER NOT NULL REFERENCES camera,
  captured_ms INTEGER NOT NULL,
  timed INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 BLOB NOT NULL,
  received_sha256 BLOB NOT NULL,
  saved_ms INTEGER NOT NULL,
  PRIMARY KEY(folder, file)
) STRICT, WITHOUT ROWID;
)";

/// Tables of their own, so that who only reads needs nothing of them. An upload that is not made
/// ends with its picture; one that was made stays known as long as the picture's row does.
constexpr auto k_uploads = R"(
CREATE TABLE picture_name(
  picture INTEGER PRIMARY KEY REFERENCES picture ON DELETE CASCADE,
  folders INTEGER NOT NULL
) STRICT;

CREATE TABLE target(
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  failure TEXT,
  failed_ms INTEGER,
  UNIQUE(url, endpoint)
) STRICT;

CREATE TABLE upload(
  picture INTEGER NOT NULL REFERENCES picture ON DELETE CASCADE,
  target INTEGER NOT NULL REFERENCES target,
  captured_ms INTEGER NOT NULL,
  name TEXT NOT NULL,
  object TEXT,
  sent_ms INTEGER,
  failure TEXT,
  PRIMARY KEY(picture, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_waiting ON upload(target, captured_ms, picture) WHERE sent_ms IS NULL;
CREATE INDEX upload_object ON upload(target, object) WHERE sent_ms IS NOT NULL;

CREATE TRIGGER picture_not_sent AFTER UPDATE OF gone_ms ON picture
  WHEN old.gone_ms IS NULL AND new.gone_ms IS NOT NULL BEGIN
  DELETE FROM upload WHERE picture = new.id AND sent_ms IS NULL;
END;
)";

/// Windows of the past whose pictures were fetched.
constexpr auto k_history = R"(
CREATE TABLE history_window(
  camera INTEGER NOT NULL REFERENCES camera,
  start_ms INTEGER NOT NULL,
  pictures INTEGER NOT NULL,
  films INTEGER NOT NULL,
  PRIMARY KEY(camera, start_ms)
) STRICT, WITHOUT ROWID;
)";

void run_step(Database& database, const Schema& schema, std::size_t step) {
    database.run(schema[step]);
    database.run(fmt::format("PRAGMA user_version={}", step + 1));
}

std::size_t version_of(Database& database) {
    return static_cast<std::size_t>(database.number_of("PRAGMA user_version"));
}

/// Throws Error{cannot_write} unless there is room for a copy of the catalogue and for what the
/// steps write.
void require_room(Database& database, const std::filesystem::path& file,
                  const FreeSpace& free_space) {
    constexpr std::uintmax_t k_mebibyte = std::uintmax_t{1} << 20;
    // With what stands in the journal alone.
    const auto size = static_cast<std::uintmax_t>(database.number_of("PRAGMA page_count") *
                                                  database.number_of("PRAGMA page_size"));
    const std::uintmax_t needed = size + k_mebibyte;
    const auto available = free_space(file.parent_path());
    if (available && *available < needed) {
        throw base::Error(
            base::ErrorCode::cannot_write,
            fmt::format("the catalogue of pictures {} is of an older version, and to bring it up "
                        "to date takes {} MiB, of which {} are free",
                        base::utf8_from_path(file), (needed + k_mebibyte - 1) / k_mebibyte,
                        *available / k_mebibyte),
            "free some space there; it is tried again every hour");
    }
}

void upgrade(Database& database, const Schema& schema, const std::filesystem::path& file,
             const FreeSpace& free_space) {
    require_room(database, file, free_space);
    std::filesystem::path copy = file;
    copy += fmt::format(".schema-{}", version_of(database));
    copy_database(database, copy);
    while (version_of(database) < schema.size()) {
        Transaction transaction(database);
        // Another process may have done this one meanwhile.
        if (const std::size_t step = version_of(database); step < schema.size()) {
            run_step(database, schema, step);
        }
        transaction.commit();
    }
}

} // namespace

const Schema& current_schema() {
    static const Schema schema = {k_first_tables, k_uploads, k_history};
    return schema;
}

void create_tables(Database& database, const Schema& schema) {
    Transaction transaction(database);
    database.run(fmt::format("PRAGMA application_id={}", k_application_id));
    for (std::size_t step = 0; step < schema.size(); ++step) {
        run_step(database, schema, step);
    }
    transaction.commit();
}

void copy_database(Database& database, const std::filesystem::path& copy) {
    std::filesystem::path unfinished = copy;
    unfinished += ".new";
    std::error_code error;
    std::filesystem::remove(unfinished, error);
    // Made here, since SQLite would let others read it.
    base::write_file_atomically(unfinished, "", {.owner_only = true});
    try {
        Query(database, "VACUUM INTO ?1", base::absolute_utf8(base::system_path(unfinished))).run();
        base::flush_file(unfinished);
        std::filesystem::rename(base::system_path(unfinished), base::system_path(copy), error);
        if (error) {
            throw base::Error(
                base::ErrorCode::cannot_write,
                fmt::format("cannot write {}: {}", base::utf8_from_path(copy), error.message()));
        }
    } catch (...) {
        std::filesystem::remove(unfinished, error);
        throw;
    }
}

void upgrade_tables(Database& database, const Schema& schema, const std::filesystem::path& file,
                    const FreeSpace& free_space) {
    if (version_of(database) >= schema.size()) {
        return;
    }
    try {
        upgrade(database, schema, file, free_space);
    } catch (const DatabaseError& error) {
        if (error.fault() != DatabaseFault::full && error.fault() != DatabaseFault::io) {
            throw;
        }
        throw CannotUpgrade(error);
    } catch (const base::Error& error) {
        if (error.code() != base::ErrorCode::cannot_write) {
            throw;
        }
        throw CannotUpgrade(error);
    }
}

} // namespace archive
