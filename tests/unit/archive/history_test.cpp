// SPDX-License-Identifier: Apache-2.0
#include "archive/folder_store.hpp"
#include "archive/history.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_picture.hpp"
#include "unit/base/system/scoped_zone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace archive {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

/// 2026-09-21 15:00:00 UTC, where a window begins.
constexpr base::SystemTime k_beginning{1'790'002'800s};

TEST(HistoryWindow, windows_lie_on_the_same_borders_whatever_is_wanted) {
    const auto windows = history_windows(k_beginning + 1h, k_beginning + 7h + 1ms);
    ASSERT_THAT(windows, SizeIs(3));
    EXPECT_EQ(windows[0].from, k_beginning + 1h);
    EXPECT_EQ(windows[0].to, k_beginning + 3h);
    EXPECT_FALSE(windows[0].is_whole());
    EXPECT_EQ(windows[1].from, k_beginning + 3h);
    EXPECT_EQ(windows[1].to, k_beginning + 6h);
    EXPECT_TRUE(windows[1].is_whole());
    EXPECT_EQ(windows[2].to, k_beginning + 7h + 1ms);
    EXPECT_FALSE(windows[2].is_whole());
}

TEST(HistoryWindow, a_day_has_eight_and_no_time_has_none) {
    EXPECT_THAT(history_windows(k_beginning, k_beginning + 24h), SizeIs(8));
    EXPECT_THAT(history_windows(k_beginning, k_beginning), IsEmpty());
    EXPECT_THAT(history_windows(base::SystemTime(-1ms), base::SystemTime(1ms)), SizeIs(2));
}

TEST(HistoryWindow, is_settled_when_cameras_have_sent_what_they_have) {
    const HistoryWindow window{k_beginning, k_beginning + 3h};
    EXPECT_FALSE(is_settled(window, 36, window.to + 2h - 1ms));
    EXPECT_TRUE(is_settled(window, 36, window.to + 2h));
    // The camera may have been offline, and send its pictures when it is back.
    EXPECT_FALSE(is_settled(window, 0, window.to + 24h - 1ms));
    EXPECT_TRUE(is_settled(window, 0, window.to + 24h));
}

TEST(FrameTimes, frames_are_the_captures_in_their_order) {
    const std::vector<base::SystemTime> times = {k_beginning + 5min, k_beginning,
                                                 k_beginning + 10min};
    EXPECT_EQ(frame_times(times, k_beginning, k_beginning + 1h, 3), times);
}

TEST(FrameTimes, other_numbers_of_frames_lie_evenly_between_the_captures) {
    const std::vector<base::SystemTime> times = {k_beginning, k_beginning + 10min,
                                                 k_beginning + 30min};
    EXPECT_THAT(frame_times(times, k_beginning, k_beginning + 1h, 5),
                ElementsAre(k_beginning, k_beginning + 5min, k_beginning + 10min,
                            k_beginning + 20min, k_beginning + 30min));
    EXPECT_THAT(frame_times(times, k_beginning, k_beginning + 1h, 2),
                ElementsAre(k_beginning, k_beginning + 30min));
    EXPECT_THAT(frame_times(times, k_beginning, k_beginning + 1h, 1), ElementsAre(k_beginning));
    EXPECT_THAT(frame_times(times, k_beginning, k_beginning + 1h, 0), IsEmpty());
}

TEST(FrameTimes, without_captures_the_film_itself_says_when) {
    EXPECT_THAT(frame_times({}, k_beginning, k_beginning + 1h, 3),
                ElementsAre(k_beginning, k_beginning + 30min, k_beginning + 1h));
    EXPECT_THAT(frame_times({k_beginning + 30min}, k_beginning, k_beginning + 1h, 2),
                ElementsAre(k_beginning + 30min, k_beginning + 1h));
}

TEST(FrameTimes, each_frame_has_a_time_of_its_own) {
    EXPECT_THAT(frame_times({}, k_beginning, k_beginning, 3),
                ElementsAre(k_beginning, k_beginning + 1ms, k_beginning + 2ms));
}

struct FindSavedTest : testing::Test {
    void save(base::SystemTime captured) {
        NameFields fields;
        fields.id = "1234";
        fields.time = captured;
        snapshot::Picture picture;
        picture.bytes = test::make_jpeg(16, 16, ++m_seed);
        picture.captured = captured;
        archive.save(store, NameTemplate("{time:%H-%M-%S}.jpg"), fields, picture);
    }

    std::vector<bool> find(const std::vector<base::SystemTime>& times) {
        return find_saved(archive, "1234", times);
    }

    test::TemporaryFolder folder;
    test::ManualClock clock;
    test::ScopedZone zone{"UTC0"};
    FolderStore store{folder / "pictures"};
    Archive archive{folder / "record", clock, {}};

private:
    int m_seed = 0;
};

TEST_F(FindSavedTest, a_picture_of_that_time_or_nearly_so_is_saved) {
    save(k_beginning);
    save(k_beginning + 300s + 1900ms);
    EXPECT_THAT(find({k_beginning, k_beginning + 300s, k_beginning + 600s}),
                ElementsAre(true, true, false));
    EXPECT_THAT(find({k_beginning + 2001ms}), ElementsAre(false));
    EXPECT_THAT(find({}), IsEmpty());
}

TEST_F(FindSavedTest, a_capture_shortly_after_another_is_not_that_one) {
    save(k_beginning);
    EXPECT_THAT(find({k_beginning, k_beginning + 1s}), ElementsAre(true, false));
}

TEST_F(FindSavedTest, a_picture_whose_file_is_missing_is_not_saved) {
    save(k_beginning);
    save(k_beginning + 300s);
    std::filesystem::remove(folder / "pictures" / "15-00-00.jpg");
    EXPECT_THAT(find({k_beginning, k_beginning + 300s}), ElementsAre(false, true));
    // A folder that is not there may come back.
    std::filesystem::rename(folder / "pictures", folder / "elsewhere");
    EXPECT_THAT(find({k_beginning + 300s}), ElementsAre(true));
}

} // namespace
} // namespace archive
