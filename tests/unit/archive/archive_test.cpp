// SPDX-License-Identifier: Apache-2.0
#include "archive/archive.hpp"
#include "archive/folder_store.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_store.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>

namespace archive {
namespace {

using namespace std::chrono_literals;
using testing::SizeIs;

/// 2026-09-21 14:13:20 UTC.
constexpr base::SystemTime k_first_capture{1'790'000'000s};

/// An archive over a store in memory; folders that the record names are that store too.
struct ArchiveTest : testing::Test {
    /// Passes on what it is asked to the store of the test, whose names are all in one folder.
    class Borrowed final : public PictureStore {
    public:
        explicit Borrowed(PictureStore& store) : m_store(store) {}

        std::optional<StoredPicture> find(const PictureName& name) const override {
            return m_store.find(name);
        }

        std::optional<std::string> read(const PictureName& name) const override {
            return m_store.read(name);
        }

        void put(const PictureName& name, std::string_view bytes,
                 base::SystemTime captured) override {
            m_store.put(name, bytes, captured);
        }

        FileState state_of(const PictureName& name, const PictureDigest& saved) const override {
            return m_store.state_of(name, saved);
        }

        FileState remove_if_unchanged(const PictureName& name,
                                      const PictureDigest& saved) override {
            return m_store.remove_if_unchanged(name, saved);
        }

        PictureLocation location(const PictureName& name) const override {
            return m_store.location(name);
        }

        bool keeps_times(const PictureName& name) const override {
            return m_store.keeps_times(name);
        }

    private:
        PictureStore& m_store;
    };

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
    Archive archive{folder / "record", clock,
                    [this](const std::string&) { return std::make_unique<Borrowed>(store); }};
};

TEST_F(ArchiveTest, records_what_it_saves) {
    const ArchivedPicture saved = save(captured_at(k_first_capture));
    EXPECT_TRUE(saved.is_new());
    EXPECT_FALSE(saved.not_recorded);
    EXPECT_EQ(saved.sha256, base::hex_encode(base::sha256("picture")));
    EXPECT_EQ(store.read(PictureName("14-13-20.jpg")), "picture");
    ASSERT_THAT(archive.pictures(), SizeIs(1));
    const IndexEntry entry = archive.pictures().front();
    EXPECT_EQ(entry.path, "/memory/14-13-20.jpg");
    EXPECT_EQ(entry.camera_id, "7");
    EXPECT_EQ(entry.camera_name, "Front Door");
    EXPECT_EQ(entry.captured, k_first_capture);
    EXPECT_EQ(entry.size, 7U);
    EXPECT_EQ(entry.sha256, saved.sha256);
    EXPECT_TRUE(entry.is_timed);
    EXPECT_EQ(archive.state_of(entry), FileState::unchanged);
}

TEST_F(ArchiveTest, records_a_picture_once) {
    save(captured_at(k_first_capture));
    const ArchivedPicture again = save(captured_at(k_first_capture));
    EXPECT_FALSE(again.is_new());
    EXPECT_TRUE(again.unchanged);
    EXPECT_EQ(again.sha256, base::hex_encode(base::sha256("picture")));
    EXPECT_THAT(archive.pictures(), SizeIs(1));
}

TEST_F(ArchiveTest, records_that_nobody_knows_when_a_picture_was_captured) {
    save(captured_at({}));
    ASSERT_THAT(archive.pictures(), SizeIs(1));
    EXPECT_FALSE(archive.pictures().front().is_timed);
}

TEST_F(ArchiveTest, takes_the_same_bytes_captured_later_for_a_new_picture) {
    save(captured_at(k_first_capture), "{name}.jpg");
    EXPECT_FALSE(save(captured_at(k_first_capture + 2s), "{name}.jpg").is_new());
    const ArchivedPicture later = save(captured_at(k_first_capture + 10min), "{name}.jpg");
    EXPECT_TRUE(later.is_new());
    EXPECT_EQ(store.find(later.name)->modified, k_first_capture + 10min);
    EXPECT_EQ(archive.pictures().front().captured, k_first_capture + 10min);
}

TEST_F(ArchiveTest, saves_a_picture_that_cannot_be_recorded) {
    std::filesystem::create_directory(folder / "record");
    const ArchivedPicture saved = save(captured_at(k_first_capture));
    EXPECT_TRUE(saved.is_new());
    ASSERT_TRUE(saved.not_recorded);
    EXPECT_EQ(saved.not_recorded->code(), base::ErrorCode::cannot_write);
    EXPECT_EQ(store.read(saved.name), "picture");
}

TEST_F(ArchiveTest, records_nothing_that_was_not_saved) {
    store.fail_with(base::Error(base::ErrorCode::cannot_write, "no space left"));
    EXPECT_THROW(save(captured_at(k_first_capture)), base::Error);
    EXPECT_THAT(archive.pictures(), SizeIs(0));
}

TEST_F(ArchiveTest, records_no_copies) {
    NameFields fields;
    fields.name = "Front Door";
    fields.time = k_first_capture;
    const SavedPicture copy =
        Archive::keep_copy(store, NameTemplate("{name}.jpg"), fields, captured_at(k_first_capture));
    EXPECT_EQ(copy.location.shown, "/memory/Front Door.jpg");
    EXPECT_EQ(store.read(copy.name), "picture");
    EXPECT_THAT(archive.pictures(), SizeIs(0));
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
    EXPECT_THAT(archive.pictures(), SizeIs(1));
}

TEST_F(ArchiveTest, opens_the_folders_that_its_record_names) {
    Archive real(folder / "real record", clock);
    FolderStore files(folder / "pictures");
    NameFields fields;
    fields.id = "7";
    for (int hour = 0; hour < 3; ++hour) {
        fields.time = k_first_capture + hour * 1h;
        real.save(files, NameTemplate("{utc:%H}/{id}.jpg"), fields, captured_at(fields.time));
    }
    EXPECT_EQ(real.state_of(real.pictures().front()), FileState::unchanged);
    EXPECT_EQ(real.expire("7", {.age = {}, .count = 2}, {}), 1U);
    EXPECT_FALSE(std::filesystem::exists(folder / "pictures" / "14" / "7.jpg"));
    EXPECT_TRUE(std::filesystem::exists(folder / "pictures" / "15" / "7.jpg"));
}

} // namespace
} // namespace archive
