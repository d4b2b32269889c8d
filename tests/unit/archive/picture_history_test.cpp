// SPDX-License-Identifier: Apache-2.0
#include "archive/picture_history.hpp"
#include "support/manual_clock.hpp"
#include "support/recorded_pictures.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace archive {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;
using News = RecentCaptures::News;

/// 2026-09-21 14:13:20 UTC.
constexpr base::SystemTime k_now{1'790'000'000s};

/// One camera's record, and what is made of it.
struct PictureHistory : testing::Test {
    /// A picture captured `ago`, different from all others unless `digest` says otherwise.
    void add(milliseconds ago, const std::string& digest = {}) {
        add_capture(k_now - ago, digest.empty() ? std::to_string(++m_number) : digest, true);
    }

    void add_capture(base::SystemTime captured, const std::string& digest, bool is_timed) {
        m_captures[captured] = {captured, digest, is_timed};
    }

    /// Pictures from `first` ago to `last` ago.
    void add_every(milliseconds step, milliseconds first, milliseconds last = 0ms) {
        for (milliseconds ago = first; ago >= last; ago -= step) {
            add(ago);
        }
    }

    /// What is made of the captures that the catalogue would give.
    CameraReport report() const {
        CameraHistory history{
            .id = "7", .name = "Garden", .newest = {}, .captures = {}, .recent = {}};
        for (const auto& [captured, capture] : m_captures) {
            if (captured <= k_now - 24h) {
                history.captures.clear();
            }
            history.captures.push_back(capture);
            if (capture.is_timed) {
                history.recent.push_back(capture);
            }
            if (capture.is_timed || captured <= k_now + k_clock_tolerance) {
                history.newest.emplace().captured = captured;
            }
        }
        const auto excess = history.recent.size() - std::min(history.recent.size(), k_frozen_count);
        history.recent.erase(history.recent.begin(),
                             history.recent.begin() + static_cast<std::ptrdiff_t>(excess));
        return make_report(history, k_now);
    }

    /// The gaps, as minutes before now.
    std::vector<std::pair<int, int>> gaps() const {
        const auto minutes = [](base::SystemTime time) {
            return static_cast<int>((k_now - time) / 1min);
        };
        std::vector<std::pair<int, int>> found;
        for (const Gap& gap : report().gaps) {
            found.emplace_back(minutes(gap.from), gap.to ? minutes(*gap.to) : -1);
        }
        return found;
    }

private:
    std::map<base::SystemTime, Capture> m_captures;
    int m_number = 0;
};

TEST_F(PictureHistory, of_nothing_reports_nothing) {
    EXPECT_EQ(report().newest, std::nullopt);
    EXPECT_EQ(report().age, std::nullopt);
    EXPECT_EQ(report().count, 0U);
    EXPECT_THAT(gaps(), IsEmpty());
    EXPECT_FALSE(report().is_frozen);
}

TEST_F(PictureHistory, of_one_picture_knows_its_age_and_no_usual_interval) {
    add(3h);
    EXPECT_EQ(report().newest->captured, k_now - 3h);
    EXPECT_THAT(report().age, Optional(milliseconds(3h)));
    EXPECT_EQ(report().count, 1U);
    EXPECT_EQ(report().usual_interval, std::nullopt);
    EXPECT_THAT(gaps(), IsEmpty());
}

TEST_F(PictureHistory, without_pictures_in_the_last_day_knows_the_newest_one_still) {
    add_every(5min, 24h * 9, 24h * 8);
    EXPECT_THAT(report().age, Optional(milliseconds(24h * 8)));
    EXPECT_EQ(report().count, 0U);
    EXPECT_EQ(report().usual_interval, std::nullopt);
    EXPECT_THAT(gaps(), IsEmpty());
}

TEST_F(PictureHistory, the_newest_is_the_last_captured_and_not_the_last_saved) {
    add(1min);
    add(2h);
    EXPECT_EQ(report().newest->captured, k_now - 1min);
}

TEST_F(PictureHistory, a_steady_camera_has_no_gaps) {
    add_every(5min, 24h * 3);
    EXPECT_EQ(report().count, 288U);
    EXPECT_THAT(report().usual_interval, Optional(milliseconds(5min)));
    EXPECT_THAT(gaps(), IsEmpty());
}

TEST_F(PictureHistory, a_stretch_of_three_intervals_is_none_and_a_longer_one_is_a_gap) {
    add_every(5min, 5h, 4h);
    add_every(5min, 225min, 3h);
    EXPECT_THAT(gaps(), ElementsAre(std::pair(180, -1)));
    add_every(5min, 164min);
    EXPECT_THAT(gaps(), ElementsAre(std::pair(180, 164)));
}

TEST_F(PictureHistory, a_stretch_of_less_than_five_minutes_too_many_is_none) {
    add_every(10s, 1h, 30min);
    add_every(10s, 25min);
    EXPECT_THAT(gaps(), IsEmpty());
    add(0s);
    EXPECT_THAT(report().usual_interval, Optional(milliseconds(10s)));
}

TEST_F(PictureHistory, a_gap_that_lasts_has_no_end) {
    add_every(5min, 20h, 11h);
    ASSERT_EQ(report().gaps.size(), 1U);
    EXPECT_EQ(report().gaps[0].from, k_now - 11h);
    EXPECT_EQ(report().gaps[0].to, std::nullopt);
    EXPECT_EQ(report().gaps[0].length, milliseconds(11h));
}

TEST_F(PictureHistory, a_gap_that_began_before_the_last_day_is_told_as_a_whole) {
    add(30h);
    add_every(5min, 2h);
    EXPECT_THAT(gaps(), ElementsAre(std::pair(30 * 60, 120)));
}

TEST_F(PictureHistory, what_lies_wholly_before_the_last_day_is_not_told) {
    add_every(5min, 40h, 35h);
    add_every(5min, 30h);
    EXPECT_THAT(gaps(), IsEmpty());
}

TEST_F(PictureHistory, many_outages_do_not_pass_for_usual) {
    for (int outage = 0; outage < 6; ++outage) {
        add_every(5min, 23h - outage * 3h, 22h - outage * 3h);
    }
    add_every(5min, 5h);
    EXPECT_EQ(gaps().size(), 6U);
}

TEST_F(PictureHistory, four_captures_have_no_usual_interval) {
    add(20h);
    add(19h);
    add(18h);
    add(1h);
    EXPECT_EQ(report().usual_interval, std::nullopt);
    EXPECT_THAT(gaps(), IsEmpty());
}

TEST_F(PictureHistory, bursts_at_movement_do_not_make_gaps_of_the_regular_pictures) {
    for (int hour = 23; hour >= 0; --hour) {
        add_every(30min, hour * 1h + 40min, hour * 1h + 10min);
        if (hour % 8 == 0) {
            add_every(1min, hour * 1h + 8min, hour * 1h + 5min);
        }
    }
    EXPECT_THAT(gaps(), IsEmpty());
}

TEST_F(PictureHistory, one_capture_counts_once_however_often_it_was_saved) {
    for (int i = 0; i < 12; ++i) {
        add(1h, "same");
    }
    EXPECT_EQ(report().count, 1U);
    EXPECT_FALSE(report().is_frozen);
}

TEST_F(PictureHistory, a_clock_a_little_behind_that_of_ring_makes_an_age_of_nothing) {
    add(-4min);
    EXPECT_THAT(report().age, Optional(milliseconds(0)));
}

TEST_F(PictureHistory, a_clock_that_was_set_back_makes_the_age_unknown_and_no_gap) {
    add_every(5min, 0h, -3h);
    EXPECT_EQ(report().age, std::nullopt);
    EXPECT_EQ(report().newest->captured, k_now + 3h);
    EXPECT_EQ(report().count, 37U);
    EXPECT_THAT(gaps(), IsEmpty());
}

TEST_F(PictureHistory, a_picture_dated_by_a_wrong_clock_of_ours_is_not_the_newest_for_ever) {
    add_capture(k_now + 24h * 365, "future", false);
    add(1h);
    EXPECT_THAT(report().age, Optional(milliseconds(1h)));
}

TEST_F(PictureHistory, is_looked_up_in_the_catalogue) {
    const test::TemporaryFolder folder;
    test::ManualClock clock;
    Catalogue catalogue(folder / "record", clock, {});
    for (const int number : {-3000, -1500, -60, -5, 9000}) {
        RecordedPicture picture = test::recorded_picture(number);
        picture.is_timed = number != 9000;
        catalogue.add(picture);
    }
    const CameraHistory history =
        look_up_history(catalogue, catalogue.cameras().at(0), test::k_first_capture);
    EXPECT_EQ(history.id, "1234");
    EXPECT_EQ(history.name, "Front Door");
    EXPECT_EQ(history.newest->place.file, "-5.jpg");
    EXPECT_EQ(history.captures.size(), 4U);
    EXPECT_EQ(history.captures.front().captured, test::k_first_capture - 1500min);
    EXPECT_EQ(history.recent.size(), 4U);
}

TEST_F(PictureHistory, is_frozen_when_the_last_ten_captures_are_the_same) {
    add(1h);
    for (int i = 9; i >= 1; --i) {
        add(i * 1min, "same");
    }
    EXPECT_FALSE(report().is_frozen);
    add(0min, "same");
    EXPECT_TRUE(report().is_frozen);
}

TEST_F(PictureHistory, is_not_frozen_by_pictures_whose_time_nobody_knows) {
    for (int i = 20; i >= 1; --i) {
        add_capture(k_now - i * 1min, "same", false);
    }
    EXPECT_FALSE(report().is_frozen);
    EXPECT_EQ(report().count, 20U);
}

/// Notes so many captures of the same bytes, a minute apart, and tells what was made of them.
std::vector<News> note(RecentCaptures& captures, const std::string& digest, int first, int count) {
    std::vector<News> news;
    for (int i = first; i < first + count; ++i) {
        news.push_back(captures.note(k_now + i * 1min, digest));
    }
    return news;
}

TEST(RecentCaptures, tell_once_that_they_are_frozen_and_once_that_they_change_again) {
    RecentCaptures captures;
    EXPECT_THAT(note(captures, "same", 0, 9), testing::Each(News::none));
    EXPECT_THAT(note(captures, "same", 9, 3), ElementsAre(News::frozen, News::none, News::none));
    EXPECT_THAT(note(captures, "other", 12, 1), ElementsAre(News::changing));
    EXPECT_THAT(note(captures, "same", 13, 9), testing::Each(News::none));
    EXPECT_THAT(note(captures, "same", 22, 1), ElementsAre(News::frozen));
}

TEST(RecentCaptures, do_not_count_a_capture_that_comes_again) {
    RecentCaptures captures;
    for (int i = 0; i < 30; ++i) {
        EXPECT_EQ(captures.note(k_now, "same"), News::none);
    }
}

TEST(RecentCaptures, go_on_from_what_was_recorded_before) {
    RecentCaptures captures;
    for (int i = 6; i >= 1; --i) {
        captures.recall(k_now - i * 1min, "same");
    }
    EXPECT_THAT(note(captures, "same", 0, 4),
                ElementsAre(News::none, News::none, News::none, News::frozen));
}

TEST(RecentCaptures, that_were_frozen_before_are_told_anew_with_the_first_that_comes) {
    RecentCaptures captures;
    for (int i = 10; i >= 1; --i) {
        captures.recall(k_now - i * 1min, "same");
    }
    RecentCaptures others = captures;
    EXPECT_TRUE(captures.are_frozen());
    EXPECT_THAT(note(captures, "same", 0, 2), ElementsAre(News::frozen, News::none));
    EXPECT_THAT(note(others, "other", 0, 1), ElementsAre(News::changing));
}

} // namespace
} // namespace archive
