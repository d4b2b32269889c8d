// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/opened_catalogue.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"

#include <fmt/core.h>

#include <cstdint>
#include <system_error>
#include <utility>

namespace archive {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

constexpr auto k_durability = "PRAGMA synchronous=FULL; PRAGMA journal_size_limit=4194304; "
                              "PRAGMA fullfsync=ON; PRAGMA checkpoint_fullfsync=ON";

/// Reads something, which is when SQLite opens the journal and looks at the file.
void look_into(Database& database) {
    database.number_of("SELECT count(*) FROM sqlite_schema");
}

void judge(Database& database, const fs::path& file, const Schema& schema) {
    const std::string name = base::utf8_from_path(file);
    if (database.number_of("PRAGMA application_id") != k_application_id) {
        throw Error(ErrorCode::cannot_write,
                    fmt::format("{} is a database of another program", name),
                    "move it away; a new catalogue of pictures takes its place");
    }
    const auto version = database.number_of("PRAGMA user_version");
    if (version > static_cast<std::int64_t>(schema.size())) {
        throw Error(ErrorCode::cannot_write,
                    fmt::format("the catalogue of pictures {} was written by a newer version of "
                                "this program",
                                name),
                    "use that version, or update this one");
    }
}

/// For a write-ahead log on a file system that cannot share memory between processes, where the
/// catalogue was moved to. Null when that does not help.
std::unique_ptr<Database> open_without_shared_memory(const fs::path& file, const BusyWait& wait) {
    try {
        auto database = std::make_unique<Database>(file, Database::Access::full, wait);
        database->run("PRAGMA locking_mode=EXCLUSIVE");
        database->value_of("PRAGMA journal_mode=TRUNCATE");
        database->run("PRAGMA locking_mode=NORMAL");
        look_into(*database);
        return database;
    } catch (const DatabaseError&) {
        return nullptr;
    }
}

/// For a folder that cannot be written. What stands in a journal would be missed, so that there
/// must be none. Null when that does not help.
std::unique_ptr<Database> open_view(const fs::path& file, const BusyWait& wait) {
    for (const char* ending : {"-wal", "-journal"}) {
        std::error_code error;
        const auto size = fs::file_size(with_ending(file, ending), error);
        if (!error && size != 0) {
            return nullptr;
        }
    }
    try {
        auto database = std::make_unique<Database>(file, Database::Access::peek, wait);
        look_into(*database);
        return database;
    } catch (const DatabaseError&) {
        return nullptr;
    }
}

bool is_write_protected(const fs::path& file, const BusyWait& wait) {
    try {
        return Database(file, Database::Access::full, wait).is_read_only();
    } catch (const DatabaseError&) {
        return false;
    }
}

OpenedCatalogue connect(const fs::path& file, const OpeningOptions& options) {
    OpenedCatalogue opened;
    try {
        // To open a database properly is to write beside it, which is not ours to do where it
        // belongs to another program or version.
        Database peek(file, Database::Access::peek, options.wait);
        judge(peek, file, options.schema);
    } catch (const DatabaseError&) {
        // Without its journal it may look damaged; what follows will tell.
    }
    if (is_write_protected(file, options.wait)) {
        // SQLite would put a log and shared memory beside it that nobody may write either, and that
        // stay in the way when the file may be written again.
        opened.database = open_view(file, options.wait);
        if (opened.database) {
            opened.is_view = true;
            return opened;
        }
    }
    try {
        opened.database = std::make_unique<Database>(
            file, options.read_only ? Database::Access::read_only : Database::Access::full,
            options.wait);
        look_into(*opened.database);
    } catch (const DatabaseError& error) {
        if (error.fault() == DatabaseFault::damaged && opened.database) {
            opened.database->leave_journal();
        }
        opened.database.reset();
        if (error.fault() == DatabaseFault::damaged || error.fault() == DatabaseFault::busy) {
            throw;
        }
        if (!options.read_only) {
            opened.database = open_without_shared_memory(file, options.wait);
        }
        if (!opened.database) {
            opened.database = open_view(file, options.wait);
            opened.is_view = true;
            if (error.fault() == DatabaseFault::full || error.fault() == DatabaseFault::io) {
                opened.view_reason = error;
            }
        }
        if (!opened.database) {
            throw;
        }
    }
    return opened;
}

/// Whether a write-ahead log works beside the catalogue. Some file systems accept the mode and fail
/// at the first write.
bool can_write_ahead(const fs::path& file, const BusyWait& wait) {
    const fs::path probe = with_ending(file, ".probe");
    remove_database(probe);
    bool works = false;
    try {
        base::write_file_atomically(probe, "", {.owner_only = true});
        Database database(probe, Database::Access::full, wait);
        works = database.value_of("PRAGMA journal_mode=WAL") == "wal";
        database.run("CREATE TABLE probe(value INTEGER); INSERT INTO probe VALUES(1)");
        works = works && database.number_of("SELECT value FROM probe") == 1;
    } catch (const Error&) {
        works = false;
    }
    remove_database(probe);
    return works;
}

bool writes_ahead(Database& database) {
    return database.value_of("PRAGMA journal_mode") == "wal";
}

void choose_journal(OpenedCatalogue& opened, const fs::path& file, const OpeningOptions& options) {
    Database& database = *opened.database;
    opened.journal.shared_file_system =
        options.shared_file_system(base::nearest_existing_folder(file.parent_path()));
    if (options.read_only || database.is_read_only()) {
        opened.journal.writes_ahead = writes_ahead(database);
        return;
    }
    try {
        const bool can_share = opened.journal.shared_file_system.empty();
        if (can_share && !writes_ahead(database)) {
            opened.journal.probe_failed = !can_write_ahead(file, options.wait);
        }
        const bool wanted = can_share && !opened.journal.probe_failed;
        if (wanted != writes_ahead(database) || !wanted) {
            database.value_of(wanted ? "PRAGMA journal_mode=WAL" : "PRAGMA journal_mode=TRUNCATE");
        }
    } catch (const DatabaseError& error) {
        // Another process is at work in the mode that it has: that one will do.
        if (error.fault() != DatabaseFault::busy) {
            throw;
        }
    }
    database.run(k_durability);
    opened.journal.writes_ahead = writes_ahead(database);
}

} // namespace

fs::path with_ending(const fs::path& path, const std::string& ending) {
    fs::path result = path;
    result += ending;
    return result;
}

void remove_database(const fs::path& file) {
    std::error_code ignored;
    fs::remove(file, ignored);
    for (const char* ending : k_companions) {
        fs::remove(with_ending(file, ending), ignored);
    }
}

OpenedCatalogue open_catalogue(const fs::path& file, const OpeningOptions& options) {
    OpenedCatalogue opened = connect(file, options);
    judge(*opened.database, file, options.schema);
    if (!options.read_only && !opened.database->is_read_only()) {
        upgrade_tables(*opened.database, options.schema, file, options.free_space);
    }
    choose_journal(opened, file, options);
    return opened;
}

} // namespace archive
