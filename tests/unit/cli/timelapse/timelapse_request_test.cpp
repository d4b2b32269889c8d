// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "cli/timelapse/timelapse_request.hpp"
#include "support/error_of.hpp"
#include "unit/base/system/scoped_zone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cli {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::year;
using testing::HasSubstr;

/// In Berlin, on the day after the clocks were put back: 2026-10-26 09:00.
struct TimelapseRequestTest : testing::Test {
    TimelapseRequest make() const { return make_timelapse_request(options, now); }

    /// The stretch of time in UTC, by the day of the change.
    void expect_stretch(std::chrono::minutes from, std::chrono::minutes to) const {
        const TimelapseRequest request = make();
        EXPECT_EQ(request.rules.from, day + from);
        EXPECT_EQ(request.rules.to, day + to);
    }

    std::string refusal() const {
        const auto error = test::error_of([this] { make(); });
        EXPECT_EQ(error.code(), base::ErrorCode::usage);
        return error.message();
    }

    test::ScopedZone zone{"CET-1CEST,M3.5.0,M10.5.0/3"};
    base::SystemTime day = sys_days(year(2026) / 10 / 25);
    base::SystemTime now = day + 32h;
    TimelapseOptions options;
};

TEST_F(TimelapseRequestTest, takes_all_of_yesterday) {
    expect_stretch(-2h, 23h);
    EXPECT_EQ(make().stretch, "on 2026-10-25");
    EXPECT_EQ(make().path_of("1", "Front Door"), "Front Door 2026-10-25.mp4");
}

TEST_F(TimelapseRequestTest, takes_other_days) {
    options.day = "Today";
    expect_stretch(23h, 47h);
    options.day = "yesterday";
    expect_stretch(-2h, 23h);
    options.day = "2026-10-20";
    expect_stretch(-122h, -98h);
}

TEST_F(TimelapseRequestTest, takes_times_up_to_now_or_the_end_of_a_day) {
    options.from = "2026-10-24 12:00";
    expect_stretch(-14h, 32h);
    options.to = "2026-10-25 12:00";
    expect_stretch(-14h, 11h);
    options.to = "2026-10-25";
    expect_stretch(-14h, 23h);
    EXPECT_EQ(make().stretch, "from 2026-10-24 12:00 to 2026-10-26 00:00");
    options = {};
    options.last = 90min;
    expect_stretch(30h + 30min, 32h);
}

TEST_F(TimelapseRequestTest, goes_from_an_evening_to_the_next_morning) {
    options.day = "2026-10-24";
    options.between = "18:00-08:00";
    expect_stretch(-8h, 7h);
    options.day = "2026-10-25";
    options.between = "07:00-18:00";
    expect_stretch(6h, 17h);
    // As a whole, from its first to its second end.
    options.between = "02:00-02:30";
    expect_stretch(0h, 1h + 30min);
    options.between = "18:00-24:00";
    expect_stretch(17h, 23h);
}

TEST_F(TimelapseRequestTest, names_films_by_the_stretch) {
    options.name = "{id}/{name} {from:%d} {to:%d}.mp4";
    EXPECT_EQ(make().path_of("7", "a/b"), "7/a_b 25 25.mp4");
    options.name = "{time:%d}.mp4";
    EXPECT_THAT(refusal(), HasSubstr("unknown field {time}"));
    options.name = "../x.mp4";
    refusal();
}

TEST_F(TimelapseRequestTest, writes_into_a_folder_or_a_file) {
    options.out = "/films";
    EXPECT_EQ(make().path_of("1", "A"), "/films/A 2026-10-25.mp4");
    options.out = "/films/all.MP4";
    EXPECT_TRUE(make().is_one_file);
    EXPECT_EQ(make().path_of("1", "A"), "/films/all.MP4");
    options.name = "x.mp4";
    EXPECT_THAT(refusal(), HasSubstr("--out names a file"));
    options.name.reset();
    for (const char* out : {"x.mkv", "x.GIF", "-"}) {
        options.out = out;
        refusal();
    }
    options.out = "/films/2026.10";
    EXPECT_FALSE(make().is_one_file);
}

TEST_F(TimelapseRequestTest, refuses_what_does_not_go_together) {
    const auto expect_refused = [this](auto change, const char* words) {
        options = {};
        change();
        EXPECT_THAT(refusal(), HasSubstr(words));
    };
    expect_refused([&] { options.day = "monday"; }, "--day: 'monday' is not a day");
    expect_refused([&] { options.from = "teatime"; }, "--from: 'teatime' is not a time");
    expect_refused([&] { options.to = "now"; }, "--to needs --from");
    expect_refused([&] { options.from = options.to = "now"; }, "--to is not after --from");
    expect_refused([&] { options.day = "today", options.last = 1h; }, "choose one: --day");
    expect_refused([&] { options.last = 0ms; }, "--last: the duration is zero");
    expect_refused([&] { options.every = 0ms; }, "--every: the duration is zero");
    expect_refused([&] { options.length = 0ms; }, "--length: the duration is zero");
    expect_refused([&] { options.fps = 2, options.length = 2s; }, "choose one: --fps or --length");
    expect_refused([&] { options.between = "noon"; }, "--between: 'noon' is not a time range");
    expect_refused([&] { options.at = "noon"; }, "--at: 'noon' is not a time of day");
    expect_refused([&] { options.at = "12:00", options.every = 1h; }, "choose one: --at");
    expect_refused([&] { options.size = "big"; }, "--size: 'big' is not a size");
    expect_refused([&] { options.devices = {"a"}, options.all = true; }, "choose one: camera");
}

} // namespace
} // namespace cli
