// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/catalogue.hpp"
#include "support/manual_clock.hpp"
#include "support/recorded_pictures.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace {

using archive::Catalogue;
using archive::RecordedPicture;
using test::k_first_capture;
using test::recorded_picture;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

class CatalogueTest : public testing::Test {
protected:
    RecordedPicture add(int number) {
        RecordedPicture picture = recorded_picture(number);
        picture.number = catalogue.add(picture);
        return picture;
    }

    std::vector<std::string> files(base::SystemTime from, base::SystemTime to,
                                   std::size_t limit = 100,
                                   std::optional<archive::PicturePosition> after = {}) {
        std::vector<std::string> result;
        for (const auto& picture : catalogue.pictures("1234", from, to, limit, after)) {
            result.push_back(picture.place.file);
        }
        return result;
    }

    test::TemporaryFolder folder;
    test::ManualClock clock;
    Catalogue catalogue{folder / "Settings.json.pictures", clock, {}};
};

TEST_F(CatalogueTest, gives_back_all_that_was_recorded) {
    RecordedPicture picture = recorded_picture(7, "/pictures/T\xC3\xBCr");
    picture.is_timed = false;
    picture.utc_offset = -9000s;
    picture.number = catalogue.add(picture);

    const auto found = catalogue.find(picture.place);

    ASSERT_TRUE(found);
    EXPECT_EQ(found->number, picture.number);
    EXPECT_EQ(found->camera_id, "1234");
    EXPECT_EQ(found->camera_name, "Front Door");
    EXPECT_EQ(found->captured, picture.captured);
    EXPECT_EQ(found->utc_offset, -9000s);
    EXPECT_FALSE(found->is_timed);
    EXPECT_EQ(found->place, picture.place);
    EXPECT_EQ(found->facts.size, 1007U);
    EXPECT_EQ(found->facts.width, 640);
    EXPECT_EQ(found->facts.height, 360);
    EXPECT_EQ(found->facts.brightness, 97.5);
    EXPECT_EQ(found->facts.sha256, test::digest(7));
    EXPECT_EQ(found->facts.received_sha256, test::digest(7));
    EXPECT_EQ(found->saved, picture.saved);
    EXPECT_FALSE(found->gone);
    EXPECT_EQ(catalogue.picture(picture.number)->place, picture.place);
}

TEST_F(CatalogueTest, keeps_what_is_not_known_unknown) {
    RecordedPicture picture = recorded_picture(1);
    picture.camera_name.clear();
    picture.facts = {.size = 5, .sha256 = "", .received_sha256 = ""};
    catalogue.add(picture);

    const auto found = catalogue.find(picture.place);

    ASSERT_TRUE(found);
    EXPECT_EQ(found->camera_name, "");
    EXPECT_EQ(found->facts.width, 0);
    EXPECT_FALSE(found->facts.brightness);
    EXPECT_EQ(found->facts.sha256, "");
}

TEST_F(CatalogueTest, finds_nothing_and_makes_nothing_where_there_is_none) {
    EXPECT_FALSE(catalogue.find({"/pictures", "1.jpg"}));
    EXPECT_FALSE(catalogue.newest("1234"));
    EXPECT_THAT(catalogue.cameras(), IsEmpty());
    EXPECT_FALSE(catalogue.condition().exists);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()) ||
                !std::filesystem::exists(folder / "Settings.json.pictures.db"));
}

TEST_F(CatalogueTest, the_same_capture_in_the_same_place_keeps_its_number) {
    const RecordedPicture picture = add(1);

    EXPECT_EQ(catalogue.add(recorded_picture(1)), picture.number);
    EXPECT_EQ(catalogue.cameras().at(0).pictures, 1U);
}

TEST_F(CatalogueTest, another_picture_in_the_same_place_replaces_the_recorded_one) {
    const RecordedPicture old = add(1);
    RecordedPicture picture = recorded_picture(2);
    picture.place = old.place;

    const auto number = catalogue.add(picture);

    EXPECT_NE(number, old.number);
    EXPECT_EQ(catalogue.find(old.place)->captured, picture.captured);
    EXPECT_EQ(catalogue.picture(old.number)->gone, picture.saved);
    EXPECT_EQ(catalogue.cameras().at(0).bytes, picture.facts.size);
}

