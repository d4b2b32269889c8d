// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/catalogue_file.hpp"

#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/time_format.hpp"

#include <fmt/core.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <system_error>
#include <utility>

namespace archive {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

constexpr std::chrono::milliseconds k_lock_patience = std::chrono::seconds(10);
constexpr auto k_intake_pause = std::chrono::minutes(10);
constexpr auto k_upgrade_pause = std::chrono::hours(1);
constexpr int k_attempts = 3;
/// What every SQLite database begins with.
constexpr std::uintmax_t k_header_size = 100;

bool is_there(const fs::path& path) {
    std::error_code error;
    return fs::symlink_status(path, error).type() != fs::file_type::not_found;
}

Error cannot_write(const fs::path& path, const std::error_code& reason) {
    return {ErrorCode::cannot_write,
            fmt::format("cannot write {}: {}", base::utf8_from_path(path), reason.message())};
}

DatabaseError fault(DatabaseFault fault, const fs::path& file, std::string_view reason,
                    std::string hint = {}) {
    return {fault,
            fmt::format("cannot use the catalogue of pictures {}: {}", base::utf8_from_path(file),
                        reason),
            std::move(hint)};
}

} // namespace

CatalogueFile::CatalogueFile(Options options, base::Clock& clock)
    : m_options(std::move(options)), m_clock(clock) {
    m_options.file = base::system_path(m_options.file);
}

void CatalogueFile::write(const std::function<void(Database&)>& work) {
    run(Need::any, [&](Database& database) {
        require_no_view();
        Transaction transaction(database);
        work(database);
        transaction.commit();
    });
}

bool CatalogueFile::read(const std::function<void(Database&)>& work) {
    return run(Need::existing, work);
}

std::optional<JournalMode> CatalogueFile::journal_mode() const {
    return m_opened.database ? std::optional(m_opened.journal) : std::nullopt;
}

bool CatalogueFile::run(Need need, const std::function<void(Database&)>& work) {
    const bool writes = need == Need::any;
    for (int attempt = 1;; ++attempt) {
        try {
            Database* database = open(need);
            if (database == nullptr) {
                return false;
            }
            work(*database);
            if (!writes || is_in_place() || attempt == k_attempts) {
                return true;
            }
            // It went into a file that somebody put another one in place of.
            close();
        } catch (const DatabaseError& error) {
            const bool is_damaged = error.fault() == DatabaseFault::damaged;
            const bool was_view = m_opened.is_view;
            if (is_damaged && m_opened.database) {
                m_opened.database->leave_journal();
            }
            if (error.fault() != DatabaseFault::busy && error.fault() != DatabaseFault::full) {
                close();
            }
            const bool helps_to_try = is_damaged || error.fault() == DatabaseFault::moved;
            if (!helps_to_try || m_options.read_only || attempt == k_attempts) {
                throw;
            }
            // A view may show damage where somebody with more rights is just writing.
            if (is_damaged && !was_view) {
                set_aside();
                need = Need::any;
            }
        }
    }
}

/// Throws what the catalogue can only be viewed for, where that is known.
void CatalogueFile::require_no_view() const {
    if (m_opened.view_reason) {
        throw DatabaseError(*m_opened.view_reason);
    }
}

bool CatalogueFile::is_in_place() const {
    return base::identity_of(m_options.file) == m_identity;
}

bool CatalogueFile::something_waits() const {
    const bool is_too_soon =
        m_intake_failure && m_clock.steady_now() - *m_intake_failure < k_intake_pause;
    return m_options.intake != nullptr && !m_options.read_only && !is_too_soon &&
           m_options.intake->is_waiting();
}

std::unique_ptr<base::FileLock> CatalogueFile::take_lock() {
    try {
        return std::make_unique<base::FileLock>(m_options.lock, m_clock, m_options.stop,
                                                k_lock_patience);
    } catch (const base::LockIsHeld& error) {
        throw DatabaseError(DatabaseFault::busy, error.message(), error.hint());
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            throw;
        }
        // A folder that cannot be written, where there is nothing to guard either.
        return nullptr;
    }
}

Database* CatalogueFile::open(Need need) {
    if (m_opened.database && (m_opened.is_view || !is_in_place())) {
        close();
    }
    if (m_opened.database && !something_waits()) {
        return m_opened.database.get();
    }
    if (m_options.read_only) {
        if (is_there(m_options.file)) {
            open_existing();
        }
        return m_opened.database.get();
    }
    if (need == Need::existing && !m_opened.database && !is_there(m_options.file) &&
        !something_waits()) {
        return nullptr;
    }
    if (need == Need::any) {
        base::make_folders(m_options.file.parent_path(), true);
    }
    const auto lock = take_lock();
    if (!m_opened.database) {
        if (!make_if_needed(need)) {
            return nullptr;
        }
        open_existing();
    }
    if (something_waits()) {
        take_in();
    }
    return m_opened.database.get();
}

/// Whether there is a catalogue, perhaps a new one.
bool CatalogueFile::make_if_needed(Need need) {
    if (is_there(m_options.file)) {
        return true;
    }
    if (need == Need::any) {
        create();
        return true;
    }
    if (!something_waits()) {
        return false;
    }
    try {
        create();
        return true;
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            throw;
        }
        // Who only reads goes on without.
        intake_failed(error);
        return false;
    }
}

