// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/database.hpp"
#include "archive/catalogue/schema.hpp"

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace archive {

/// How a catalogue is kept safe against a power cut.
struct JournalMode {
    /// A write-ahead log; otherwise a rollback journal, which needs no memory shared by processes.
    bool writes_ahead = false;
    /// The kind of file system that rules the log out, as base::shared_file_system() names it;
    /// empty when none does.
    std::string shared_file_system;
    /// The log was tried here and could not be written.
    bool probe_failed = false;
};

/// A catalogue that is open.
struct OpenedCatalogue {
    std::unique_ptr<Database> database;
    JournalMode journal;
    /// The database is a view of a file that nothing can change: good for one use.
    bool is_view = false;
    /// Why it is a view, when that is not its mode or that of its folder.
    std::optional<DatabaseError> view_reason;
};

struct OpeningOptions {
    bool read_only = false;
    BusyWait wait;
    Schema schema = current_schema();
    std::function<std::string(const std::filesystem::path&)> shared_file_system;
    FreeSpace free_space;
};

/// Opens the catalogue `file`, which exists, brings its tables up to the schema and chooses how to
/// keep it safe. Throws DatabaseError, and Error{cannot_write} for one of a newer version or
/// another program, of which nothing is touched.
/// CannotUpgrade for one that cannot be brought up to it.
OpenedCatalogue open_catalogue(const std::filesystem::path& file, const OpeningOptions& options);

/// What SQLite keeps beside a database, by the endings of their names.
inline constexpr std::array<const char*, 3> k_companions = {"-wal", "-shm", "-journal"};

/// `path` with `ending` after its name.
std::filesystem::path with_ending(const std::filesystem::path& path, const std::string& ending);

/// Deletes a database and what belongs to it, as far as they are there. Does not throw.
void remove_database(const std::filesystem::path& file);

} // namespace archive