TEST_F(CatalogueTest, history_is_added_unless_its_capture_is_known) {
    RecordedPicture gone = recorded_picture(1);
    gone.gone = gone.saved + 1h;

    EXPECT_EQ(catalogue.add({gone, gone, recorded_picture(2)}), 2U);
    EXPECT_FALSE(catalogue.find(gone.place));
    EXPECT_EQ(catalogue.recent_captures("1234", 10).size(), 2U);
}

TEST_F(CatalogueTest, the_last_name_of_a_camera_counts) {
    add(1);
    RecordedPicture renamed = recorded_picture(2);
    renamed.camera_name = "Garden";
    catalogue.add(renamed);
    RecordedPicture nameless = recorded_picture(3);
    nameless.camera_name.clear();
    catalogue.add(nameless);

    EXPECT_EQ(catalogue.cameras().at(0).name, "Garden");
    EXPECT_EQ(catalogue.newest("1234")->camera_name, "Garden");
}

TEST_F(CatalogueTest, tells_the_totals_of_each_camera) {
    add(1);
    const auto second = add(2);
    const auto third = add(3);
    RecordedPicture other = recorded_picture(4);
    other.camera_id = "5";
    other.camera_name = "Attic";
    catalogue.add(other);
    catalogue.close({third.number});

    const auto cameras = catalogue.cameras();

    ASSERT_EQ(cameras.size(), 2U);
    EXPECT_EQ(cameras[0].id, "5");
    EXPECT_EQ(cameras[1].id, "1234");
    EXPECT_EQ(cameras[1].pictures, 2U);
    EXPECT_EQ(cameras[1].bytes, 1001U + 1002U);
    EXPECT_EQ(cameras[1].first, k_first_capture + 1min);
    EXPECT_EQ(cameras[1].newest, second.captured);
}

TEST_F(CatalogueTest, a_picture_that_moved_counts_again) {
    const auto first = add(1);
    const auto second = add(2);
    catalogue.close({first.number});

    catalogue.move(first.number, {"/nas", "1.jpg"});
    catalogue.move(second.number, {"/nas", "2.jpg"});

    EXPECT_EQ(catalogue.find({"/nas", "1.jpg"})->number, first.number);
    EXPECT_FALSE(catalogue.find(second.place));
    EXPECT_EQ(catalogue.cameras().at(0).pictures, 2U);
    EXPECT_THAT(catalogue.folders(), ElementsAre("/nas"));
}

TEST_F(CatalogueTest, knows_which_capture_a_steady_file_shows) {
    const auto picture = add(1);
    const archive::SteadyCopy copy{.place = {"/pictures", "door.jpg"},
                                   .camera_id = "1234",
                                   .captured = picture.captured,
                                   .size = 1001,
                                   .sha256 = test::digest(1),
                                   .received_sha256 = test::digest(2),
                                   .saved = picture.saved};

    catalogue.record_copy(copy);

    const auto found = catalogue.find_copy(copy.place);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->camera_id, "1234");
    EXPECT_EQ(found->captured, copy.captured);
    EXPECT_TRUE(found->is_timed);
    EXPECT_EQ(found->size, 1001U);
    EXPECT_EQ(found->sha256, test::digest(1));
    EXPECT_EQ(found->received_sha256, test::digest(2));
    EXPECT_FALSE(catalogue.find(copy.place)) << "a copy is not a picture of the archive";
    EXPECT_EQ(catalogue.cameras().at(0).pictures, 1U);
}

TEST_F(CatalogueTest, a_place_holds_either_a_picture_or_a_copy) {
    const auto picture = add(1);
    const archive::SteadyCopy copy{.place = picture.place,
                                   .camera_id = "1234",
                                   .captured = picture.captured,
                                   .saved = picture.saved};

    catalogue.record_copy(copy);
    EXPECT_FALSE(catalogue.find(picture.place));

    catalogue.add(recorded_picture(1));
    EXPECT_FALSE(catalogue.find_copy(picture.place));
}

