// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/archive_backup.hpp"
#include "support/error_of.hpp"
#include "unit/archive/maintenance/maintenance_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace {

namespace files = std::filesystem;
using base::ErrorCode;
using testing::HasSubstr;

class ArchiveBackupTest : public test::MaintenanceTest {
protected:
    std::uintmax_t back_up(const files::path& file) {
        return archive::back_up_catalogue(catalogue, clock, file, stop.get_token());
    }

    /// How many pictures a catalogue of that file holds.
    std::uintmax_t pictures_in(const files::path& file) {
        files::create_directories(folder / "restored");
        files::copy_file(file, folder / "restored" / "Settings.json.pictures.db",
                         files::copy_options::overwrite_existing);
        archive::Catalogue restored(folder / "restored" / "Settings.json.pictures", clock, {});
        return restored.cameras().at(0).pictures;
    }

    /// What lies beside the catalogue of a backup.
    bool is_tidy() const {
        return !files::exists(folder / "Settings.json.pictures.db.backup") &&
               !files::exists(folder / "Settings.json.pictures.db.backup.new");
    }
};

TEST_F(ArchiveBackupTest, a_backup_is_a_catalogue_with_all_pictures) {
    save("a.jpg", 1);
    save("b.jpg", 2);
    const files::path file = folder / "backup.db";
    const std::uintmax_t size = back_up(file);
    EXPECT_EQ(size, files::file_size(file));
    EXPECT_EQ(pictures_in(file), 2U);
    EXPECT_EQ(files::status(file).permissions() & files::perms::mask,
              files::perms::owner_read | files::perms::owner_write);
    EXPECT_TRUE(is_tidy());
}

TEST_F(ArchiveBackupTest, another_file_system_gets_a_copy) {
    const files::path memory = "/dev/shm";
    if (!files::is_directory(memory) ||
        base::identity_of(memory)->device == base::identity_of(folder.path())->device) {
        GTEST_SKIP() << "there is one file system alone";
    }
    save("a.jpg", 1);
    const files::path file = memory / (folder.path().filename().string() + ".db");
    EXPECT_GT(back_up(file), 0U);
    EXPECT_EQ(pictures_in(file), 1U);
    EXPECT_FALSE(files::exists(file.string() + ".new"));
    EXPECT_TRUE(is_tidy());
    files::remove(file);
}

TEST_F(ArchiveBackupTest, an_earlier_backup_is_replaced) {
    save("a.jpg", 1);
    const files::path file = write("backup.db", "old");
    back_up(file);
    EXPECT_EQ(pictures_in(file), 1U);
}

TEST_F(ArchiveBackupTest, a_failure_leaves_the_earlier_backup_alone) {
    save("a.jpg", 1);
    const auto error = test::error_of([&] { back_up(folder / "no folder" / "backup.db"); });
    EXPECT_EQ(error.code(), ErrorCode::cannot_write);
    EXPECT_TRUE(is_tidy());
}

TEST_F(ArchiveBackupTest, what_cannot_be_a_backup_is_refused) {
    save("a.jpg", 1);
    for (const files::path& file : {pictures, folder / "Settings.json.pictures.db"}) {
        EXPECT_EQ(test::error_of([&] { back_up(file); }).code(), ErrorCode::usage);
    }
    EXPECT_EQ(catalogue.cameras().at(0).pictures, 1U);
}

TEST_F(ArchiveBackupTest, without_a_catalogue_there_is_nothing_to_back_up) {
    const auto error = test::error_of([&] { back_up(folder / "backup.db"); });
    EXPECT_EQ(error.code(), ErrorCode::no_snapshot);
    EXPECT_FALSE(files::exists(folder / "backup.db"));
}

} // namespace
