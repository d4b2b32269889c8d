// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/database.hpp"
#include "base/files/files.hpp"
#include "support/error_of.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace {

using archive::Blob;
using archive::Database;
using archive::DatabaseError;
using archive::DatabaseFault;
using archive::Query;

class DatabaseTest : public testing::Test {
protected:
    DatabaseTest() {
        base::write_file_atomically(file, "", {});
        database.emplace(file, Database::Access::full, archive::BusyWait{.clock = &clock});
        database->run("CREATE TABLE thing(id INTEGER PRIMARY KEY, number INTEGER, real REAL, "
                      "text TEXT, bytes BLOB) STRICT");
    }

    DatabaseFault fault_of(const std::string& statement) {
        try {
            database->run(statement);
        } catch (const DatabaseError& error) {
            return error.fault();
        }
        ADD_FAILURE() << "nothing was thrown";
        return DatabaseFault::other;
    }

    test::TemporaryFolder folder;
    std::filesystem::path file = folder / "a b%41?#.db";
    test::ManualClock clock;
    std::optional<Database> database;
};

TEST_F(DatabaseTest, keeps_values_of_all_kinds) {
    const std::string bytes("\0\xFF\0", 3);
    Query(*database, "INSERT INTO thing VALUES(?1, ?2, ?3, ?4, ?5)", 1, std::int64_t{1} << 40, 0.5,
          "T\xC3\xBCr", Blob{bytes})
        .run();
    EXPECT_EQ(database->last_row(), 1);

    Query query(*database, "SELECT number, real, text, bytes FROM thing");

    ASSERT_TRUE(query.next());
    EXPECT_EQ(query.number(0), std::int64_t{1} << 40);
    EXPECT_EQ(query.real(1), 0.5);
    EXPECT_EQ(query.text(2), "T\xC3\xBCr");
    EXPECT_EQ(query.text(3), bytes);
    EXPECT_FALSE(query.next());
}

TEST_F(DatabaseTest, tells_null_from_empty) {
    Query(*database, "INSERT INTO thing VALUES(?1, ?2, ?3, ?4, ?5)", 1,
          std::optional<std::int64_t>(), std::optional<double>(), "", Blob{})
        .run();
    Query query(*database, "SELECT number, real, text, bytes FROM thing");
    ASSERT_TRUE(query.next());
    EXPECT_TRUE(query.is_null(0));
    EXPECT_TRUE(query.is_null(1));
    EXPECT_FALSE(query.is_null(2));
    EXPECT_FALSE(query.is_null(3));
}

TEST_F(DatabaseTest, a_statement_may_run_within_itself) {
    database->run("INSERT INTO thing(number) VALUES(1), (2)");
    constexpr auto k_all = "SELECT number FROM thing ORDER BY number";
    Query outer(*database, k_all);
    int count = 0;
    while (outer.next()) {
        Query inner(*database, k_all);
        while (inner.next()) {
            ++count;
        }
    }
    EXPECT_EQ(count, 4);
}

TEST_F(DatabaseTest, a_transaction_that_is_not_committed_is_undone) {
    {
        archive::Transaction transaction(*database);
        database->run("INSERT INTO thing(number) VALUES(1)");
    }
    EXPECT_EQ(database->number_of("SELECT count(*) FROM thing"), 0);
    archive::Transaction transaction(*database);
    database->run("INSERT INTO thing(number) VALUES(1)");
    transaction.commit();
    EXPECT_EQ(database->number_of("SELECT count(*) FROM thing"), 1);
}

TEST_F(DatabaseTest, tells_why_it_fails) {
    EXPECT_EQ(fault_of("SELECT nonsense"), DatabaseFault::other);
    database->value_of("PRAGMA max_page_count=2");
    EXPECT_EQ(fault_of("INSERT INTO thing(text) VALUES(zeroblob(100000) || 'x')"),
              DatabaseFault::full);
    database->run("PRAGMA query_only=ON");
    EXPECT_EQ(fault_of("INSERT INTO thing(number) VALUES(1)"), DatabaseFault::read_only);
}

TEST_F(DatabaseTest, tells_that_noise_is_damaged) {
    database.reset();
    base::write_file_atomically(file, std::string(10'000, 'x'), {});
    const auto open = [&] {
        Database(file, Database::Access::full, {.clock = &clock})
            .number_of("SELECT count(*) FROM sqlite_schema");
    };
    try {
        open();
        ADD_FAILURE() << "nothing was thrown";
    } catch (const DatabaseError& error) {
        EXPECT_EQ(error.fault(), DatabaseFault::damaged);
        EXPECT_THAT(error.message(), testing::HasSubstr(file.string()));
    }
}

TEST_F(DatabaseTest, a_file_that_is_not_there_is_not_made) {
    const auto error = test::error_of(
        [&] { Database(folder / "none.db", Database::Access::full, {.clock = &clock}); });
    EXPECT_THAT(error.message(), testing::HasSubstr("cannot be opened"));
    EXPECT_FALSE(std::filesystem::exists(folder / "none.db"));
}

TEST_F(DatabaseTest, a_peek_touches_nothing) {
    database->value_of("PRAGMA journal_mode=WAL");
    database->run("PRAGMA user_version=3; PRAGMA wal_checkpoint(TRUNCATE)");
    database.reset();

    Database peek(file, Database::Access::peek, {.clock = &clock});

    EXPECT_EQ(peek.number_of("PRAGMA user_version"), 3);
    EXPECT_TRUE(peek.is_read_only());
    int count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        ++count;
    }
    EXPECT_EQ(count, 1);
}

} // namespace
