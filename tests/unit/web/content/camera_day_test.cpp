// SPDX-License-Identifier: Apache-2.0
#include "support/manual_clock.hpp"
#include "support/recorded_pictures.hpp"
#include "support/temporary_folder.hpp"
#include "unit/base/system/scoped_zone.hpp"
#include "web/content/camera_day.hpp"
#include "web/content/page_json.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;

struct CameraDayTest : testing::Test {
    test::TemporaryFolder folder;
    test::ManualClock clock;
    test::ScopedZone zone{"CET-1CEST,M3.5.0,M10.5.0/3"};
    archive::Catalogue catalogue{folder / "pictures", clock, {}};
    int count = 0;

    static web::Day day(const char* text) { return *web::parse_day(text); }

    /// Records a picture at a time of this zone's summer ("+02:00") or winter ("+01:00").
    void add(base::SystemTime captured) {
        archive::RecordedPicture picture = test::recorded_picture(++count);
        picture.captured = captured;
        catalogue.add(picture);
    }

    web::CameraDay look(const char* text) {
        return web::look_up_day(catalogue, "1234", day(text), web::end_of(day("2030-01-01")));
    }

    static web::PageJson json_of(const web::CameraDay& day) {
        return web::day_json({.id = "1234", .title = "Front Door"}, day);
    }
};

TEST_F(CameraDayTest, HasAsManyHoursAsTheClocksGiveIt) {
    EXPECT_EQ(look("2026-10-24").to - look("2026-10-24").from, 24h);
    EXPECT_EQ(look("2026-10-25").to - look("2026-10-25").from, 25h);
    EXPECT_EQ(look("2026-03-29").to - look("2026-03-29").from, 23h);
}

TEST_F(CameraDayTest, TellsTheHourThatComesTwiceByItsOffsets) {
    const auto hours = json_of(look("2026-10-25"))["hours"];
    ASSERT_EQ(hours.size(), 25U);
    EXPECT_EQ(hours[2]["label"], "02:00");
    EXPECT_EQ(hours[2]["offset"], "+02:00");
    EXPECT_EQ(hours[3]["label"], "02:00");
    EXPECT_EQ(hours[3]["offset"], "+01:00");
    const auto spring = json_of(look("2026-03-29"))["hours"];
    EXPECT_EQ(spring[2]["label"], "03:00");
}

TEST_F(CameraDayTest, HoldsThePicturesOfTheLocalDay) {
    const base::SystemTime midnight = web::start_of(day("2026-09-21"));
    add(midnight - 1ms);
    add(midnight);
    add(midnight + 24h - 1ms);
    add(midnight + 24h);
    const web::CameraDay found = look("2026-09-21");
    EXPECT_EQ(found.pictures.size(), 2U);
    EXPECT_EQ(web::day_text(*found.previous), "2026-09-20");
    EXPECT_EQ(web::day_text(*found.next), "2026-09-22");
    EXPECT_FALSE(found.nearest());
    const auto json = json_of(found);
    EXPECT_EQ(json["pictures"][0]["local"], "2026-09-21T00:00:00+02:00");
    EXPECT_EQ(json["from"], json["pictures"][0]["at"]);
}

TEST_F(CameraDayTest, NamesTheNearestDayThatHasSome) {
    add(web::start_of(day("2026-09-10")) + 1h);
    add(web::start_of(day("2026-09-20")) + 1h);
    EXPECT_EQ(web::day_text(*look("2026-09-12").nearest()), "2026-09-10");
    EXPECT_EQ(web::day_text(*look("2026-09-19").nearest()), "2026-09-20");
    EXPECT_EQ(web::day_text(*look("2026-09-15").nearest()), "2026-09-10");
    EXPECT_EQ(web::day_text(*look("2027-01-01").nearest()), "2026-09-20");
    EXPECT_EQ(web::day_text(*look("2000-01-01").nearest()), "2026-09-10");
}

TEST_F(CameraDayTest, FindsItsGaps) {
    const base::SystemTime midnight = web::start_of(day("2026-09-21"));
    add(midnight - 5min);
    for (int i = 0; i < 24; ++i) {
        add(midnight + i * 5min);
    }
    for (int i = 0; i < 24; ++i) {
        add(midnight + 12h + i * 5min);
    }
    const web::CameraDay found = look("2026-09-21");
    ASSERT_EQ(found.gaps.size(), 2U);
    EXPECT_EQ(found.gaps[0].from, midnight + 23 * 5min);
    EXPECT_EQ(found.gaps[0].to, midnight + 12h);
    // To the end of the day, since nothing came later.
    EXPECT_EQ(found.gaps[1].to, midnight + 24h);
}

TEST_F(CameraDayTest, FindsTheDaysOfAMonth) {
    for (const char* const text : {"2026-09-30", "2026-10-01", "2026-10-25", "2026-10-31"}) {
        add(web::start_of(day(text)));
        add(web::end_of(day(text)) - 1ms);
    }
    std::vector<std::string> days;
    for (const web::Day found :
         web::days_with_pictures(catalogue, "1234", web::start_of(day("2026-10-01")),
                                 web::start_of(day("2026-11-01")))) {
        days.push_back(web::day_text(found));
    }
    EXPECT_EQ(days, (std::vector<std::string>{"2026-10-01", "2026-10-25", "2026-10-31"}));
}

TEST(ParseDay, TakesDaysAlone) {
    EXPECT_TRUE(web::parse_day("2024-02-29"));
    for (const char* const text : {"2026-02-29", "2026-13-01", "2026-1-1", "20260101xx", "",
                                   "9999-01-01", "2026-01-01T", "-026-01-01"}) {
        EXPECT_FALSE(web::parse_day(text)) << text;
    }
}

} // namespace
