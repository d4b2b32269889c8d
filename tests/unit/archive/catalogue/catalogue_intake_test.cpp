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

using CatalogueIntakeTest = test::CatalogueFileTest;

TEST_F(CatalogueIntakeTest, what_waits_is_in_a_new_catalogue_from_its_beginning) {
    OneFolder intake;
    auto with_intake = options();
    with_intake.intake = &intake;
    CatalogueFile catalogue(with_intake, clock);

    EXPECT_EQ(count(catalogue), 1) << "who only reads takes it in too";
    EXPECT_FALSE(intake.waits);

    intake.waits = true;
    catalogue.write([](Database& database) { database.run("DELETE FROM folder"); });
    EXPECT_EQ(count(catalogue), 0);
    EXPECT_FALSE(intake.waits);
    EXPECT_EQ(intake.tries, 2);
}

TEST_F(CatalogueIntakeTest, what_cannot_be_taken_in_is_told_once_and_tried_later) {
    OneFolder intake;
    intake.failure = base::Error(base::ErrorCode::cannot_write, "cannot read it");
    auto with_intake = options();
    with_intake.intake = &intake;
    CatalogueFile catalogue(with_intake, clock);

    add(catalogue);
    add(catalogue);
    EXPECT_EQ(count(catalogue), 2);
    EXPECT_EQ(intake.tries, 1);
    clock.advance(11min);
    add(catalogue);
    EXPECT_EQ(intake.tries, 2);
    ASSERT_THAT(news, SizeIs(1));
    EXPECT_THAT(news[0].sentence, HasSubstr("cannot read it"));

    intake.failure.reset();
    clock.advance(11min);
    EXPECT_EQ(count(catalogue), 4);
}

TEST_F(CatalogueIntakeTest, a_stop_during_the_intake_leaves_no_catalogue_behind) {
    OneFolder intake;
    intake.failure = base::Error(base::ErrorCode::interrupted, "stopped");
    auto with_intake = options();
    with_intake.intake = &intake;
    CatalogueFile catalogue(with_intake, clock);

    EXPECT_EQ(test::error_of([&] { add(catalogue); }).code(), base::ErrorCode::interrupted);

    EXPECT_FALSE(files::exists(file));
    EXPECT_FALSE(files::exists(folder / "x.db.new"));
    EXPECT_TRUE(intake.waits);
}

} // namespace