void CatalogueFile::open_existing() {
    std::error_code error;
    const auto type = fs::status(m_options.file, error).type();
    if (type != fs::file_type::regular && type != fs::file_type::not_found && !error) {
        throw fault(DatabaseFault::cannot_open, m_options.file,
                    type == fs::file_type::directory ? "it is a folder" : "it is not a file",
                    "move it away; a new catalogue of pictures takes its place");
    }
    m_identity = base::identity_of(m_options.file).value_or(base::FileIdentity());
    // To SQLite a file without a whole header is a new database. We never leave one.
    if (fs::file_size(m_options.file, error) < k_header_size && !error) {
        throw fault(DatabaseFault::damaged, m_options.file, "it is damaged");
    }
    if (m_failed_upgrade && m_failed_upgrade->file == m_identity &&
        m_clock.steady_now() - m_failed_upgrade->time < k_upgrade_pause) {
        throw Error(m_failed_upgrade->error);
    }
    try {
        open_in_place();
    } catch (const CannotUpgrade& failure) {
        m_failed_upgrade = FailedUpgrade{m_identity, m_clock.steady_now(), failure};
        throw;
    }
}

void CatalogueFile::open_in_place() {
    m_opened = open_catalogue(m_options.file, {.read_only = m_options.read_only,
                                               .wait = {&m_clock, m_options.stop},
                                               .schema = m_options.schema,
                                               .shared_file_system = m_options.shared_file_system,
                                               .free_space = m_options.free_space});
    if (!is_in_place()) {
        throw fault(DatabaseFault::moved, m_options.file, "it was moved");
    }
}

void CatalogueFile::create() {
    if (is_there(with_ending(m_options.file, "-wal")) ||
        is_there(with_ending(m_options.file, "-journal"))) {
        // Left of a catalogue that somebody deleted; a new one would take it for its own.
        set_aside_files({});
    }
    const fs::path made = with_ending(m_options.file, ".new");
    const bool takes_in = something_waits();
    try {
        make_new_database(made);
    } catch (...) {
        remove_database(made);
        throw;
    }
    const std::error_code failure = base::move_without_replacing(made, m_options.file);
    if (failure) {
        remove_database(made);
        throw cannot_write(m_options.file, failure);
    }
    base::flush_file(m_options.file);
    if (takes_in && !m_intake_failure) {
        m_options.intake->finish();
    }
}

/// Makes a complete catalogue, with what waits for one. Without a journal: an unfinished one is
/// thrown away.
void CatalogueFile::make_new_database(const fs::path& file) {
    constexpr auto k_quickly =
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8192";
    const auto make = [&](bool takes_in) {
        remove_database(file);
        base::write_file_atomically(file, "", {.owner_only = true});
        Database database(file, Database::Access::full, BusyWait{&m_clock, m_options.stop});
        database.run(k_quickly);
        create_tables(database, m_options.schema);
        if (takes_in) {
            Transaction transaction(database);
            m_options.intake->take_in(database);
            transaction.commit();
        }
    };
    const bool takes_in = something_waits();
    try {
        make(takes_in);
        if (takes_in) {
            m_intake_failure.reset();
        }
    } catch (const Error& error) {
        if (!takes_in || error.code() == ErrorCode::interrupted) {
            throw;
        }
        intake_failed(error);
        make(false);
    }
    base::flush_file(file);
}

void CatalogueFile::take_in() {
    try {
        require_no_view();
        Transaction transaction(*m_opened.database);
        m_options.intake->take_in(*m_opened.database);
        transaction.commit();
        m_intake_failure.reset();
        m_options.intake->finish();
        m_opened.database->run("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (const DatabaseError& error) {
        if (error.fault() == DatabaseFault::damaged || error.fault() == DatabaseFault::moved) {
            throw;
        }
        intake_failed(error);
    } catch (const Error& error) {
        if (error.code() == ErrorCode::interrupted) {
            throw;
        }
        intake_failed(error);
    }
}

/// What waits goes on waiting, which does not prevent using the catalogue.
void CatalogueFile::intake_failed(const Error& error) {
    const bool is_first = !m_intake_failure;
    m_intake_failure = m_clock.steady_now();
    if (is_first && m_options.tell) {
        m_options.tell({true,
                        fmt::format("pictures that were saved before are not in the catalogue "
                                    "yet: {}",
                                    error.message()),
                        error.hint()});
    }
}

void CatalogueFile::set_aside() {
    const auto lock = take_lock();
    // Another process may have been quicker.
    if (!is_in_place()) {
        return;
    }
    const fs::path& file = m_options.file;
    const std::string when = base::format_utc_time(m_clock.now(), "%Y%m%dT%H%M%SZ");
    fs::path name = with_ending(file, ".corrupt-" + when);
    for (int count = 2; is_there(name); ++count) {
        name = with_ending(file, fmt::format(".corrupt-{}-{}", when, count));
    }
    std::error_code error;
    fs::rename(file, name, error);
    if (error) {
        throw DatabaseError(DatabaseFault::other,
                            fmt::format("the catalogue of pictures {} is damaged and cannot be "
                                        "set aside: {}",
                                        base::utf8_from_path(file), error.message()),
                            "close the programs that use it");
    }
    set_aside_files(name);
    if (m_options.tell) {
        m_options.tell({true,
                        fmt::format("the catalogue of pictures was damaged; it is now {}, and a "
                                    "new one was begun",
                                    base::utf8_from_path(name)),
                        "record the pictures again: ring-snapshot archive rebuild DIR"});
    }
}

/// Renames what SQLite kept beside the catalogue after the set-aside `name`; by itself when that is
/// empty.
void CatalogueFile::set_aside_files(const fs::path& name) {
    const fs::path target =
        name.empty()
            ? with_ending(m_options.file,
                          ".corrupt-" + base::format_utc_time(m_clock.now(), "%Y%m%dT%H%M%SZ"))
            : name;
    for (const char* ending : k_companions) {
        std::error_code error;
        const fs::path companion = with_ending(m_options.file, ending);
        if (is_there(companion)) {
            fs::rename(companion, with_ending(target, ending), error);
        }
        if (error) {
            throw cannot_write(companion, error);
        }
    }
}

} // namespace archive