TEST_F(CatalogueTest, gives_the_pictures_of_a_time_in_pages) {
    for (int number = 1; number <= 5; ++number) {
        add(number);
    }
    RecordedPicture same_time = recorded_picture(3);
    same_time.place.file = "3b.jpg";
    catalogue.add(same_time);

    EXPECT_THAT(files(k_first_capture + 2min, k_first_capture + 5min),
                ElementsAre("2.jpg", "3.jpg", "3b.jpg", "4.jpg"));
    const auto page = catalogue.pictures("1234", k_first_capture, k_first_capture + 1h, 3);
    EXPECT_THAT(files(k_first_capture, k_first_capture + 1h, 2,
                      archive::PicturePosition{page.back().captured, page.back().number}),
                ElementsAre("3b.jpg", "4.jpg"));
    EXPECT_THAT(catalogue.pictures("5", k_first_capture, k_first_capture + 1h, 3), IsEmpty());
}

TEST_F(CatalogueTest, finds_the_newest_and_the_nearest) {
    add(10);
    const auto newest = add(20);
    add(1);
    catalogue.close({add(30).number});

    EXPECT_EQ(catalogue.newest("1234")->number, newest.number);
    EXPECT_EQ(catalogue.nearest("1234", k_first_capture + 14min)->place.file, "10.jpg");
    EXPECT_EQ(catalogue.nearest("1234", k_first_capture + 16min)->place.file, "20.jpg");
    EXPECT_EQ(catalogue.nearest("1234", k_first_capture + 9h)->place.file, "20.jpg");
    EXPECT_EQ(catalogue.nearest("1234", k_first_capture - 9h)->place.file, "1.jpg");
    EXPECT_FALSE(catalogue.nearest("5", k_first_capture));
}

/// What local time it was in Berlin.
std::chrono::seconds berlin_offset(base::SystemTime time) {
    constexpr std::chrono::sys_seconds k_summer_begins =
        std::chrono::sys_days(std::chrono::year(2026) / 3 / 29) + 1h;
    constexpr std::chrono::sys_seconds k_summer_ends =
        std::chrono::sys_days(std::chrono::year(2026) / 10 / 25) + 1h;
    return time >= k_summer_begins && time < k_summer_ends ? 2h : 1h;
}

TEST_F(CatalogueTest, names_the_days_with_pictures_by_local_time) {
    using std::chrono::sys_days;
    using std::chrono::year;
    auto add_at = [&, number = 0](base::SystemTime time) mutable {
        RecordedPicture picture = recorded_picture(++number);
        picture.captured = time;
        picture.utc_offset = berlin_offset(time);
        catalogue.add(picture);
    };
    // Summer time begins on 29 March: the day ends at 22:00 UTC, where it began at 23:00.
    add_at(base::SystemTime(sys_days(year(2026) / 3 / 28)) + 23h + 5min);
    add_at(base::SystemTime(sys_days(year(2026) / 3 / 29)) + 21h + 55min);
    add_at(base::SystemTime(sys_days(year(2026) / 3 / 29)) + 22h + 5min);
    // It ends on 25 October, a day of 25 hours.
    add_at(base::SystemTime(sys_days(year(2026) / 10 / 24)) + 22h + 5min);
    add_at(base::SystemTime(sys_days(year(2026) / 10 / 25)) + 22h + 55min);
    add_at(base::SystemTime(sys_days(year(2026) / 12 / 1)) + 12h);

    const auto days = catalogue.days("1234", base::SystemTime(), base::SystemTime::max());

    EXPECT_THAT(days, ElementsAre(year(2026) / 3 / 29, year(2026) / 3 / 30, year(2026) / 10 / 25,
                                  year(2026) / 12 / 1));
    EXPECT_THAT(
        catalogue.days("1234", sys_days(year(2026) / 10 / 1), sys_days(year(2026) / 11 / 1)),
        ElementsAre(year(2026) / 10 / 25));
}

