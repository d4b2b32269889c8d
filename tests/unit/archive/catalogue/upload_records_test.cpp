// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/catalogue_rows.hpp"
#include "archive/catalogue/record_lines.hpp"
#include "archive/catalogue/upload_records.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace archive {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const UploadTarget k_target{"s3://pictures/Ring", "http://nas.local:3900"};
const UploadTarget k_other{"s3://pictures/Ring"};

RecordedPicture picture_at(std::chrono::hours hour, std::vector<PlannedUpload> uploads = {}) {
    const std::string name = std::to_string(hour.count()) + ".jpg";
    RecordedPicture picture;
    picture.camera_id = "7";
    picture.camera_name = "Garden";
    picture.captured = base::SystemTime(1'790'000'000s + hour);
    picture.saved = picture.captured;
    picture.place = {"/pictures/Garden", name};
    picture.facts.size = 12;
    picture.facts.sha256 = std::string(64, 'a');
    picture.facts.received_sha256 = picture.facts.sha256;
    picture.name_folders = 1;
    picture.uploads = std::move(uploads);
    return picture;
}

RecordedPicture planned_at(std::chrono::hours hour) {
    return picture_at(hour, {{k_target, "Garden/" + std::to_string(hour.count()) + ".jpg"}});
}

struct UploadRecordsTest : testing::Test {
    std::vector<std::string> waiting(const UploadTarget& target = k_target) {
        std::vector<std::string> names;
        for (const WaitingUpload& upload : uploads.waiting(target, 100)) {
            names.push_back(upload.name);
        }
        return names;
    }

    test::TemporaryFolder folder;
    test::ManualClock clock;
    std::optional<Catalogue> catalogue{std::in_place, folder / "record", clock,
                                       Catalogue::Options{}};
    UploadRecords uploads{*catalogue};
};

TEST_F(UploadRecordsTest, a_picture_is_recorded_together_with_its_uploads) {
    catalogue->add(planned_at(2h));
    catalogue->add(planned_at(1h));
    catalogue->add(picture_at(3h));
    EXPECT_THAT(waiting(), ElementsAre("Garden/1.jpg", "Garden/2.jpg"));
    EXPECT_THAT(waiting(k_other), IsEmpty());
    const auto totals = uploads.totals();
    ASSERT_THAT(totals, SizeIs(1));
    EXPECT_EQ(totals[0].target, k_target);
    EXPECT_EQ(totals[0].waiting, 2U);
    EXPECT_EQ(totals[0].oldest_waiting, planned_at(1h).captured);
}

TEST_F(UploadRecordsTest, what_waits_comes_in_parts) {
    for (const auto hour : {1h, 2h, 3h}) {
        catalogue->add(planned_at(hour));
    }
    const auto first = uploads.waiting(k_target, 2);
    ASSERT_THAT(first, SizeIs(2));
    const RecordedPicture& last = first.back().picture;
    const auto rest = uploads.waiting(k_target, 2, PicturePosition{last.captured, last.number});
    ASSERT_THAT(rest, SizeIs(1));
    EXPECT_EQ(rest[0].name, "Garden/3.jpg");
    EXPECT_EQ(rest[0].picture.place.file, "3.jpg");
}

TEST_F(UploadRecordsTest, the_newest_of_each_camera_is_known_as_long_as_it_waits) {
    RecordedPicture of_another = planned_at(1h);
    of_another.camera_id = "8";
    of_another.place.file = "another.jpg";
    of_another.uploads[0].name = "another.jpg";
    catalogue->add(of_another);
    catalogue->add(planned_at(1h));
    const std::int64_t newest = catalogue->add(planned_at(2h));
    const auto names = [&] {
        std::vector<std::string> found;
        for (const WaitingUpload& upload : uploads.newest_waiting(k_target)) {
            found.push_back(upload.name);
        }
        return found;
    };
    EXPECT_THAT(names(), UnorderedElementsAre("Garden/2.jpg", "another.jpg"));
    EXPECT_THAT(uploads.newest_waiting(k_other), IsEmpty());
    uploads.sent(k_target, {{newest, "Ring/Garden/2.jpg"}});
    EXPECT_THAT(names(), ElementsAre("another.jpg"));
}

TEST_F(UploadRecordsTest, a_picture_that_a_wrong_clock_dated_is_not_the_newest) {
    clock.set_now(planned_at(3h).captured);
    catalogue->add(planned_at(2h));
    RecordedPicture dated_wrongly = planned_at(4h);
    dated_wrongly.is_timed = false;
    catalogue->add(dated_wrongly);
    const auto newest = uploads.newest_waiting(k_target);
    ASSERT_THAT(newest, SizeIs(1));
    EXPECT_EQ(newest[0].name, "Garden/2.jpg");
}

TEST_F(UploadRecordsTest, what_was_sent_waits_no_more_and_is_remembered_with_its_key) {
    const std::int64_t number = catalogue->add(planned_at(1h));
    uploads.sent(k_target, {{number, "Ring/Garden/1.jpg"}});
    EXPECT_THAT(waiting(), IsEmpty());
    // The same capture again is not sent again.
    catalogue->add(planned_at(1h));
    EXPECT_THAT(waiting(), IsEmpty());
    const auto sent = uploads.sent_to(k_target, 10);
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_EQ(sent[0].object, "Ring/Garden/1.jpg");
    EXPECT_EQ(sent[0].camera_name, "Garden");
    EXPECT_THAT(uploads.sent_to(k_target, 10, "Ring/Garden/1.jpg"), IsEmpty());
}

TEST_F(UploadRecordsTest, how_the_uploads_of_some_pictures_stand_is_known) {
    const std::int64_t first =
        catalogue->add(picture_at(1h, {{k_target, "1.jpg"}, {k_other, "1.jpg"}}));
    const std::int64_t second = catalogue->add(planned_at(2h));
    const std::int64_t third = catalogue->add(planned_at(3h));
    uploads.sent(k_target, {{first, "Ring/1.jpg"}});
    uploads.refused(k_other, first, "too large");
    const auto states = uploads.states(first, second);
    ASSERT_THAT(states, SizeIs(3));
    EXPECT_EQ(states[0].picture, first);
    EXPECT_EQ(states[0].target, k_target);
    EXPECT_EQ(states[0].object, "Ring/1.jpg");
    EXPECT_EQ(states[0].sent, clock.now());
    EXPECT_EQ(states[0].failure, "");
    EXPECT_EQ(states[1].target, k_other);
    EXPECT_EQ(states[1].object, "");
    EXPECT_EQ(states[1].sent, std::nullopt);
    EXPECT_EQ(states[1].failure, "too large");
    EXPECT_EQ(states[2].picture, second);
    EXPECT_THAT(uploads.states(third, third), SizeIs(1));
    EXPECT_THAT(uploads.states(third + 1, third + 9), IsEmpty());
}

TEST_F(UploadRecordsTest, failures_are_told_until_something_is_sent) {
    const std::int64_t number = catalogue->add(planned_at(1h));
    uploads.failed(k_target, "cannot connect to nas.local");
    uploads.refused(k_target, number, "too large");
    EXPECT_EQ(uploads.totals().at(0).failure, "cannot connect to nas.local");
    EXPECT_EQ(uploads.totals().at(0).failed, clock.now());
    EXPECT_EQ(uploads.waiting(k_target, 1).at(0).failure, "too large");
    uploads.sent(k_target, {{number, "1.jpg"}});
    EXPECT_EQ(uploads.totals().at(0).failure, "");
}

TEST_F(UploadRecordsTest, a_picture_that_is_gone_does_not_wait) {
    const std::int64_t number = catalogue->add(planned_at(1h));
    EXPECT_TRUE(uploads.is_waiting(number));
    EXPECT_TRUE(uploads.is_any_waiting());
    catalogue->close({number});
    EXPECT_FALSE(uploads.is_waiting(number));
    EXPECT_FALSE(uploads.is_any_waiting());
    EXPECT_EQ(uploads.totals().at(0).waiting, 0U);
    uploads.plan({{number, {k_target, "1.jpg"}}});
    EXPECT_FALSE(uploads.is_waiting(number));
}

TEST_F(UploadRecordsTest, recorded_pictures_can_be_planned_later_and_once) {
    const std::int64_t number = catalogue->add(picture_at(1h));
    EXPECT_EQ(uploads.plan({{number, {k_target, "1.jpg"}}, {number, {k_other, "1.jpg"}}}), 2U);
    EXPECT_EQ(uploads.plan({{number, {k_target, "2.jpg"}}}), 0U);
    EXPECT_THAT(waiting(), ElementsAre("1.jpg"));
    uploads.drop(k_target, number);
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_THAT(waiting(k_other), ElementsAre("1.jpg"));
    uploads.plan(picture_at(1h).place, {{k_target, "3.jpg"}});
    EXPECT_THAT(waiting(), ElementsAre("3.jpg"));
}

TEST_F(UploadRecordsTest, how_much_of_a_place_is_the_name_is_known) {
    EXPECT_EQ(uploads.name_folders(catalogue->add(picture_at(1h))), 1);
    RecordedPicture unknown = picture_at(2h);
    unknown.name_folders.reset();
    EXPECT_EQ(uploads.name_folders(catalogue->add(unknown)), std::nullopt);
}

TEST_F(UploadRecordsTest, what_is_not_in_a_target_is_counted) {
    const auto first = catalogue->add(planned_at(1h));
    catalogue->add(planned_at(2h));
    catalogue->add(picture_at(3h));
    uploads.sent(k_target, {{first, "Ring/Garden/1.jpg"}});
    const base::SystemTime begin = base::SystemTime::min();
    EXPECT_EQ(uploads.count_waiting(k_target), 1U);
    EXPECT_EQ(uploads.not_uploaded(k_target, "7", begin).waiting, 1U);
    EXPECT_EQ(uploads.not_uploaded(k_target, "7", begin).never, 1U);
    EXPECT_EQ(uploads.not_uploaded(k_other, "7", begin).never, 3U);
    EXPECT_EQ(uploads.not_uploaded(k_target, "8", begin).never, 0U);
    EXPECT_EQ(uploads.not_uploaded(k_target, "7", picture_at(3h).captured).waiting, 0U);
    catalogue->close({first});
    EXPECT_EQ(uploads.not_uploaded(k_other, "7", begin).never, 2U);
}

TEST_F(UploadRecordsTest, what_is_lost_there_waits_again_unless_it_is_not_here_either) {
    const auto first = catalogue->add(planned_at(1h));
    const auto second = catalogue->add(planned_at(2h));
    catalogue->add(planned_at(3h));
    uploads.sent(k_target, {{first, "Ring/1.jpg"}, {second, "Ring/2.jpg"}});
    catalogue->close({first});
    const auto sent = uploads.sent_to(k_target, 10);
    EXPECT_THAT(sent, SizeIs(2));
    EXPECT_EQ(uploads.send_again(k_other, sent), 0U);
    EXPECT_EQ(uploads.send_again(k_target, sent), 1U);
    EXPECT_EQ(uploads.send_again(k_target, sent), 0U);
    EXPECT_THAT(waiting(), ElementsAre("Garden/2.jpg", "Garden/3.jpg"));
    EXPECT_THAT(uploads.sent_to(k_target, 10), SizeIs(1));
}

TEST_F(UploadRecordsTest, a_target_is_forgotten_with_all_that_it_has) {
    const auto first = catalogue->add(planned_at(1h));
    catalogue->add(picture_at(2h, {{k_target, "2.jpg"}, {k_other, "2.jpg"}}));
    uploads.sent(k_target, {{first, "Ring/1.jpg"}});
    EXPECT_TRUE(uploads.is_known(k_target));
    uploads.forget(k_target);
    EXPECT_FALSE(uploads.is_known(k_target));
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_THAT(waiting(k_other), ElementsAre("2.jpg"));
    EXPECT_THAT(uploads.totals(), SizeIs(1));
    EXPECT_FALSE(uploads.is_waiting(first));
    uploads.forget(k_target);
}

TEST_F(UploadRecordsTest, a_picture_that_waits_to_be_recorded_keeps_its_uploads) {
    const auto read = read_record_line(to_record_line(planned_at(1h)));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->name_folders, 1);
    ASSERT_THAT(read->uploads, SizeIs(1));
    EXPECT_EQ(read->uploads[0].target, k_target);
    EXPECT_EQ(read->uploads[0].name, "Garden/1.jpg");

    catalogue->postpone({planned_at(1h)});
    EXPECT_THAT(waiting(), ElementsAre("Garden/1.jpg"));
}

