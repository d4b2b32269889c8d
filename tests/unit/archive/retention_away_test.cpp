// SPDX-License-Identifier: Apache-2.0
#include "unit/archive/retention_fixture.hpp"

#include <optional>
#include <string>

namespace archive {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::ElementsAre;

struct RemoveExpiredWhileAway : RemoveExpired {
    /// 120 pictures that have expired, without their files.
    void record_many_on_nas() {
        for (int i = 1; i <= 120; ++i) {
            record_on(folder / "nas", std::to_string(i) + ".jpg", 100h + i * 1min);
        }
    }

    /// What was written into the catalogue.
    std::optional<std::string> log() const {
        return base::read_file(folder / "record.db-wal", 1U << 24);
    }
};

TEST_F(RemoveExpiredWhileAway, keeps_everything) {
    fs::rename(archive, folder / "unmounted");
    EXPECT_EQ(remove({.age = {}, .count = 1}), 0U);
    EXPECT_EQ(recorded().size(), 4U);
    // An empty mount point is no archive either.
    fs::create_directory(archive);
    EXPECT_EQ(remove({.age = {}, .count = 1}), 0U);
    EXPECT_EQ(recorded().size(), 4U);
    fs::remove(archive);
    fs::rename(folder / "unmounted", archive);
    EXPECT_EQ(remove({.age = {}, .count = 1}), 3U);
}

TEST_F(RemoveExpiredWhileAway, forgets_nothing_while_pictures_go_elsewhere) {
    // The newest is on this machine, what was saved before lies on a NAS.
    const fs::path nas = folder / "nas";
    fs::rename(archive, nas);
    fs::create_directory(archive);
    catalogue.for_each(false,
                       [&](const RecordedPicture& picture) { catalogue.close({picture.number}); });
    for (int i = 4; i >= 2; --i) {
        record_on(nas, std::to_string(i) + ".jpg", std::chrono::hours(i));
    }
    save("0.jpg", 1min);
    fs::rename(nas, folder / "unmounted");
    EXPECT_EQ(remove({.age = {}, .count = 1}), 0U);
    EXPECT_THAT(recorded(), ElementsAre("4.jpg", "3.jpg", "2.jpg", "0.jpg"));
    // An empty mount point says no more.
    fs::create_directory(nas);
    EXPECT_EQ(remove({.age = {}, .count = 1}), 0U);
    EXPECT_EQ(recorded().size(), 4U);
    fs::remove(nas);
    fs::rename(folder / "unmounted", nas);
    fs::remove(nas / "3.jpg");
    EXPECT_EQ(remove({.age = {}, .count = 1}), 2U);
    EXPECT_THAT(recorded(), ElementsAre("0.jpg"));
}

TEST_F(RemoveExpiredWhileAway, nothing_is_written_and_hardly_a_picture_looked_for) {
    record_many_on_nas();
    const auto before = log();
    EXPECT_EQ(remove({.age = {}, .count = 4}), 0U);
    EXPECT_EQ(log(), before);
    EXPECT_LE(looks, 25);
    // What expired after them is deleted all the same.
    EXPECT_EQ(remove({.age = {}, .count = 2}), 2U);
    EXPECT_EQ(recorded().size(), 122U);
}

TEST_F(RemoveExpiredWhileAway, nothing_is_written_about_an_empty_mount_point_either) {
    fs::create_directory(folder / "nas");
    record_many_on_nas();
    const auto before = log();
    EXPECT_EQ(remove({.age = {}, .count = 4}), 0U);
    EXPECT_EQ(log(), before);
    // One that is neither among the first nor among the last by name is found, too.
    base::write_file_atomically(folder / "nas" / "50.jpg", "the picture 50.jpg", {});
    EXPECT_EQ(remove({.age = {}, .count = 4}), 1U);
}

TEST_F(RemoveExpiredWhileAway, what_a_killed_round_began_waits) {
    record_many_on_nas();
    const auto last = catalogue.last_expired(k_camera, {.keep = 4});
    ASSERT_EQ(catalogue.begin_removal(k_camera, *last, 100).size(), 100U);
    EXPECT_EQ(remove({.age = {}, .count = 2}), 2U);
    EXPECT_EQ(recorded().size(), 122U);
    fs::create_directory(folder / "nas");
    base::write_file_atomically(folder / "nas" / "60.jpg", "the picture 60.jpg", {});
    EXPECT_EQ(remove({.age = {}, .count = 2}), 1U);
}

TEST_F(RemoveExpiredWhileAway, forgets_a_missing_file_whose_folder_we_have_just_emptied) {
    const fs::path other = folder / "other";
    fs::create_directory(other);
    record_on(other, "9.jpg", 9h);
    record_on(other, "8.jpg", 8h);
    base::write_file_atomically(other / "8.jpg", "the picture 8.jpg", {});
    EXPECT_EQ(remove({.age = {}, .count = 4}), 1U);
    EXPECT_THAT(recorded(), ElementsAre("4.jpg", "3.jpg", "2.jpg", "1.jpg"));
}

TEST_F(RemoveExpiredWhileAway, keeps_what_cannot_be_looked_at_right_now) {
    // A link to itself cannot be followed, as a folder cannot that its server does not give.
    fs::remove(archive / "4.jpg");
    fs::create_symlink("4.jpg", archive / "4.jpg");
    EXPECT_EQ(remove({.age = {}, .count = 1}), 2U);
    EXPECT_THAT(recorded(), ElementsAre("4.jpg", "1.jpg"));
}

} // namespace
} // namespace archive
