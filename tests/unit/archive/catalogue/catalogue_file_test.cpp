// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/catalogue_file.hpp"
#include "support/error_of.hpp"
#include "support/limited_file_size.hpp"
#include "unit/archive/catalogue/catalogue_file_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <sys/types.h>
#include <unistd.h>

namespace {

namespace files = std::filesystem;
using archive::CatalogueFile;
using archive::Database;
using archive::DatabaseError;
using archive::DatabaseFault;
using test::bytes_in;
using test::k_add_folder;
using test::mode_of_file;
using test::OneFolder;
using test::write_bytes;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using namespace std::chrono_literals;

using CatalogueOpeningTest = test::CatalogueFileTest;

TEST_F(CatalogueOpeningTest, a_new_catalogue_is_marked_and_readable_by_its_owner_alone) {
    CatalogueFile catalogue(options(), clock);
    add(catalogue);

    EXPECT_EQ(mode_of_file(file), 0600U);
    EXPECT_EQ(mode_of_file(folder / "x.db-wal"), 0600U);
    EXPECT_EQ(mode_of_file(folder / "x.db-shm"), 0600U);
    EXPECT_FALSE(files::exists(folder / "x.db.new"));
    EXPECT_FALSE(files::exists(folder / "x.db.probe"));
    catalogue.read([](Database& database) {
        EXPECT_EQ(database.number_of("PRAGMA application_id"), 0x52534E50);
        EXPECT_EQ(database.number_of("PRAGMA user_version"), 3);
        EXPECT_EQ(database.value_of("PRAGMA journal_mode"), "wal");
        EXPECT_EQ(database.number_of("PRAGMA synchronous"), 2);
        EXPECT_EQ(database.number_of("PRAGMA foreign_keys"), 1);
        EXPECT_EQ(database.number_of("PRAGMA trusted_schema"), 0);
        EXPECT_EQ(database.number_of("PRAGMA journal_size_limit"), 4 << 20);
    });
}

TEST_F(CatalogueOpeningTest, reading_makes_none) {
    EXPECT_EQ(count(*std::make_unique<CatalogueFile>(options(), clock)), -1);
    EXPECT_FALSE(files::exists(file));
}

TEST_F(CatalogueOpeningTest, what_work_throws_undoes_it) {
    CatalogueFile catalogue(options(), clock);

    EXPECT_THROW(catalogue.write([](Database& database) {
        database.run(k_add_folder);
        throw base::Error(base::ErrorCode::interrupted, "stopped");
    }),
                 base::Error);

    EXPECT_EQ(count(catalogue), 0);
}

TEST_F(CatalogueOpeningTest, on_a_shared_file_system_there_is_no_write_ahead_log) {
    file_system = "NFS";
    CatalogueFile catalogue(options(), clock);
    add(catalogue);

    EXPECT_FALSE(files::exists(folder / "x.db-wal"));
    EXPECT_FALSE(catalogue.journal_mode()->writes_ahead);
    EXPECT_EQ(catalogue.journal_mode()->shared_file_system, "NFS");
    catalogue.read([](Database& database) {
        EXPECT_EQ(database.value_of("PRAGMA journal_mode"), "truncate");
        EXPECT_EQ(database.number_of("PRAGMA synchronous"), 2);
    });
}

TEST_F(CatalogueOpeningTest, a_catalogue_that_moved_to_a_shared_file_system_gives_up_its_log) {
    make();
    file_system = "SMB";
    CatalogueFile catalogue(options(), clock);
    add(catalogue);

    EXPECT_FALSE(catalogue.journal_mode()->writes_ahead);
    EXPECT_FALSE(files::exists(folder / "x.db-wal"));
    file_system.clear();
    CatalogueFile back(options(), clock);
    add(back);
    EXPECT_TRUE(back.journal_mode()->writes_ahead);
}

TEST_F(CatalogueOpeningTest, where_the_log_cannot_be_tried_there_is_none) {
    files::create_directories(folder / "x.db.probe" / "in the way");
    CatalogueFile catalogue(options(), clock);
    add(catalogue);

    EXPECT_FALSE(catalogue.journal_mode()->writes_ahead);
    EXPECT_TRUE(catalogue.journal_mode()->probe_failed);
    EXPECT_EQ(count(catalogue), 1);
}

TEST_F(CatalogueOpeningTest, a_busy_catalogue_is_waited_for_ten_seconds) {
    CatalogueFile catalogue(options(), clock);
    add(catalogue);
    Database other(file, Database::Access::full, {.clock = &clock});
    other.run("BEGIN IMMEDIATE");
    const auto start = clock.steady_now();

    try {
        add(catalogue);
        ADD_FAILURE() << "nothing was thrown";
    } catch (const DatabaseError& error) {
        EXPECT_EQ(error.fault(), DatabaseFault::busy);
    }
    EXPECT_GE(clock.steady_now() - start, 10s);
    EXPECT_LT(clock.steady_now() - start, 11s);

    other.run("ROLLBACK");
    add(catalogue);
    EXPECT_EQ(count(catalogue), 2);
}

TEST_F(CatalogueOpeningTest, a_stop_ends_the_wait) {
    std::stop_source stop;
    auto stoppable = options();
    stoppable.stop = stop.get_token();
    CatalogueFile catalogue(stoppable, clock);
    add(catalogue);
    Database other(file, Database::Access::full, {.clock = &clock});
    other.run("BEGIN IMMEDIATE");
    stop.request_stop();

    EXPECT_THROW(add(catalogue), DatabaseError);
    EXPECT_THAT(clock.sleeps(), SizeIs(1));
}

TEST_F(CatalogueOpeningTest, a_disk_that_is_full_loses_nothing) {
    CatalogueFile catalogue(options(), clock);
    add(catalogue);
    {
        const test::LimitedFileSize limit(4096);
        EXPECT_THROW(add(catalogue), DatabaseError);
    }
    EXPECT_EQ(count(catalogue), 1);
    add(catalogue);
    EXPECT_THAT(set_aside(), IsEmpty());
}

TEST_F(CatalogueOpeningTest, on_a_full_disk_it_can_be_read_and_the_disk_is_named) {
    make();
    CatalogueFile catalogue(options(), clock);
    {
        const test::LimitedFileSize limit(4096);
        EXPECT_EQ(count(catalogue), 0);
        const auto error = test::error_of([&] { add(catalogue); });
        EXPECT_THAT(error.message(), testing::HasSubstr("disk"));
    }
    add(catalogue);
    EXPECT_EQ(count(catalogue), 1);
}

/// While it lives, this process may do in `folder` what the modes say, which an administrator is
/// above.
class WithoutPrivileges {
public:
    explicit WithoutPrivileges(const files::path& folder) {
        if (m_is_root) {
            EXPECT_EQ(::chown(folder.c_str(), k_nobody, k_nobody), 0);
            for (const auto& entry : files::directory_iterator(folder)) {
                EXPECT_EQ(::chown(entry.path().c_str(), k_nobody, k_nobody), 0);
            }
            EXPECT_EQ(::seteuid(k_nobody), 0);
        }
    }