TEST_F(CatalogueTest, gives_each_recent_capture_once_and_only_timed_ones) {
    for (int number = 1; number <= 4; ++number) {
        add(number);
    }
    RecordedPicture again = recorded_picture(4);
    again.place.file = "copy of 4.jpg";
    catalogue.add(again);
    RecordedPicture untimed = recorded_picture(5);
    untimed.is_timed = false;
    catalogue.add(untimed);

    const auto captures = catalogue.recent_captures("1234", 3);

    ASSERT_EQ(captures.size(), 3U);
    EXPECT_EQ(captures[0].captured, k_first_capture + 4min);
    EXPECT_EQ(captures[0].received_sha256, test::digest(4));
    EXPECT_EQ(captures[2].captured, k_first_capture + 2min);
}

TEST_F(CatalogueTest, gives_the_captures_of_a_time_and_the_one_before) {
    for (int number = 1; number <= 4; ++number) {
        add(number);
    }
    catalogue.close({catalogue.find({"/pictures", "3.jpg"})->number});

    const auto captures = catalogue.captures_since("1234", k_first_capture + 2min + 1s);

    ASSERT_EQ(captures.size(), 3U);
    EXPECT_EQ(captures[0].captured, k_first_capture + 2min);
    EXPECT_EQ(captures[1].captured, k_first_capture + 3min) << "though its file is gone";
    EXPECT_EQ(captures[2].captured, k_first_capture + 4min);
}

TEST_F(CatalogueTest, a_capture_dated_by_a_wrong_clock_is_not_the_newest) {
    add(1);
    RecordedPicture wrong = recorded_picture(900);
    wrong.is_timed = false;
    catalogue.add(wrong);

    EXPECT_EQ(catalogue.newest_capture("1234", k_first_capture + 5min)->place.file, "1.jpg");
    EXPECT_EQ(catalogue.newest_capture("1234", k_first_capture + 9000min)->place.file, "900.jpg");
}

TEST_F(CatalogueTest, walks_over_all_pictures_and_may_be_used_meanwhile) {
    constexpr int k_count = 1203;
    std::vector<RecordedPicture> pictures;
    for (int number = 1; number <= k_count; ++number) {
        pictures.push_back(recorded_picture(number));
    }
    ASSERT_EQ(catalogue.add(pictures), std::size_t{k_count});
    catalogue.close({2});

    int count = 0;
    std::int64_t last = 0;
    catalogue.for_each(false, [&](const RecordedPicture& picture) {
        EXPECT_GT(picture.number, last);
        last = picture.number;
        EXPECT_TRUE(catalogue.find(picture.place));
        ++count;
    });
    EXPECT_EQ(count, k_count - 1);
    count = 0;
    catalogue.for_each(true, [&](const RecordedPicture&) { ++count; });
    EXPECT_EQ(count, k_count);
}

TEST_F(CatalogueTest, several_are_recorded_together_or_not_at_all) {
    std::vector<RecordedPicture> pictures = {recorded_picture(1), recorded_picture(2)};
    // More than SQLite takes, so that the second one is refused.
    pictures[1].place.file.assign(std::size_t{1} << 30, 'x');

    EXPECT_THROW(catalogue.add(pictures), base::Error);

    EXPECT_FALSE(catalogue.find(pictures[0].place));
    EXPECT_THAT(catalogue.cameras(), IsEmpty());
}

TEST_F(CatalogueTest, a_copy_of_the_catalogue_is_one_itself) {
    const auto picture = add(1);

    catalogue.back_up(folder / "backup.pictures.db");

    Catalogue copy(folder / "backup.pictures", clock, {});
    EXPECT_EQ(copy.find(picture.place)->number, picture.number);
}

TEST_F(CatalogueTest, tidying_empties_the_log) {
    add(1);
    const auto log = folder / "Settings.json.pictures.db-wal";
    ASSERT_GT(std::filesystem::file_size(log), 0U);

    catalogue.tidy();

    EXPECT_EQ(std::filesystem::file_size(log), 0U);
}

} // namespace
