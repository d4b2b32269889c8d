// SPDX-License-Identifier: Apache-2.0
#include "archive/thinning.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <string>
#include <vector>

namespace archive {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

/// Monday 2026-03-02 00:00:00 UTC.
constexpr base::SystemTime k_monday{1'772'409'600s};

struct FindKept : testing::Test {
    void add(const std::string& file, base::SystemTime captured, std::chrono::seconds offset = 0s) {
        RecordedPicture picture;
        picture.camera_id = "1234";
        picture.captured = captured;
        picture.utc_offset = offset;
        picture.place = {"/pictures", file};
        picture.facts = {
            .size = 1, .sha256 = std::string(64, 'a'), .received_sha256 = std::string(64, 'a')};
        catalogue.add(picture);
    }

    /// What stays, by name, of all that was captured before `before`.
    std::set<std::string> kept(const Thinning& thinning,
                               base::SystemTime before = k_monday + 24h * 3650) {
        std::set<std::string> names;
        for (const std::int64_t number :
             find_kept(catalogue, "1234", thinning, before, [&](const RecordedPicture& picture) {
                 ++looks;
                 return !gone.contains(picture.place.file);
             })) {
            names.insert(catalogue.picture(number)->place.file);
        }
        return names;
    }

    test::TemporaryFolder folder;
    test::ManualClock clock;
    Catalogue catalogue{folder / "record", clock, {}};
    /// Whose files are not in their places.
    std::set<std::string> gone;
    int looks = 0;
};

TEST_F(FindKept, is_the_newest_of_each_hour_day_and_week) {
    add("mon 0830", k_monday + 8h + 30min);
    add("mon 0850", k_monday + 8h + 50min);
    add("mon 0910", k_monday + 9h + 10min);
    add("tue 1200", k_monday + 36h);
    add("next mon", k_monday + 24h * 7);
    EXPECT_THAT(kept({.hours = 10}), ElementsAre("mon 0850", "mon 0910", "next mon", "tue 1200"));
    EXPECT_THAT(kept({.days = 10}), ElementsAre("mon 0910", "next mon", "tue 1200"));
    EXPECT_THAT(kept({.weeks = 10}), ElementsAre("next mon", "tue 1200"));
}

TEST_F(FindKept, counts_periods_that_have_pictures_and_no_others) {
    add("old", k_monday);
    add("later", k_monday + 24h * 100);
    add("latest", k_monday + 24h * 200);
    EXPECT_THAT(kept({.days = 3}), ElementsAre("later", "latest", "old"));
    EXPECT_THAT(kept({.days = 2}), ElementsAre("later", "latest"));
    EXPECT_THAT(kept({}), IsEmpty());
}

TEST_F(FindKept, counts_the_periods_within_keep_too_but_names_only_what_is_older) {
    add("old", k_monday);
    add("older day", k_monday + 24h);
    add("young", k_monday + 48h);
    EXPECT_THAT(kept({.days = 2}, k_monday + 40h), ElementsAre("older day"));
    EXPECT_THAT(kept({.days = 3}, k_monday + 40h), ElementsAre("old", "older day"));
}

TEST_F(FindKept, of_a_day_with_a_young_newest_is_nothing) {
    add("morning", k_monday + 8h);
    add("evening", k_monday + 20h);
    EXPECT_THAT(kept({.days = 1}, k_monday + 12h), IsEmpty());
}

TEST_F(FindKept, goes_by_local_time) {
    // In a zone that is eight hours behind, Tuesday 07:00 UTC is Monday.
    add("mon", k_monday + 12h, -8h);
    add("mon late", k_monday + 31h, -8h);
    add("tue", k_monday + 33h, -8h);
    EXPECT_THAT(kept({.days = 5}), ElementsAre("mon late", "tue"));
}

TEST_F(FindKept, keeps_a_day_whose_next_one_began_before_the_clocks_were_put_forward) {
    // Sunday 2026-03-29 in Berlin: 02:00 becomes 03:00.
    const base::SystemTime sunday = k_monday + 24h * 27 - 1h;
    add("sat 2330", sunday - 30min, 1h);
    add("sun 0030", sunday + 30min, 1h);
    add("sun 1200", sunday + 11h, 2h);
    EXPECT_THAT(kept({.days = 5}), ElementsAre("sat 2330", "sun 1200"));
}

TEST_F(FindKept, takes_the_repeated_hour_for_one) {
    // Sunday 2026-10-25 in Berlin: 03:00 becomes 02:00.
    const base::SystemTime midnight = k_monday + 24h * 237 - 2h;
    add("first 0230", midnight + 2h + 30min, 2h);
    add("second 0215", midnight + 3h + 15min, 1h);
    add("0110", midnight + 1h + 10min, 2h);
    EXPECT_THAT(kept({.hours = 5}), ElementsAre("0110", "second 0215"));
    EXPECT_THAT(kept({.days = 5}), ElementsAre("second 0215"));
}

TEST_F(FindKept, is_the_next_one_where_the_file_of_the_newest_is_gone) {
    add("a", k_monday + 1h);
    add("b", k_monday + 2h);
    add("c", k_monday + 3h);
    gone = {"c"};
    EXPECT_THAT(kept({.days = 1}), ElementsAre("b"));
    gone = {"b", "c"};
    EXPECT_THAT(kept({.days = 1}), ElementsAre("a"));
}

TEST_F(FindKept, looks_at_no_file_where_nothing_is_left_to_thin) {
    for (int day = 0; day < 30; ++day) {
        add(std::to_string(day), k_monday + 24h * day);
    }
    EXPECT_EQ(kept({.days = 30}).size(), 30U);
    EXPECT_EQ(looks, 0);
}

TEST_F(FindKept, of_a_camera_without_pictures_is_nothing) {
    EXPECT_THAT(kept({.hours = 1, .days = 1, .weeks = 1}), IsEmpty());
}

} // namespace
} // namespace archive
