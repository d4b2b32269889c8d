// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/upload_records.hpp"
#include "archive/folder_store.hpp"
#include "archive/retention.hpp"
#include "base/files/files.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace archive {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr auto k_camera = "31000417";
/// 2026-09-21 14:13:20 UTC.
constexpr base::SystemTime k_cleaned_at{1'790'000'000s};

/// An archive with the pictures "1.jpg" (captured an hour ago) to "4.jpg" (four hours ago).
struct RemoveExpired : testing::Test {
    RemoveExpired() {
        fs::create_directory(archive);
        for (int i = 4; i >= 1; --i) {
            save(std::to_string(i) + ".jpg", std::chrono::hours(i));
        }
    }

    void save(const std::string& name, std::chrono::milliseconds ago) {
        base::write_file_atomically(archive / name, "the picture " + name, {});
        record_on(archive, name, ago);
    }

    /// Enters a picture of another folder, without its file.
    void record_on(const fs::path& place, const std::string& name, std::chrono::milliseconds ago,
                   const char* camera = k_camera) {
        const std::string bytes = "the picture " + name;
        const std::string digest = base::hex_encode(base::sha256(bytes));
        RecordedPicture picture;
        picture.camera_id = camera;
        picture.captured = k_cleaned_at - ago;
        picture.place = {place.string(), name};
        picture.facts = {.size = bytes.size(), .sha256 = digest, .received_sha256 = digest};
        catalogue.add(picture);
    }

    std::size_t remove(const Retention& retention, Unsent unsent = Unsent::left_out) {
        const auto open = [this](const std::string& name) {
            ++opened;
            return std::make_unique<FolderStore>(name);
        };
        return remove_expired(catalogue, open, k_camera, retention, k_cleaned_at, stop.get_token(),
                              unsent);
    }

    /// What would be deleted, by for_each_expired().
    std::vector<std::string> listed(const Retention& retention) {
        std::vector<std::string> names;
        for_each_expired(
            catalogue, [](const std::string& name) { return std::make_unique<FolderStore>(name); },
            k_camera, retention, k_cleaned_at,
            [&](const RecordedPicture& picture, bool is_unsent) {
                names.push_back(picture.place.file + (is_unsent ? ", unsent" : ""));
            });
        return names;
    }

    bool is_there(const std::string& name) const { return fs::exists(archive / name); }

    /// What is recorded, by number.
    std::vector<std::string> recorded() {
        std::vector<std::string> names;
        catalogue.for_each(
            false, [&](const RecordedPicture& picture) { names.push_back(picture.place.file); });
        return names;
    }

    test::TemporaryFolder folder;
    test::ManualClock clock;
    fs::path archive = folder / "pictures";
    std::stop_source stop;
    Catalogue catalogue{folder / "record", clock, {}};
    /// How often a folder was looked into.
    int opened = 0;
};

TEST_F(RemoveExpired, deletes_old_pictures_and_forgets_them) {
    EXPECT_EQ(remove({.age = {}, .count = 2}), 2U);
    EXPECT_TRUE(is_there("1.jpg"));
    EXPECT_TRUE(is_there("2.jpg"));
    EXPECT_FALSE(is_there("3.jpg"));
    EXPECT_FALSE(is_there("4.jpg"));
    EXPECT_THAT(recorded(), ElementsAre("2.jpg", "1.jpg"));
    EXPECT_EQ(remove({.age = {}, .count = 2}), 0U);
}

TEST_F(RemoveExpired, leaves_out_what_is_still_to_be_uploaded_until_twice_the_limit) {
    const UploadTarget target{"s3://pictures"};
    UploadRecords uploads(catalogue);
    for (const char* name : {"2.jpg", "3.jpg", "4.jpg"}) {
        uploads.plan(FilePlace{archive.string(), name}, {{target, name}});
    }
    EXPECT_EQ(remove({.age = {}, .count = 1}), 0U);
    uploads.sent(target, {{catalogue.find({archive.string(), "2.jpg"})->number, "2.jpg"}});
    EXPECT_EQ(remove({.age = {}, .count = 1}), 1U);
    EXPECT_THAT(recorded(), ElementsAre("4.jpg", "3.jpg", "1.jpg"));

    EXPECT_EQ(remove(doubled({.age = {}, .count = 1}), Unsent::only), 1U);
    EXPECT_THAT(recorded(), ElementsAre("3.jpg", "1.jpg"));
    EXPECT_EQ(remove(doubled({.age = 2h, .count = {}}), Unsent::only), 0U);
    EXPECT_EQ(remove(doubled({.age = 1h, .count = {}}), Unsent::only), 1U);
    EXPECT_EQ(uploads.waiting(target, 10).size(), 0U);
}

TEST_F(RemoveExpired, keeps_what_thinning_keeps_also_while_it_is_to_be_uploaded) {
    const UploadTarget target{"s3://pictures"};
    UploadRecords uploads(catalogue);
    for (const char* name : {"2.jpg", "3.jpg", "4.jpg"}) {
        uploads.plan(FilePlace{archive.string(), name}, {{target, name}});
    }
    save("now.jpg", 1min);
    const Retention retention{.age = 1h, .count = {}, .thinning = {.hours = 4}};
    EXPECT_THAT(listed(retention), ElementsAre("4.jpg, unsent"));
    EXPECT_EQ(remove(retention), 0U);
    EXPECT_EQ(remove(doubled(retention), Unsent::only), 1U);
    EXPECT_THAT(recorded(), ElementsAre("3.jpg", "2.jpg", "1.jpg", "now.jpg"));
}

TEST_F(RemoveExpired, lists_what_is_still_to_be_uploaded_from_twice_the_limit_on) {
    save("5.jpg", 5h);
    const UploadTarget target{"s3://pictures"};
    UploadRecords uploads(catalogue);
    for (const char* name : {"2.jpg", "4.jpg", "5.jpg"}) {
        uploads.plan(FilePlace{archive.string(), name}, {{target, name}});
    }
    EXPECT_THAT(listed({.age = 90min, .count = {}}),
                ElementsAre("5.jpg, unsent", "4.jpg, unsent", "3.jpg"));
    EXPECT_THAT(listed({.age = {}, .count = 2}), ElementsAre("5.jpg, unsent", "3.jpg"));
    EXPECT_EQ(recorded().size(), 5U);
    EXPECT_EQ(remove(doubled({.age = 90min, .count = {}}), Unsent::only), 2U);
    EXPECT_EQ(remove({.age = 90min, .count = {}}), 1U);
    EXPECT_THAT(recorded(), ElementsAre("2.jpg", "1.jpg"));
}

TEST_F(RemoveExpired, looks_for_nothing_unsent_where_nothing_is_uploaded) {
    EXPECT_EQ(remove({.age = {}, .count = 1}, Unsent::only), 0U);
    EXPECT_EQ(opened, 0);
}

TEST_F(RemoveExpired, without_a_rule_deletes_nothing) {
    EXPECT_EQ(remove({}), 0U);
    EXPECT_EQ(recorded().size(), 4U);
}

TEST_F(RemoveExpired, keeps_the_newest_however_old_it_is) {
    EXPECT_EQ(remove({.age = 1ms, .count = 0}), 3U);
    EXPECT_TRUE(is_there("1.jpg"));
    EXPECT_THAT(recorded(), ElementsAre("1.jpg"));
}

TEST_F(RemoveExpired, leaves_a_changed_file_alone_and_forgets_it) {
    base::write_file_atomically(archive / "3.jpg", "somebody's own ", {});
    base::write_file_atomically(archive / "4.jpg", "the picture 4.JPG", {});
    EXPECT_EQ(remove({.age = {}, .count = 1}), 1U);
    EXPECT_TRUE(is_there("3.jpg"));
    EXPECT_TRUE(is_there("4.jpg"));
    EXPECT_FALSE(is_there("2.jpg"));
    EXPECT_THAT(recorded(), ElementsAre("1.jpg"));
    EXPECT_EQ(remove({.age = {}, .count = 1}), 0U);
    EXPECT_TRUE(is_there("3.jpg"));
}

TEST_F(RemoveExpired, leaves_alone_what_is_no_file_of_ours) {
    fs::remove(archive / "4.jpg");
    fs::create_directory(archive / "4.jpg");
    base::write_file_atomically(archive / "unknown.jpg", "not in the index", {});
    EXPECT_EQ(remove({.age = {}, .count = 1}), 2U);
    EXPECT_TRUE(is_there("4.jpg"));
    EXPECT_TRUE(is_there("unknown.jpg"));
}

TEST_F(RemoveExpired, forgets_a_file_that_somebody_deleted) {
    fs::remove(archive / "3.jpg");
    EXPECT_EQ(remove({.age = {}, .count = 2}), 1U);
    EXPECT_THAT(recorded(), ElementsAre("2.jpg", "1.jpg"));
}

TEST_F(RemoveExpired, keeps_everything_while_the_folder_is_away) {
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

TEST_F(RemoveExpired, forgets_nothing_of_a_folder_that_is_away_while_pictures_go_elsewhere) {
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

TEST_F(RemoveExpired, forgets_a_missing_file_whose_folder_we_have_just_emptied) {
    const fs::path other = folder / "other";
    fs::create_directory(other);
    record_on(other, "9.jpg", 9h);
    record_on(other, "8.jpg", 8h);
    base::write_file_atomically(other / "8.jpg", "the picture 8.jpg", {});
    EXPECT_EQ(remove({.age = {}, .count = 4}), 1U);
    EXPECT_THAT(recorded(), ElementsAre("4.jpg", "3.jpg", "2.jpg", "1.jpg"));
}

TEST_F(RemoveExpired, keeps_what_cannot_be_looked_at_right_now) {
    // A link to itself cannot be followed, as a folder cannot that its server does not give.
    fs::remove(archive / "4.jpg");
    fs::create_symlink("4.jpg", archive / "4.jpg");
    EXPECT_EQ(remove({.age = {}, .count = 1}), 2U);
    EXPECT_THAT(recorded(), ElementsAre("4.jpg", "1.jpg"));
}

TEST_F(RemoveExpired, leaves_other_cameras_alone) {
    record_on(archive, "other.jpg", 240h, "7");
    EXPECT_EQ(remove({.age = 90min, .count = {}}), 3U);
    EXPECT_THAT(recorded(), ElementsAre("1.jpg", "other.jpg"));
}

TEST_F(RemoveExpired, goes_by_batches) {
    std::vector<RecordedPicture> many;
    for (int number = 1; number <= 450; ++number) {
        const std::string name = "many " + std::to_string(number) + ".jpg";
        base::write_file_atomically(archive / name, "the picture " + name, {});
        const std::string digest = base::hex_encode(base::sha256("the picture " + name));
        RecordedPicture picture;
        picture.camera_id = k_camera;
        picture.captured = k_cleaned_at - 100h - number * 1min;
        picture.place = {archive.string(), name};
        picture.facts = {.size = 12 + name.size(), .sha256 = digest, .received_sha256 = digest};
        many.push_back(picture);
    }
    catalogue.add(many);
    // One of the first batch cannot be looked at, and stays.
    fs::remove(archive / "many 450.jpg");
    fs::create_symlink("many 450.jpg", archive / "many 450.jpg");
    EXPECT_EQ(remove({.age = 24h, .count = {}}), 449U);
    EXPECT_THAT(recorded(), ElementsAre("4.jpg", "3.jpg", "2.jpg", "1.jpg", "many 450.jpg"));
}

TEST_F(RemoveExpired, ends_when_it_is_stopped) {
    stop.request_stop();
    EXPECT_EQ(remove({.age = {}, .count = 1}), 0U);
    EXPECT_EQ(recorded().size(), 4U);
    stop = {};
    EXPECT_EQ(remove({.age = {}, .count = 1}), 3U);
}

TEST_F(RemoveExpired, ends_what_a_killed_round_began) {
    const auto last = catalogue.last_expired(k_camera, {.keep = 2});
    ASSERT_EQ(catalogue.begin_removal(k_camera, *last, 10).size(), 2U);
    fs::remove(archive / "4.jpg");
    EXPECT_EQ(remove({.age = {}, .count = 2}), 1U);
    EXPECT_THAT(recorded(), ElementsAre("2.jpg", "1.jpg"));
}

TEST_F(RemoveExpired, what_a_killed_round_began_is_not_taken_for_unsent) {
    const auto last = catalogue.last_expired(k_camera, {.keep = 2});
    ASSERT_EQ(catalogue.begin_removal(k_camera, *last, 10).size(), 2U);
    UploadRecords(catalogue).plan(FilePlace{archive.string(), "1.jpg"}, {{{"s3://a"}, "1.jpg"}});
    EXPECT_EQ(remove({.age = {}, .count = 2}, Unsent::only), 0U);
    EXPECT_EQ(remove({.age = {}, .count = 2}), 2U);
}

TEST_F(RemoveExpired, keeps_what_thinning_keeps_however_often_it_goes) {
    save("5.jpg", 26h);
    save("6.jpg", 27h);
    save("7.jpg", 240h);
    const Retention retention{.age = 90min, .count = {}, .thinning = {.days = 2}};
    EXPECT_THAT(listed(retention), ElementsAre("7.jpg", "6.jpg", "4.jpg", "3.jpg", "2.jpg"));
    EXPECT_EQ(remove(retention), 5U);
    EXPECT_TRUE(is_there("1.jpg"));
    EXPECT_TRUE(is_there("5.jpg"));
    EXPECT_EQ(remove(retention), 0U);
    EXPECT_THAT(recorded(), ElementsAre("1.jpg", "5.jpg"));
}

TEST_F(RemoveExpired, thins_more_pictures_than_a_batch_holds_between_those_that_stay) {
    for (int hour = 1; hour <= 60; ++hour) {
        for (int minute = 0; minute < 4; ++minute) {
            save(std::to_string(hour) + "-" + std::to_string(minute) + ".jpg",
                 24h + std::chrono::hours(hour) + std::chrono::minutes(minute));
        }
    }
    const Retention retention{.age = 24h, .count = {}, .thinning = {.hours = 1000}};
    EXPECT_EQ(remove(retention), 180U);
    EXPECT_EQ(recorded().size(), 64U);
    EXPECT_EQ(remove(retention), 0U);
}

TEST_F(RemoveExpired, lists_no_file_that_it_would_leave_alone) {
    base::write_file_atomically(archive / "3.jpg", "somebody's own ", {});
    EXPECT_THAT(listed({.age = {}, .count = 1}), ElementsAre("4.jpg", "2.jpg"));
    EXPECT_EQ(recorded().size(), 4U);
}

TEST_F(RemoveExpired, deletes_nothing_by_age_while_the_time_is_not_known) {
    const auto open = [](const std::string& name) { return std::make_unique<FolderStore>(name); };
    EXPECT_EQ(remove_expired(catalogue, open, k_camera, {.age = 1ms, .count = {}}, {}), 0U);
}

} // namespace
} // namespace archive
