// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace archive {

// The only place that knows SQLite's own interface.

/// What kept a database from doing its work.
enum class DatabaseFault {
    /// Another process or connection holds it.
    busy,
    /// No space left.
    full,
    read_only,
    cannot_open,
    /// The disk or network drive reports an error.
    io,
    /// The file is not under its name any more.
    moved,
    /// Its bytes are not those of a database.
    damaged,
    other,
};

/// An Error{cannot_write} of a database.
class DatabaseError final : public base::Error {
public:
    DatabaseError(DatabaseFault fault, std::string message, std::string hint = {})
        : Error(base::ErrorCode::cannot_write, std::move(message), std::move(hint)),
          m_fault(fault) {}

    DatabaseFault fault() const noexcept { return m_fault; }

private:
    DatabaseFault m_fault;
};

/// How to wait while another connection holds a database. The clock must outlive its users.
struct BusyWait {
    base::Clock* clock = nullptr;
    /// Ends the wait at once.
    std::stop_token stop = {};
    std::chrono::milliseconds patience = std::chrono::seconds(10);
};

/// A connection to a database file, and the statements that were prepared for it. One thread at a
/// time.
class Database {
public:
    enum class Access {
        /// Reads and writes; only reads where the system allows no more.
        full,
        read_only,
        /// Reads what stands in the file itself, without locks or a look at its journal, and
        /// touches nothing.
        peek,
    };

    /// Opens the file, which exists (an empty one is a new database). Throws DatabaseError.
    Database(const std::filesystem::path& file, Access access, const BusyWait& wait);
    ~Database();

    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs statements without results, separated by semicolons. Throws DatabaseError.
    void run(const std::string& statements);

    /// The first column of the first row, as text; empty when there is none. Throws DatabaseError.
    std::string value_of(const std::string& statement);

    /// The same as a number.
    std::int64_t number_of(const std::string& statement);

    /// Whether the system refuses to let it be written.
    bool is_read_only() const;

    /// The number that the last inserted row got.
    std::int64_t last_row() const;

    /// How many rows the last statement changed.
    int changes() const;

    /// Leaves the journal as it is when this connection closes, for a file that is damaged.
    void leave_journal();

private:
    friend class Query;
    friend class Transaction;

    void close() noexcept;
    [[noreturn]] void fail(int result) const;
    sqlite3_stmt* take_statement(std::string_view sql);
    void return_statement(std::string_view sql, sqlite3_stmt* statement) noexcept;
    static int on_busy(void* database, int count);

    std::filesystem::path m_file;
    BusyWait m_wait;
    std::chrono::nanoseconds m_waited{0};
    sqlite3* m_connection = nullptr;
    std::map<std::string, std::vector<sqlite3_stmt*>, std::less<>> m_statements;
};

/// A byte string among the values of a Query.
struct Blob {
    std::string_view bytes;
};

/// One run of a statement, which the database keeps prepared.
class Query {
public:
    /// @param values  of its parameters, in order: numbers, texts, Blob, std::optional of these
    template <typename... Values>
    Query(Database& database, std::string_view sql, const Values&... values)
        : Query(database, sql, nullptr) {
        int place = 0;
        (bind(++place, values), ...);
    }

    ~Query();

    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    /// Goes to the next row; false when there is none. Throws DatabaseError.
    bool next();

    /// Runs a statement that gives no rows. Throws DatabaseError.
    void run();

    bool is_null(int column) const;
    std::int64_t number(int column) const;
    double real(int column) const;
    /// A text or a byte string.
    std::string text(int column) const;

private:
    Query(Database& database, std::string_view sql, std::nullptr_t);

    void bind(int place, std::int64_t value);

    void bind(int place, int value) { bind(place, std::int64_t{value}); }

    void bind(int place, bool value) { bind(place, std::int64_t{value ? 1 : 0}); }

    void bind(int place, double value);
    void bind(int place, std::string_view value);

    void bind(int place, const char* value) { bind(place, std::string_view(value)); }

    void bind(int place, const std::string& value) { bind(place, std::string_view(value)); }

    void bind(int place, Blob value);

    template <typename Value>
    void bind(int place, const std::optional<Value>& value) {
        // A parameter that is not bound is null.
        if (value) {
            bind(place, *value);
        }
    }

    void check(int result) const;

    Database& m_database;
    std::string m_sql;
    sqlite3_stmt* m_statement = nullptr;
};

/// A transaction that writes: it has the write lock from its beginning. Undone unless committed.
class Transaction {
public:
    /// Throws DatabaseError.
    explicit Transaction(Database& database);
    ~Transaction();

    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    /// Throws DatabaseError.
    void commit();

private:
    Database& m_database;
    bool m_is_open = true;
};

} // namespace archive
