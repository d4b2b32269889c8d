// SPDX-License-Identifier: Apache-2.0
#include "unit/cli/history/camera_history_fixture.hpp"

namespace cli {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

TEST_F(CameraHistoryTest, each_frame_is_saved_under_its_capture) {
    add_hour(beginning + 1h);
    EXPECT_FALSE(fetch(beginning + 6h));
    EXPECT_EQ(totals.new_pictures, 3U);
    EXPECT_EQ(totals.at_ring, 3U);
    std::vector<std::string> names;
    for (const auto minutes : {5min, 25min, 45min}) {
        names.push_back(base::format_local_time(beginning + 1h + minutes, "%d %H-%M-%S.jpg"));
    }
    EXPECT_EQ(pictures(), names);
    EXPECT_EQ(lines(), names);
    archive::Catalogue catalogue(account.store.beside(".pictures"), account.clock, {});
    const auto recorded = catalogue.pictures(k_front_door, beginning, beginning + 6h, 10);
    ASSERT_THAT(recorded, SizeIs(3));
    EXPECT_EQ(recorded[1].captured, beginning + 1h + 25min);
    EXPECT_TRUE(recorded[1].is_timed);
}

TEST_F(CameraHistoryTest, windows_are_asked_for_oldest_first_and_settled_ones_once) {
    for (int hour = 0; hour < 24; ++hour) {
        add_hour(beginning + std::chrono::hours(hour));
    }
    EXPECT_FALSE(fetch(beginning + 24h));
    EXPECT_EQ(asked, 8);
    EXPECT_EQ(totals.new_pictures, 72U);
    EXPECT_EQ(splitter.films, 24);
    EXPECT_FALSE(fetch(beginning + 24h));
    EXPECT_EQ(asked, 0);
    EXPECT_EQ(totals.new_pictures, 0U);
    EXPECT_EQ(totals.at_ring, 72U);
    // What was added to the range is asked for.
    EXPECT_FALSE(fetch(beginning + 30h));
    EXPECT_EQ(asked, 2);
}

TEST_F(CameraHistoryTest, a_film_that_reaches_over_windows_is_fetched_once) {
    past.push_back({beginning + 150min, {beginning + 160min, beginning + 190min}, 2});
    EXPECT_FALSE(fetch(beginning + 6h));
    EXPECT_EQ(asked, 2);
    EXPECT_EQ(splitter.films, 1);
    EXPECT_EQ(totals.at_ring, 2U);
    EXPECT_THAT(pictures(), SizeIs(2));
}

TEST_F(CameraHistoryTest, a_window_that_may_still_get_pictures_is_asked_for_again) {
    beginning += 96h;
    add_hour(beginning);
    account.clock.advance(beginning + 4h - account.clock.now());
    EXPECT_FALSE(fetch(beginning + 3h));
    past.back().snapshots.push_back(beginning + 50min);
    past.back().frames = 4;
    EXPECT_FALSE(fetch(beginning + 3h));
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(totals.new_pictures, 1U);
    EXPECT_THAT(pictures(), SizeIs(4));
    // All its pictures are there: its film is not fetched.
    account.clock.advance(2h);
    EXPECT_FALSE(fetch(beginning + 3h));
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(splitter.films, 0);
    EXPECT_FALSE(fetch(beginning + 3h));
    EXPECT_EQ(asked, 0);
}

TEST_F(CameraHistoryTest, a_stop_ends_it_and_the_next_run_goes_on) {
    for (int hour = 0; hour < 12; ++hour) {
        add_hour(beginning + std::chrono::hours(hour));
    }
    on_progress = [&] {
        if (splitter.films == 5) {
            platform.raise(2);
        }
    };
    const auto stopped = fetch(beginning + 12h);
    ASSERT_TRUE(stopped);
    EXPECT_EQ(stopped->code(), ErrorCode::interrupted);
    EXPECT_LT(totals.new_pictures, 36U);
    EXPECT_GT(totals.new_pictures, 0U);
}

TEST_F(CameraHistoryTest, only_pictures_of_the_wanted_time_are_saved) {
    add_hour(beginning);
    beginning += 20min;
    EXPECT_FALSE(fetch(beginning + 10min));
    EXPECT_EQ(totals.new_pictures, 1U);
    EXPECT_EQ(totals.at_ring, 1U);
    // A part of a window is not a window that was fetched.
    beginning -= 20min;
    EXPECT_FALSE(fetch(beginning + 3h));
    EXPECT_EQ(totals.new_pictures, 2U);
}

TEST_F(CameraHistoryTest, an_address_that_has_expired_is_asked_for_again) {
    add_hour(beginning);
    expired.insert("https://media.test/films/" + std::to_string(in_ms(beginning)) + "?sig=s3cret1");
    EXPECT_FALSE(fetch(beginning + 3h));
    EXPECT_EQ(asked, 2);
    EXPECT_EQ(totals.new_pictures, 3U);
}

TEST_F(CameraHistoryTest, a_film_that_storage_refuses_leaves_its_window_for_the_next_run) {
    add_hour(beginning);
    add_hour(beginning + 1h);
    for (int i = 1; i < 10; ++i) {
        expired.insert("https://media.test/films/" + std::to_string(in_ms(beginning)) +
                       "?sig=s3cret" + std::to_string(i));
    }
    const auto failure = fetch(beginning + 3h);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->code(), ErrorCode::no_snapshot);
    EXPECT_THAT(failure->message(), testing::StartsWith("camera 31000417: the pictures from "));
    EXPECT_THAT(failure->message(), HasSubstr("Ring's storage does not give their film"));
    EXPECT_EQ(totals.new_pictures, 3U);
    expired.clear();
    EXPECT_FALSE(fetch(beginning + 3h));
    EXPECT_EQ(totals.new_pictures, 3U);
    EXPECT_THAT(pictures(), SizeIs(6));
}

