// SPDX-License-Identifier: Apache-2.0
#include "archive/archive.hpp"
#include "archive/exif/exif_reader.hpp"
#include "archive/folder_store.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_picture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace archive {
namespace {

using namespace std::chrono_literals;
using testing::SizeIs;

/// 2026-09-21 14:13:20 UTC.
constexpr base::SystemTime k_exif_capture{1'790'000'000s};

/// An archive in a folder, and pictures that are saved with EXIF data.
struct ArchiveExifTest : testing::Test {
    static NameFields fields_of(const snapshot::Picture& taken,
                                const std::string& name = "Front Door") {
        return {"7", name, "", "Doorbell", "", *taken.captured};
    }

    ArchivedPicture save(const snapshot::Picture& taken, PictureForm form,
                         const std::string& name = "Front Door") {
        return archive.save(store, NameTemplate("{utc:%H-%M-%S}.jpg"), fields_of(taken, name),
                            taken, form);
    }

    ArchivedPicture save_with_exif(const snapshot::Picture& taken,
                                   const std::string& name = "Front Door") {
        return save(taken, PictureForm::with_exif, name);
    }

    std::vector<RecordedPicture> recorded() { return archive.catalogue().page(0, 100, false); }

    std::string digest_of(const ArchivedPicture& saved) {
        return base::hex_encode(base::sha256(*store.read(saved.name)));
    }

    test::TemporaryFolder folder;
    test::ManualClock clock;
    FolderStore store{folder / "pictures"};
    Archive archive{folder / "record", clock, {}};
    const std::string jpeg = test::make_jpeg(32, 24);
    const snapshot::Picture picture{jpeg, 32, 24, k_exif_capture};
};

TEST_F(ArchiveExifTest, a_picture_with_exif_data_is_recorded_by_both_hashes) {
    const ArchivedPicture saved = save_with_exif(picture);
    EXPECT_TRUE(saved.has_our_exif());
    EXPECT_EQ(saved.digest.sha256, digest_of(saved));
    EXPECT_EQ(saved.received_sha256, base::hex_encode(base::sha256(jpeg)));
    EXPECT_EQ(as_received(*store.read(saved.name)), jpeg);
    const RecordedPicture row = recorded().front();
    EXPECT_EQ(row.facts.sha256, saved.digest.sha256);
    EXPECT_EQ(row.facts.size, store.find(saved.name)->size);
    EXPECT_EQ(row.facts.received_sha256, saved.received_sha256);
    EXPECT_EQ(archive.state_of(row), FileState::unchanged);
}

TEST_F(ArchiveExifTest, a_stand_in_for_a_name_is_not_written) {
    EXPECT_EQ(read_exif(*store.read(save_with_exif(picture, "camera 7").name))->description, "");
}

TEST_F(ArchiveExifTest, the_same_capture_is_left_alone_with_and_without_exif_data) {
    const ArchivedPicture with = save_with_exif(picture);
    for (const ArchivedPicture& again :
         {save(picture, PictureForm::as_received), save_with_exif(picture, "Back Door")}) {
        EXPECT_TRUE(again.unchanged);
        EXPECT_EQ(again.digest.sha256, with.digest.sha256);
        EXPECT_TRUE(again.has_our_exif());
    }
    const snapshot::Picture later{jpeg, 32, 24, k_exif_capture + 1h};
    const ArchivedPicture without = save(later, PictureForm::as_received);
    const ArchivedPicture again = save_with_exif(later);
    EXPECT_TRUE(again.unchanged);
    EXPECT_EQ(again.digest.sha256, without.received_sha256);
    EXPECT_FALSE(again.has_our_exif());
    EXPECT_THAT(recorded(), SizeIs(2));
}

TEST_F(ArchiveExifTest, a_file_that_is_not_known_is_the_same_picture_whatever_its_exif_data) {
    store.put(PictureName("14-13-20.jpg"),
              in_form(PictureForm::with_exif, picture, fields_of(picture, "Old name")),
              k_exif_capture);
    const ArchivedPicture saved = save_with_exif(picture);
    EXPECT_TRUE(saved.unchanged);
    EXPECT_EQ(saved.name.file_name(), "14-13-20.jpg");
    EXPECT_EQ(recorded().front().facts.sha256, digest_of(saved));
    EXPECT_EQ(archive.state_of(recorded().front()), FileState::unchanged);
}

TEST_F(ArchiveExifTest, a_copy_has_it_too) {
    const ArchivedPicture saved = save_with_exif(picture);
    archive.keep_copy(store, NameTemplate("door.jpg"), fields_of(picture), picture, saved,
                      PictureForm::with_exif);
    EXPECT_EQ(store.read(PictureName("door.jpg")), store.read(saved.name));
    const auto copy = archive.catalogue().find_copy({saved.location.place.folder, "door.jpg"});
    EXPECT_EQ(copy->sha256, saved.digest.sha256);
    EXPECT_EQ(copy->received_sha256, saved.received_sha256);
}

} // namespace
} // namespace archive
