// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/upload_records.hpp"
#include "unit/archive/retention_fixture.hpp"

#include <string>
#include <vector>

namespace archive {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::ElementsAre;

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