TEST_F(CameraHistoryTest, a_film_that_does_not_come_does_not_hold_up_the_others) {
    for (int hour = 0; hour < 4; ++hour) {
        add_hour(beginning + std::chrono::hours(hour));
        past.back().is_down = hour < 2;
    }
    const auto failure = fetch(beginning + 6h);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->code(), ErrorCode::service_unavailable);
    EXPECT_THAT(failure->message(), HasSubstr("media.test does not give the film"));
    EXPECT_EQ(totals.new_pictures, 6U);
}

TEST_F(CameraHistoryTest, it_ends_when_one_film_after_the_other_does_not_come) {
    for (int hour = 0; hour < 12; ++hour) {
        add_hour(beginning + std::chrono::hours(hour));
        past.back().is_down = true;
    }
    ASSERT_TRUE(fetch(beginning + 12h));
    EXPECT_THAT(account.client.requests_to("/films/"), SizeIs(9));
    EXPECT_EQ(asked, 1);
}

TEST_F(CameraHistoryTest, a_broken_film_is_fetched_again_and_does_not_hold_up_the_others) {
    add_hour(beginning);
    past.back().is_broken = true;
    add_hour(beginning + 1h);
    const auto failure = fetch(beginning + 3h);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->code(), ErrorCode::no_snapshot);
    EXPECT_THAT(failure->message(), HasSubstr("are missing; the film cannot be read (nonsense)"));
    EXPECT_EQ(splitter.films, 4);
    EXPECT_THAT(pictures(), SizeIs(3));
    past.front().is_broken = false;
    EXPECT_FALSE(fetch(beginning + 3h));
    EXPECT_THAT(pictures(), SizeIs(6));
}