TEST_F(UploadRecordsTest, nothing_is_known_where_there_is_no_catalogue) {
    EXPECT_THAT(uploads.totals(), IsEmpty());
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_FALSE(std::filesystem::exists(catalogue->path()));
}

struct EarlierCatalogue : UploadRecordsTest {
    /// A catalogue as it was before there were uploads, with a picture in it.
    EarlierCatalogue() {
        CatalogueFile earlier({.file = folder / "record.db",
                               .lock = folder / "record.lock",
                               .schema = {current_schema().front()}},
                              clock);
        earlier.write([](Database& database) {
            RecordedPicture picture = picture_at(1h);
            picture.name_folders.reset();
            std::int64_t number = 0;
            add_picture(database, picture, number);
        });
    }
};

TEST_F(EarlierCatalogue, is_brought_up_when_it_is_opened) {
    EXPECT_EQ(catalogue->pictures("7", {}, base::SystemTime::max(), 10).size(), 1U);
    EXPECT_THAT(uploads.totals(), IsEmpty());
    catalogue->add(planned_at(2h));
    EXPECT_THAT(waiting(), ElementsAre("Garden/2.jpg"));
    EXPECT_TRUE(std::filesystem::exists(folder / "record.db.schema-1"));
}

TEST_F(EarlierCatalogue, can_be_read_as_it_is) {
    Catalogue view(folder / "record", clock, {.read_only = true});
    EXPECT_EQ(view.pictures("7", {}, base::SystemTime::max(), 10).size(), 1U);
    EXPECT_THAT(UploadRecords(view).totals(), IsEmpty());
    EXPECT_FALSE(UploadRecords(view).is_waiting(1));
}

} // namespace
} // namespace archive
