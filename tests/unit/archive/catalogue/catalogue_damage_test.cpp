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

using CatalogueDamageTest = test::CatalogueFileTest;

TEST_F(CatalogueDamageTest, noise_is_set_aside_and_a_new_catalogue_begun) {
    const std::string noise(20'000, 'x');
    write_bytes(file, noise);
    write_bytes(folder / "x.db-wal", "log");
    CatalogueFile catalogue(options(), clock);
    add(catalogue);

    EXPECT_EQ(count(catalogue), 1);
    ASSERT_THAT(set_aside(), SizeIs(3));
    EXPECT_EQ(set_aside()[0].filename(), "x.db.corrupt-20260921T141320Z");
    EXPECT_EQ(bytes_in(set_aside()[0]), noise);
    EXPECT_EQ(set_aside()[2].filename(), "x.db.corrupt-20260921T141320Z-wal");
    EXPECT_EQ(bytes_in(set_aside()[2]), "log");
    ASSERT_THAT(news, SizeIs(1));
    EXPECT_TRUE(news[0].is_warning);
    EXPECT_THAT(news[0].sentence, HasSubstr("x.db.corrupt-20260921T141320Z"));
    EXPECT_THAT(news[0].hint, HasSubstr("ring-snapshot archive rebuild DIR"));
}

TEST_F(CatalogueDamageTest, an_empty_file_is_damaged) {
    write_bytes(file, "");
    CatalogueFile catalogue(options(), clock);
    EXPECT_EQ(count(catalogue), 0);
    EXPECT_THAT(set_aside(), SizeIs(1));
}

TEST_F(CatalogueDamageTest, a_truncated_file_is_damaged) {
    make();
    files::resize_file(file, 5000);
    CatalogueFile catalogue(options(), clock);
    add(catalogue);
    EXPECT_THAT(set_aside(), testing::Not(IsEmpty()));
    EXPECT_EQ(count(catalogue), 1);
}

TEST_F(CatalogueDamageTest, a_file_with_less_than_a_header_is_damaged) {
    make();
    files::resize_file(file, 50);
    CatalogueFile catalogue(options(), clock);
    add(catalogue);
    EXPECT_THAT(set_aside(), SizeIs(1));
    EXPECT_EQ(count(catalogue), 1);
}

TEST_F(CatalogueDamageTest, damage_that_shows_later_is_set_aside_too) {
    CatalogueFile catalogue(options(), clock);
    add(catalogue);
    int runs = 0;
    catalogue.write([&](Database& database) {
        if (++runs == 1) {
            throw DatabaseError(DatabaseFault::damaged, "damaged");
        }
        database.run(k_add_folder);
    });
    EXPECT_EQ(count(catalogue), 1);
    EXPECT_THAT(set_aside(), testing::Not(IsEmpty()));
    EXPECT_THAT(news, SizeIs(1));
}

TEST_F(CatalogueDamageTest, an_error_of_the_disk_is_no_damage) {
    CatalogueFile catalogue(options(), clock);
    add(catalogue);
    EXPECT_THROW(
        catalogue.write([](Database&) { throw DatabaseError(DatabaseFault::io, "the disk"); }),
        DatabaseError);
    EXPECT_EQ(count(catalogue), 1);
    EXPECT_THAT(set_aside(), IsEmpty());
}

TEST_F(CatalogueDamageTest, a_folder_in_its_place_is_left_alone) {
    files::create_directories(file);
    CatalogueFile catalogue(options(), clock);
    EXPECT_THAT(test::error_of([&] { add(catalogue); }).message(), HasSubstr("it is a folder"));
    EXPECT_TRUE(files::is_directory(file));
    EXPECT_THAT(set_aside(), IsEmpty());
}

TEST_F(CatalogueDamageTest, what_is_not_a_file_is_left_alone) {
    files::create_symlink("/dev/null", file);
    CatalogueFile catalogue(options(), clock);
    const auto error = test::error_of([&] { add(catalogue); });
    EXPECT_THAT(error.message(), HasSubstr("it is not a file"));
    EXPECT_THAT(error.hint(), HasSubstr("move it away"));
    EXPECT_TRUE(files::is_symlink(file));
}

TEST_F(CatalogueDamageTest, a_catalogue_of_a_newer_version_is_not_touched) {
    make();
    open_directly().run("PRAGMA user_version=99; PRAGMA wal_checkpoint(TRUNCATE)");
    const std::string before = bytes_in(file);

    CatalogueFile catalogue(options(), clock);

    EXPECT_THAT(test::error_of([&] { add(catalogue); }).message(), HasSubstr("a newer version"));
    EXPECT_THAT(test::error_of([&] { count(catalogue); }).message(), HasSubstr("a newer version"));
    EXPECT_EQ(bytes_in(file), before);
    EXPECT_FALSE(files::exists(folder / "x.db-wal"));
    EXPECT_THAT(set_aside(), IsEmpty());
}

TEST_F(CatalogueDamageTest, a_database_of_another_program_is_not_touched) {
    make();
    open_directly().run("PRAGMA application_id=7; PRAGMA wal_checkpoint(TRUNCATE)");
    const std::string before = bytes_in(file);

    CatalogueFile catalogue(options(), clock);

    EXPECT_THAT(test::error_of([&] { add(catalogue); }).message(), HasSubstr("another program"));
    EXPECT_EQ(bytes_in(file), before);
    EXPECT_FALSE(files::exists(folder / "x.db-wal"));
}

TEST_F(CatalogueDamageTest, a_log_without_its_catalogue_is_not_taken_for_that_of_a_new_one) {
    write_bytes(folder / "x.db-wal", "of another");
    CatalogueFile catalogue(options(), clock);
    add(catalogue);
    EXPECT_EQ(count(catalogue), 1);
    ASSERT_THAT(set_aside(), SizeIs(1));
    EXPECT_EQ(bytes_in(set_aside()[0]), "of another");
}

TEST_F(CatalogueDamageTest, an_older_schema_is_brought_up_after_a_copy_was_made) {
    make();
    auto newer = options();
    newer.schema.emplace_back("ALTER TABLE folder ADD COLUMN drive TEXT");
    CatalogueFile catalogue(newer, clock);

    catalogue.write([](Database& database) {
        database.run("INSERT INTO folder(path, drive) VALUES('/pictures', 'usb')");
    });

    catalogue.read(
        [](Database& database) { EXPECT_EQ(database.number_of("PRAGMA user_version"), 4); });
    EXPECT_EQ(mode_of_file(folder / "x.db.schema-3"), 0600U);
    Database copy(folder / "x.db.schema-3", Database::Access::full, {.clock = &clock});
    EXPECT_EQ(copy.number_of("PRAGMA user_version"), 3);
}

TEST_F(CatalogueDamageTest,
       without_room_for_a_copy_no_upgrade_is_begun_and_none_tried_for_an_hour) {
    make();
    auto newer = options();
    newer.schema.emplace_back("ALTER TABLE folder ADD COLUMN drive TEXT");
    std::uintmax_t room = 1 << 20;
    int asked = 0;
    newer.free_space = [&](const files::path& place) {
        ++asked;
        EXPECT_EQ(place, folder.path());
        return room;
    };
    CatalogueFile catalogue(newer, clock);

    const auto error = test::error_of([&] { add(catalogue); });
    EXPECT_EQ(error.code(), base::ErrorCode::cannot_write);
    EXPECT_THAT(error.message(), HasSubstr("takes 2 MiB, of which 1 are free"));
    EXPECT_FALSE(files::exists(folder / "x.db.schema-3"));
    room = 1 << 24;
    clock.advance(59min);
    EXPECT_EQ(test::error_of([&] { count(catalogue); }).message(), error.message());
    EXPECT_EQ(asked, 1);

    clock.advance(1min);
    add(catalogue);
    EXPECT_EQ(count(catalogue), 1);
    EXPECT_TRUE(files::exists(folder / "x.db.schema-3"));
}

TEST_F(CatalogueDamageTest, a_copy_that_failed_is_not_tried_with_every_picture) {
    make();
    files::create_directories(folder / "x.db.schema-3" / "in the way");
    auto newer = options();
    newer.schema.emplace_back("ALTER TABLE folder ADD COLUMN drive TEXT");
    CatalogueFile catalogue(newer, clock);
    EXPECT_THROW(add(catalogue), archive::CannotUpgrade);
    files::remove_all(folder / "x.db.schema-3");
    EXPECT_THROW(add(catalogue), base::Error);
    // Another file is another matter.
    files::rename(file, folder / "older.db");
    add(catalogue);
    EXPECT_EQ(count(catalogue), 1);
}

TEST_F(CatalogueDamageTest, a_step_that_fails_leaves_the_schema_as_it_was) {
    make();
    auto newer = options();
    newer.schema.emplace_back("ALTER TABLE folder ADD COLUMN drive TEXT; SELECT nonsense");
    CatalogueFile catalogue(newer, clock);

    EXPECT_THROW(add(catalogue), DatabaseError);

    CatalogueFile as_before(options(), clock);
    EXPECT_EQ(count(as_before), 0);
}

} // namespace