TEST_F(CameraHistoryTest, another_number_of_frames_is_told_and_their_times_are_estimated) {
    past.push_back({beginning, {beginning + 10min, beginning + 40min}, 3});
    EXPECT_FALSE(fetch(beginning + 3h));
    EXPECT_THAT(errors(), HasSubstr("has 3 pictures, and Ring names the times of 2; their times "
                                    "are estimated"));
    archive::Catalogue catalogue(account.store.beside(".pictures"), account.clock, {});
    const auto recorded = catalogue.pictures(k_front_door, beginning, beginning + 6h, 10);
    ASSERT_THAT(recorded, SizeIs(3));
    EXPECT_EQ(recorded[1].captured, beginning + 25min);
    EXPECT_FALSE(recorded[1].is_timed);
    EXPECT_FALSE(fetch(beginning + 3h, false, true));
    EXPECT_EQ(totals.new_pictures, 0U);
    EXPECT_THAT(pictures(), SizeIs(3));
}

TEST_F(CameraHistoryTest, a_picture_that_is_there_is_never_replaced) {
    add_hour(beginning);
    front_door().captured = beginning + 25min;
    ASSERT_EQ(run({"get", k_front_door, "--name", "{time:%d %H-%M-%S}.jpg"}), 0) << errors();
    const std::string name = pictures().at(0);
    const auto before = std::filesystem::file_size(name);
    EXPECT_FALSE(fetch(beginning + 3h));
    EXPECT_EQ(totals.new_pictures, 2U);
    EXPECT_EQ(std::filesystem::file_size(name), before);
    EXPECT_THAT(pictures(), SizeIs(3));
}

TEST_F(CameraHistoryTest, pictures_that_were_deleted_come_back_with_again_alone) {
    add_hour(beginning);
    EXPECT_FALSE(fetch(beginning + 3h));
    std::filesystem::remove(pictures().front());
    EXPECT_FALSE(fetch(beginning + 3h));
    EXPECT_THAT(pictures(), SizeIs(2));
    EXPECT_FALSE(fetch(beginning + 3h, false, true));
    EXPECT_EQ(totals.new_pictures, 1U);
    EXPECT_THAT(pictures(), SizeIs(3));
}

TEST_F(CameraHistoryTest, films_are_saved_once_beside_their_pictures) {
    add_hour(beginning);
    EXPECT_FALSE(fetch(beginning + 3h));
    EXPECT_FALSE(fetch(beginning + 3h, true));
    EXPECT_EQ(totals.new_films, 1U);
    EXPECT_EQ(totals.new_pictures, 0U);
    const std::string name = base::format_local_time(beginning, "%d %H-%M-%S.mp4");
    EXPECT_THAT(lines(), ElementsAre(name));
    EXPECT_THAT(pictures(), testing::Contains(name));
    EXPECT_FALSE(fetch(beginning + 3h, true));
    EXPECT_EQ(asked, 0);
    EXPECT_FALSE(fetch(beginning + 3h, true, true));
    EXPECT_EQ(totals.new_films, 0U);
    EXPECT_THAT(pictures(), SizeIs(4));
}

TEST_F(CameraHistoryTest, no_pictures_at_all_are_told_with_what_they_need) {
    const auto failure = fetch(beginning + 24h);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->code(), ErrorCode::no_snapshot);
    EXPECT_THAT(failure->message(), HasSubstr("Ring has no pictures from "));
    EXPECT_THAT(failure->hint(), HasSubstr("Snapshot Capture"));
    archive::Catalogue catalogue(account.store.beside(".pictures"), account.clock, {});
    EXPECT_THAT(catalogue.cameras(), IsEmpty());
    // And are told again, also when nothing is asked for.
    ASSERT_EQ(run({"get", k_front_door}), 0) << errors();
    EXPECT_TRUE(fetch(beginning + 24h));
    EXPECT_EQ(asked, 8);
    EXPECT_TRUE(fetch(beginning + 24h));
    EXPECT_EQ(asked, 0);
}

TEST_F(CameraHistoryTest, no_signed_address_is_told) {
    add_hour(beginning);
    past.back().is_broken = true;
    fetch(beginning + 3h);
    EXPECT_THAT(output() + errors(), Not(HasSubstr("s3cret")));
    EXPECT_THAT(errors(), IsEmpty());
}

} // namespace
} // namespace cli
