// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/database.hpp"

#include "base/files/paths.hpp"
#include "base/text/encoding.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <new>
#include <sqlite3.h>
#include <system_error>
#include <utility>

namespace archive {
namespace {

DatabaseFault fault_of(int result) {
    if (result == SQLITE_READONLY_DBMOVED) {
        return DatabaseFault::moved;
    }
    switch (result & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    // A race for the write-ahead log that went on for too long.
    case SQLITE_PROTOCOL:
        return DatabaseFault::busy;
    case SQLITE_FULL:
        return DatabaseFault::full;
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return DatabaseFault::read_only;
    case SQLITE_CANTOPEN:
        return DatabaseFault::cannot_open;
    case SQLITE_IOERR:
        return DatabaseFault::io;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return DatabaseFault::damaged;
    default:
        return DatabaseFault::other;
    }
}

std::error_code system_error_of(sqlite3* connection) {
    return {sqlite3_system_errno(connection), std::system_category()};
}

/// For the memory that processes share, SQLite reports a full disk as a failure of the disk.
bool is_out_of_space(DatabaseFault fault, sqlite3* connection) {
    return (fault == DatabaseFault::io || fault == DatabaseFault::cannot_open) &&
           system_error_of(connection) == std::errc::no_space_on_device;
}

struct Explanation {
    std::string reason;
    std::string hint;
};

Explanation explain(DatabaseFault fault, sqlite3* connection) {
    switch (fault) {
    case DatabaseFault::busy:
        return {"another program is using it", {}};
    case DatabaseFault::full:
        return {"no space left on the device", "free some space"};
    case DatabaseFault::read_only:
        return {"it cannot be written", "check who owns the file and its mode"};
    case DatabaseFault::cannot_open:
    case DatabaseFault::io: {
        const std::error_code error = system_error_of(connection);
        const std::string system = error ? error.message() : "";
        const char* reason = fault == DatabaseFault::io
                                 ? "the disk or network drive reports an error"
                                 : "it cannot be opened";
        return {system.empty() ? reason : fmt::format("{} ({})", reason, system), {}};
    }
    case DatabaseFault::moved:
        return {"it was moved", {}};
    case DatabaseFault::damaged:
        return {"it is damaged", {}};
    case DatabaseFault::other:
        break;
    }
    return {sqlite3_errmsg(connection), {}};
}

/// The file as the URI that peek needs: SQLite knows no other way to say so.
std::string peek_uri(std::string path) {
    std::replace(path.begin(), path.end(), '\\', '/');
    std::string uri = path.starts_with('/') ? "file://" : "file:///";
    std::size_t start = 0;
    while (start <= path.size()) {
        const std::size_t end = std::min(path.find('/', start), path.size());
        uri += base::percent_encode(std::string_view(path).substr(start, end - start));
        uri += end < path.size() ? "/" : "";
        start = end + 1;
    }
    return uri + "?immutable=1";
}

int to_int(std::size_t size) {
    return static_cast<int>(std::min<std::size_t>(size, 1U << 30U));
}

} // namespace

Database::Database(const std::filesystem::path& file, Access access, const BusyWait& wait)
    : m_file(file), m_wait(wait) {
    // Relative names would be looked up again and again, after the working folder may be another.
    const std::string path = base::absolute_utf8(base::system_path(file));
    const bool is_peek = access == Access::peek;
    const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                      (access == Access::full ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
                      (is_peek ? SQLITE_OPEN_URI : 0);
    const int result = sqlite3_open_v2(is_peek ? peek_uri(path).c_str() : path.c_str(),
                                       &m_connection, flags, nullptr);
    if (m_connection == nullptr) {
        throw std::bad_alloc();
    }
    try {
        if (result != SQLITE_OK) {
            fail(result);
        }
        sqlite3_busy_handler(m_connection, on_busy, this);
        run("PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON");
    } catch (...) {
        close();
        throw;
    }
}

Database::~Database() {
    close();
}

void Database::close() noexcept {
    for (const auto& [sql, statements] : m_statements) {
        for (sqlite3_stmt* statement : statements) {
            sqlite3_finalize(statement);
        }
    }
    m_statements.clear();
    sqlite3_close_v2(std::exchange(m_connection, nullptr));
}

void Database::fail(int result) const {
    if ((result & 0xFF) == SQLITE_NOMEM) {
        throw std::bad_alloc();
    }
    DatabaseFault fault = fault_of(result);
    if (is_out_of_space(fault, m_connection)) {
        fault = DatabaseFault::full;
    }
    Explanation explanation = explain(fault, m_connection);
    throw DatabaseError(fault,
                        fmt::format("cannot use the catalogue of pictures {}: {}",
                                    base::utf8_from_path(m_file), explanation.reason),
                        std::move(explanation.hint));
}

int Database::on_busy(void* database, int count) {
    using namespace std::chrono_literals;
    auto& self = *static_cast<Database*>(database);
    if (count == 0) {
        self.m_waited = 0ns;
    }
    if (self.m_waited >= self.m_wait.patience) {
        return 0;
    }
    const auto pause = std::min<std::chrono::nanoseconds>(1ms * (1 << std::min(count, 6)), 50ms);
    self.m_waited += pause;
    return self.m_wait.clock->sleep_for(pause, self.m_wait.stop) ? 1 : 0;
}

void Database::run(const std::string& statements) {
    const int result = sqlite3_exec(m_connection, statements.c_str(), nullptr, nullptr, nullptr);
    if (result != SQLITE_OK) {
        fail(result);
    }
}

std::string Database::value_of(const std::string& statement) {
    Query query(*this, statement);
    return query.next() ? query.text(0) : std::string();
}

std::int64_t Database::number_of(const std::string& statement) {
    Query query(*this, statement);
    return query.next() ? query.number(0) : 0;
}

bool Database::is_read_only() const {
    return sqlite3_db_readonly(m_connection, "main") == 1;
}

std::int64_t Database::last_row() const {
    return sqlite3_last_insert_rowid(m_connection);
}

int Database::changes() const {
    return sqlite3_changes(m_connection);
}

void Database::leave_journal() {
    sqlite3_db_config(m_connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

sqlite3_stmt* Database::take_statement(std::string_view sql) {
    const auto kept = m_statements.find(sql);
    if (kept != m_statements.end() && !kept->second.empty()) {
        sqlite3_stmt* statement = kept->second.back();
        kept->second.pop_back();
        return statement;
    }
    sqlite3_stmt* statement = nullptr;
    const int result = sqlite3_prepare_v3(m_connection, sql.data(), to_int(sql.size()),
                                          SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (result != SQLITE_OK) {
        fail(result);
    }
    return statement;
}

void Database::return_statement(std::string_view sql, sqlite3_stmt* statement) noexcept {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    try {
        m_statements[std::string(sql)].push_back(statement);
    } catch (const std::bad_alloc&) {
        sqlite3_finalize(statement);
    }
}

Query::Query(Database& database, std::string_view sql, std::nullptr_t)
    : m_database(database), m_sql(sql), m_statement(database.take_statement(sql)) {}

Query::~Query() {
    m_database.return_statement(m_sql, m_statement);
}

bool Query::next() {
    const int result = sqlite3_step(m_statement);
    if (result != SQLITE_ROW && result != SQLITE_DONE) {
        // Before anything else is asked of the connection, which would forget the reason.
        m_database.fail(result);
    }
    return result == SQLITE_ROW;
}

void Query::run() {
    while (next()) {
    }
}

bool Query::is_null(int column) const {
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

std::int64_t Query::number(int column) const {
    return sqlite3_column_int64(m_statement, column);
}

double Query::real(int column) const {
    return sqlite3_column_double(m_statement, column);
}

std::string Query::text(int column) const {
    const void* bytes = sqlite3_column_blob(m_statement, column);
    const int size = sqlite3_column_bytes(m_statement, column);
    return bytes == nullptr
               ? std::string()
               : std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

void Query::bind(int place, std::int64_t value) {
    check(sqlite3_bind_int64(m_statement, place, value));
}

void Query::bind(int place, double value) {
    check(sqlite3_bind_double(m_statement, place, value));
}

void Query::bind(int place, std::string_view value) {
    // An empty view may point nowhere, which would be null.
    const char* bytes = value.empty() ? "" : value.data();
    check(sqlite3_bind_text(m_statement, place, bytes, to_int(value.size()), SQLITE_TRANSIENT));
}

void Query::bind(int place, Blob value) {
    const char* bytes = value.bytes.empty() ? "" : value.bytes.data();
    check(
        sqlite3_bind_blob(m_statement, place, bytes, to_int(value.bytes.size()), SQLITE_TRANSIENT));
}

void Query::check(int result) const {
    if (result != SQLITE_OK) {
        m_database.fail(result);
    }
}

Transaction::Transaction(Database& database) : m_database(database) {
    m_database.run("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
    if (m_is_open) {
        sqlite3_exec(m_database.m_connection, "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

void Transaction::commit() {
    m_database.run("COMMIT");
    m_is_open = false;
}

} // namespace archive