    ~WithoutPrivileges() {
        if (m_is_root) {
            EXPECT_EQ(::seteuid(0), 0);
        }
    }

    WithoutPrivileges(const WithoutPrivileges&) = delete;
    WithoutPrivileges& operator=(const WithoutPrivileges&) = delete;

private:
    static constexpr uid_t k_nobody = 65534;
    bool m_is_root = ::geteuid() == 0;
};

TEST_F(CatalogueOpeningTest, nothing_is_put_beside_a_file_that_may_not_be_written) {
    make();
    files::permissions(file, files::perms(0444));
    {
        const WithoutPrivileges unprivileged(folder.path());
        CatalogueFile catalogue(options(), clock);
        EXPECT_EQ(count(catalogue), 0);
        EXPECT_THROW(add(catalogue), DatabaseError);
    }
    EXPECT_FALSE(files::exists(folder / "x.db-wal"));
    EXPECT_FALSE(files::exists(folder / "x.db-shm"));
}

TEST_F(CatalogueOpeningTest, a_replaced_catalogue_is_opened_again) {
    CatalogueFile catalogue(options(), clock);
    add(catalogue);
    files::rename(file, folder / "moved.db");
    files::rename(folder / "x.db-wal", folder / "moved.db-wal");

    EXPECT_EQ(count(catalogue), -1);
    add(catalogue);

    EXPECT_EQ(count(catalogue), 1);
    EXPECT_TRUE(files::exists(file));
}

TEST_F(CatalogueOpeningTest, what_went_into_a_file_that_was_replaced_meanwhile_is_done_again) {
    CatalogueFile catalogue(options(), clock);
    add(catalogue);
    int runs = 0;
    catalogue.write([&](Database& database) {
        database.run("INSERT INTO folder(path) VALUES('/other')");
        if (++runs == 1) {
            files::rename(file, folder / "moved.db");
            files::remove(folder / "x.db-wal");
        }
    });
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(count(catalogue), 1);
}

TEST_F(CatalogueOpeningTest, who_only_reads_changes_nothing) {
    auto reading = options();
    reading.read_only = true;
    OneFolder intake;
    reading.intake = &intake;
    CatalogueFile none(reading, clock);
    EXPECT_EQ(count(none), -1);
    EXPECT_FALSE(files::exists(file));

    make();
    EXPECT_EQ(count(none), 0);
    EXPECT_EQ(intake.tries, 0);
    EXPECT_THROW(add(none), DatabaseError);

    write_bytes(file, std::string(9999, 'x'));
    CatalogueFile damaged(reading, clock);
    EXPECT_THROW(count(damaged), DatabaseError);
    EXPECT_THAT(set_aside(), IsEmpty());
}

TEST_F(CatalogueOpeningTest, an_unfinished_catalogue_of_a_killed_run_is_replaced) {
    write_bytes(folder / "x.db.new", "unfinished");
    CatalogueFile catalogue(options(), clock);
    add(catalogue);
    EXPECT_FALSE(files::exists(folder / "x.db.new"));
    EXPECT_EQ(count(catalogue), 1);
}

} // namespace
