// SPDX-License-Identifier: Apache-2.0
#include "archive/archive.hpp"
#include "archive/folder_store.hpp"
#include "base/text/encoding.hpp"
#include "base/text/local_time.hpp"
#include "base/text/sha256.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_store.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace archive {
namespace {

using namespace std::chrono_literals;
using testing::SizeIs;

/// 2026-09-21 14:13:20 UTC.
constexpr base::SystemTime k_first_capture{1'790'000'000s};

/// An archive over a store in memory; folders that the record names are that store too.
struct ArchiveTest : testing::Test {
    static snapshot::Picture captured_at(std::optional<base::SystemTime> captured,
                                         const std::string& bytes = "picture") {
        return {bytes, 640, 360, captured};
    }

    ArchivedPicture save(const snapshot::Picture& picture,
                         const char* name = "{utc:%H-%M-%S}.jpg") {
        NameFields fields;
        fields.id = "7";
        fields.name = "Front Door";
        fields.time = picture.captured.value_or(clock.now());
        return archive.save(store, NameTemplate(name), fields, picture);
    }

    test::TemporaryFolder folder;
    test::ManualClock clock;
    test::MemoryStore store;

    /// Every picture that is recorded as being in its place.
    std::vector<RecordedPicture> recorded(Archive& of) {
        std::vector<RecordedPicture> pictures;
        of.catalogue().for_each(
            false, [&](const RecordedPicture& picture) { pictures.push_back(picture); });
        return pictures;
    }

    std::vector<RecordedPicture> recorded() { return recorded(archive); }

    SavedPicture copy(const snapshot::Picture& picture, const ArchivedPicture& archived,
                      const char* id = "7") {
        NameFields fields;
        fields.id = id;
        fields.name = "Front Door";
        fields.time = picture.captured.value_or(clock.now());
        return archive.keep_copy(store, NameTemplate("door.jpg"), fields, picture, archived);
    }

    std::vector<CatalogueNews> news;
    Archive archive{
        folder / "record",
        clock,
        {.tell = [this](const CatalogueNews& one) { news.push_back(one); },
         .open_folder = [this](const std::string&) { return std::make_unique<test::BorrowedStore>(store); }}};
};

TEST_F(ArchiveTest, records_what_it_saves) {
    snapshot::Picture picture = captured_at(k_first_capture);
    picture.brightness = 97.5;
    const ArchivedPicture saved = save(picture);
    EXPECT_TRUE(saved.is_new());
    EXPECT_EQ(saved.digest.sha256, base::hex_encode(base::sha256("picture")));
    EXPECT_EQ(saved.received_sha256, saved.digest.sha256);
    EXPECT_EQ(store.read(PictureName("14-13-20.jpg")), "picture");
    ASSERT_THAT(recorded(), SizeIs(1));
    const RecordedPicture row = recorded().front();
    EXPECT_EQ(row.place, (FilePlace{"/memory", "14-13-20.jpg"}));
    EXPECT_EQ(row.camera_id, "7");
    EXPECT_EQ(row.camera_name, "Front Door");
    EXPECT_EQ(row.captured, k_first_capture);
    EXPECT_EQ(row.utc_offset, base::zone_offset_at(k_first_capture));
    EXPECT_EQ(row.facts.size, 7U);
    EXPECT_EQ(row.facts.width, 640);
    EXPECT_EQ(row.facts.height, 360);
    EXPECT_EQ(row.facts.brightness, 97.5);
    EXPECT_EQ(row.facts.sha256, saved.digest.sha256);
    EXPECT_EQ(row.facts.received_sha256, saved.digest.sha256);
    EXPECT_EQ(row.saved, clock.now());
    EXPECT_TRUE(row.is_timed);
    EXPECT_EQ(archive.state_of(row), FileState::unchanged);
}

TEST_F(ArchiveTest, records_a_picture_once) {
    save(captured_at(k_first_capture));
    const ArchivedPicture again = save(captured_at(k_first_capture));
    EXPECT_FALSE(again.is_new());
    EXPECT_TRUE(again.unchanged);
    EXPECT_EQ(again.digest.sha256, base::hex_encode(base::sha256("picture")));
    EXPECT_THAT(recorded(), SizeIs(1));
}

TEST_F(ArchiveTest, records_what_is_there_already_and_not_known) {
    store.put(PictureName("14-13-20.jpg"), "picture", k_first_capture - 1h);
    EXPECT_TRUE(save(captured_at(k_first_capture)).unchanged);
    ASSERT_THAT(recorded(), SizeIs(1));
    EXPECT_EQ(recorded().front().captured, k_first_capture);
}

TEST_F(ArchiveTest, records_that_nobody_knows_when_a_picture_was_captured) {
    save(captured_at({}));
    ASSERT_THAT(recorded(), SizeIs(1));
    EXPECT_FALSE(recorded().front().is_timed);
}

TEST_F(ArchiveTest, records_no_name_for_a_camera_without_one) {
    NameFields fields;
    fields.id = "7";
    fields.name = "camera 7";
    fields.time = k_first_capture;
    archive.save(store, NameTemplate("x.jpg"), fields, captured_at(k_first_capture));
    EXPECT_EQ(recorded().front().camera_name, "");
}

TEST_F(ArchiveTest, takes_the_same_bytes_captured_later_for_a_new_picture) {
    save(captured_at(k_first_capture), "{name}.jpg");
    EXPECT_FALSE(save(captured_at(k_first_capture + 2s), "{name}.jpg").is_new());
    const ArchivedPicture later = save(captured_at(k_first_capture + 10min), "{name}.jpg");
    EXPECT_TRUE(later.is_new());
    EXPECT_EQ(store.find(later.name)->modified, k_first_capture + 10min);
    ASSERT_THAT(recorded(), SizeIs(1));
    EXPECT_EQ(recorded().front().captured, k_first_capture + 10min);
}

TEST_F(ArchiveTest, saves_a_picture_that_cannot_be_recorded_and_says_so_once) {
    std::filesystem::create_directory(folder / "record.db");
    const ArchivedPicture saved = save(captured_at(k_first_capture));
    EXPECT_TRUE(saved.is_new());
    EXPECT_EQ(store.read(saved.name), "picture");
    clock.advance(1min);
    save(captured_at(k_first_capture + 1min));
    ASSERT_THAT(news, SizeIs(1));
    EXPECT_TRUE(news[0].is_warning);
    EXPECT_THAT(news[0].sentence, testing::HasSubstr("saved all the same"));
}

TEST_F(ArchiveTest, records_later_what_could_not_be_recorded) {
    std::filesystem::create_directory(folder / "record.db");
    save(captured_at(k_first_capture));
    save(captured_at(k_first_capture + 1min));
    std::filesystem::remove(folder / "record.db");
    clock.advance(1min);
    save(captured_at(k_first_capture + 2min));
    EXPECT_THAT(recorded(), SizeIs(3));
}

TEST_F(ArchiveTest, leaves_what_could_not_be_recorded_to_a_later_process) {
    std::filesystem::create_directory(folder / "record.db");
    {
        Archive other(folder / "record", clock, {});
        NameFields fields;
        fields.id = "7";
        fields.time = k_first_capture;
        other.save(store, NameTemplate("x.jpg"), fields, captured_at(k_first_capture));
    }
    std::filesystem::remove(folder / "record.db");
    EXPECT_THAT(recorded(), SizeIs(1));
}

TEST_F(ArchiveTest, is_not_held_up_by_a_busy_catalogue_again_and_again) {
    save(captured_at(k_first_capture));
    Database busy(folder / "record.db", Database::Access::full, {.clock = &clock});
    busy.run("BEGIN IMMEDIATE");
    const auto start = clock.steady_now();
    for (int number = 1; number <= 20; ++number) {
        EXPECT_TRUE(save(captured_at(k_first_capture + number * 1s)).is_new());
    }
    EXPECT_LT(clock.steady_now() - start, 11s);
    busy.run("ROLLBACK");
    clock.advance(1min);
    save(captured_at(k_first_capture + 1h));
    EXPECT_THAT(recorded(), SizeIs(22));
    EXPECT_THAT(news, SizeIs(1));
}

TEST_F(ArchiveTest, records_nothing_that_was_not_saved) {
    store.fail_with(base::Error(base::ErrorCode::cannot_write, "no space left"));
    EXPECT_THROW(save(captured_at(k_first_capture)), base::Error);
    EXPECT_THAT(recorded(), SizeIs(0));
}

TEST_F(ArchiveTest, records_no_copy_as_a_picture) {
    const auto picture = captured_at(k_first_capture);
    const SavedPicture made = copy(picture, save(picture));
    EXPECT_EQ(made.location.shown, "/memory/door.jpg");
    EXPECT_EQ(store.read(made.name), "picture");
    EXPECT_THAT(recorded(), SizeIs(1));
    EXPECT_EQ(archive.catalogue().find_copy({"/memory", "door.jpg"})->captured, k_first_capture);
}

TEST_F(ArchiveTest, keeps_a_copy_that_it_knows_to_be_newer) {
    const auto newer = captured_at(k_first_capture + 1h, "newer");
    copy(newer, save(newer));
    const auto older = captured_at(k_first_capture, "older");
    EXPECT_TRUE(copy(older, save(older)).kept_newer);
    EXPECT_EQ(store.read(PictureName("door.jpg")), "newer");
    // Of another camera it says nothing.
    EXPECT_FALSE(copy(older, save(older), "8").kept_newer);
    EXPECT_EQ(store.read(PictureName("door.jpg")), "older");
}

TEST_F(ArchiveTest, replaces_a_copy_of_somebody_else_however_new_it_looks) {
    const auto picture = captured_at(k_first_capture);
    store.put(PictureName("door.jpg"), "placeholder", k_first_capture + 1h);
    EXPECT_FALSE(copy(picture, save(picture)).kept_newer);
    EXPECT_EQ(store.read(PictureName("door.jpg")), "picture");
    // Changed since, it is somebody else's again.
    store.put(PictureName("door.jpg"), "plAceholder", k_first_capture + 1h);
    const auto older = captured_at(k_first_capture - 1h, "older");
    EXPECT_FALSE(copy(older, save(older)).kept_newer);
    EXPECT_EQ(store.read(PictureName("door.jpg")), "older");
}

TEST_F(ArchiveTest, expires_what_its_store_holds) {
    for (int hour = 0; hour < 4; ++hour) {
        save(captured_at(k_first_capture + hour * 1h));
    }
    store.put(PictureName("15-13-20.jpg"), "changed", k_first_capture);
    EXPECT_EQ(archive.expire("7", {.age = {}, .count = 1}, k_first_capture), 2U);
    EXPECT_FALSE(store.find(PictureName("14-13-20.jpg")));
    EXPECT_TRUE(store.find(PictureName("15-13-20.jpg")));
    EXPECT_FALSE(store.find(PictureName("16-13-20.jpg")));
    EXPECT_TRUE(store.find(PictureName("17-13-20.jpg")));
    EXPECT_THAT(recorded(), SizeIs(1));
}

TEST_F(ArchiveTest, opens_the_folders_that_its_catalogue_names) {
    Archive real(folder / "real record", clock, {});
    FolderStore files(folder / "pictures");
    NameFields fields;
    fields.id = "7";
    for (int hour = 0; hour < 3; ++hour) {
        fields.time = k_first_capture + hour * 1h;
        real.save(files, NameTemplate("{utc:%H}/{id}.jpg"), fields, captured_at(fields.time));
    }
    EXPECT_EQ(real.state_of(recorded(real).front()), FileState::unchanged);
    EXPECT_EQ(real.expire("7", {.age = {}, .count = 2}, {}), 1U);
    EXPECT_FALSE(std::filesystem::exists(folder / "pictures" / "14" / "7.jpg"));
    EXPECT_TRUE(std::filesystem::exists(folder / "pictures" / "15" / "7.jpg"));
}

TEST_F(ArchiveTest, knows_a_file_however_its_folder_is_named) {
    Archive real(folder / "real record", clock, {});
    std::filesystem::create_directories(folder / "pictures" / "more");
    std::filesystem::create_directory_symlink(folder / "pictures", folder / "link");
    NameFields fields;
    fields.id = "7";
    fields.time = k_first_capture + 1h;
    FolderStore files(folder / "pictures");
    real.save(files, NameTemplate("door.jpg"), fields, captured_at(fields.time));
    fields.time = k_first_capture;
    for (const char* name : {"link", "pictures/more/.."}) {
        FolderStore other(folder / name);
        EXPECT_TRUE(
            real.save(other, NameTemplate("door.jpg"), fields, captured_at(fields.time, "older"))
                .kept_newer)
            << name;
    }
}

TEST_F(ArchiveTest, tidies_its_catalogue_once_a_day) {
    save(captured_at(k_first_capture));
    const auto log = folder / "record.db-wal";
    clock.advance(23h);
    save(captured_at(k_first_capture + 1h));
    EXPECT_GT(std::filesystem::file_size(log), 0U);
    clock.advance(2h);
    save(captured_at(k_first_capture + 2h));
    EXPECT_EQ(std::filesystem::file_size(log), 0U);
}

} // namespace
} // namespace archive
