// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/archive_check.hpp"
#include "support/error_of.hpp"
#include "unit/archive/maintenance/maintenance_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

namespace files = std::filesystem;
using archive::CheckFault;
using archive::CheckReport;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class ArchiveCheckTest : public test::MaintenanceTest {
protected:
    CheckReport check(const std::vector<files::path>& folders = {}, bool read = false) {
        found.clear();
        archive::CheckEvents events;
        events.found = [&](const archive::CheckFinding& finding) {
            const std::string name =
                files::path(finding.path).lexically_relative(pictures).string();
            found.emplace_back(finding.fault, name);
        };
        return archive::check_archive(catalogue, {folders, read, stop.get_token()}, events);
    }

    std::vector<std::pair<CheckFault, std::string>> found;
};

using Found = std::pair<CheckFault, std::string>;

TEST_F(ArchiveCheckTest, without_a_catalogue_nothing_is_wrong) {
    const CheckReport report = check();
    EXPECT_EQ(report.checked, 0U);
    EXPECT_EQ(report.errors(), 0U);
    EXPECT_FALSE(files::exists(folder / "Settings.json.pictures.db"));
}

TEST_F(ArchiveCheckTest, pictures_in_their_places_are_fine) {
    save("a.jpg", 1);
    save("x/b.jpg", 2);
    for (const bool read : {false, true}) {
        const CheckReport report = check({}, read);
        EXPECT_EQ(report.checked, 2U);
        EXPECT_EQ(report.errors(), 0U);
        EXPECT_EQ(report.unrecorded, 0U);
        EXPECT_THAT(found, IsEmpty());
    }
}

TEST_F(ArchiveCheckTest, missing_and_changed_pictures_are_told) {
    save("gone.jpg", 1);
    save("longer.jpg", 2);
    save("folder.jpg", 3);
    save("sub/gone too.jpg", 4);
    files::remove(pictures / "gone.jpg");
    write("longer.jpg", "something else");
    files::remove(pictures / "folder.jpg");
    files::create_directory(pictures / "folder.jpg");
    files::remove_all(pictures / "sub");

    const CheckReport report = check();

    EXPECT_EQ(report.checked, 4U);
    EXPECT_EQ(report.missing, 2U);
    EXPECT_EQ(report.changed, 2U);
    EXPECT_THAT(found, ElementsAre(Found(CheckFault::missing, "gone.jpg"),
                                   Found(CheckFault::changed, "longer.jpg"),
                                   Found(CheckFault::changed, "folder.jpg"),
                                   Found(CheckFault::missing, "sub/gone too.jpg")));
}

TEST_F(ArchiveCheckTest, other_bytes_of_the_same_size_are_found_by_reading) {
    const auto picture = save("a.jpg", 1);
    write("a.jpg", std::string(picture.facts.size, 'x'));
    EXPECT_EQ(check().errors(), 0U);
    EXPECT_EQ(check({}, true).changed, 1U);
}

TEST_F(ArchiveCheckTest, a_recorded_file_that_is_no_picture_is_found_by_reading) {
    auto picture = save("a.jpg", 1);
    write("a.jpg", "text");
    picture.facts.size = 4;
    picture.facts.sha256 = base::hex_encode(base::sha256("text"));
    catalogue.add(picture);
    EXPECT_EQ(check().errors(), 0U);
    EXPECT_EQ(check({}, true).damaged, 1U);
}

TEST_F(ArchiveCheckTest, unrecorded_files_are_told_and_no_errors) {
    save("a.jpg", 1);
    write("b.jpg", "1");
    write("elsewhere/c.jpg", "1");
    write("notes.txt", "1");
    const CheckReport report = check();
    EXPECT_EQ(report.errors(), 0U);
    EXPECT_EQ(report.unrecorded, 1U);
    EXPECT_THAT(found, ElementsAre(Found(CheckFault::unrecorded, "b.jpg")));
    check({pictures});
    EXPECT_THAT(found, UnorderedElementsAre(Found(CheckFault::unrecorded, "b.jpg"),
                                            Found(CheckFault::unrecorded, "elsewhere/c.jpg")));
    // Folders within others are looked into once.
    EXPECT_EQ(check({pictures, pictures / "elsewhere"}).unrecorded, 2U);
}

TEST_F(ArchiveCheckTest, a_steady_copy_is_not_unrecorded) {
    save("a.jpg", 1);
    catalogue.record_copy({.place = place_of(write("latest.jpg", "1")),
                           .camera_id = "1234",
                           .captured = test::k_first_capture,
                           .saved = test::k_first_capture});
    EXPECT_EQ(check().unrecorded, 0U);
}

TEST_F(ArchiveCheckTest, a_folder_is_checked_by_itself_under_any_name) {
    save("x/a.jpg", 1);
    save("y/b.jpg", 2);
    files::remove(pictures / "y" / "b.jpg");
    files::create_directory_symlink(pictures / "x", folder / "link");
    EXPECT_EQ(check({pictures / "x"}).checked, 1U);
    const CheckReport linked = check({folder / "link"});
    EXPECT_EQ(linked.checked, 1U);
    EXPECT_EQ(linked.errors(), 0U);
    EXPECT_EQ(linked.unrecorded, 0U);
    EXPECT_EQ(check({pictures / "y"}).missing, 1U);
    files::remove_all(pictures / "y");
    EXPECT_EQ(check({pictures / "y"}).missing, 1U);
}

TEST_F(ArchiveCheckTest, a_folder_that_is_neither_there_nor_recorded_is_an_error_of_the_user) {
    save("a.jpg", 1);
    EXPECT_EQ(test::error_of([&] { check({folder / "typo"}); }).code(), base::ErrorCode::usage);
}

TEST_F(ArchiveCheckTest, a_picture_that_is_replaced_meanwhile_is_not_missing) {
    const auto picture = save("a.jpg", 1);
    catalogue.close({picture.number});
    EXPECT_EQ(check().checked, 0U);
    EXPECT_THAT(found, ElementsAre());
}

TEST_F(ArchiveCheckTest, a_stop_ends_it) {
    save("a.jpg", 1);
    stop.request_stop();
    EXPECT_EQ(test::error_of([&] { check(); }).code(), base::ErrorCode::interrupted);
}

} // namespace
