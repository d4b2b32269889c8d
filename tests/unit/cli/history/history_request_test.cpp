// SPDX-License-Identifier: Apache-2.0
#include "base/text/time_format.hpp"
#include "cli/history/history_request.hpp"
#include "support/error_of.hpp"
#include "unit/base/system/scoped_zone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace cli {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

/// 2026-09-21 16:13:20 in Berlin.
constexpr base::SystemTime k_request_time{1'790'000'000s};

struct HistoryRequestTest : testing::Test {
    HistoryRequest make(std::optional<std::string> from, std::optional<std::string> to,
                        base::SystemTime now = k_request_time) {
        HistoryOptions options;
        options.from = std::move(from);
        options.to = std::move(to);
        return make_history_request(options, now);
    }

    static std::string local(base::SystemTime time) {
        return base::format_local_time(time, "%Y-%m-%d %H:%M:%S");
    }

    base::Error error(std::optional<std::string> from, std::optional<std::string> to) {
        return test::error_of([&] { make(std::move(from), std::move(to)); });
    }

    test::ScopedZone zone{"CET-1CEST,M3.5.0,M10.5.0/3"};
};

TEST_F(HistoryRequestTest, is_from_the_beginning_of_yesterday_until_now) {
    const HistoryRequest request = make({}, {});
    EXPECT_EQ(local(request.from), "2026-09-20 00:00:00");
    EXPECT_EQ(request.to, k_request_time);
    EXPECT_FALSE(request.is_cut);
}

TEST_F(HistoryRequestTest, a_day_alone_begins_with_its_first_moment_and_ends_with_its_last) {
    const HistoryRequest request = make("2026-09-18", "2026-09-18");
    EXPECT_EQ(local(request.from), "2026-09-18 00:00:00");
    EXPECT_EQ(local(request.to), "2026-09-19 00:00:00");
    EXPECT_EQ(local(make("7 d ago", "yesterday").to), "2026-09-21 00:00:00");
    EXPECT_EQ(local(make("2026-09-18 08:30", "2026-09-18 09:00").to), "2026-09-18 09:00:00");
}

TEST_F(HistoryRequestTest, days_are_as_long_as_the_clocks_make_them) {
    const base::SystemTime later = k_request_time + 24h * 36;
    const HistoryRequest autumn = make("2026-10-25", "2026-10-25", later);
    EXPECT_EQ(autumn.to - autumn.from, 25h);
    const HistoryRequest spring = make("2026-03-29", "2026-03-29", k_request_time - 24h * 170);
    EXPECT_EQ(spring.to - spring.from, 23h);
}

TEST_F(HistoryRequestTest, what_is_to_come_is_left_out) {
    EXPECT_EQ(make("2026-09-21", "2026-09-30").to, k_request_time);
    EXPECT_EQ(error("2026-09-22", {}).message(), "--from is in the future");
}

TEST_F(HistoryRequestTest, times_that_are_not_times_or_in_the_wrong_order_are_refused) {
    EXPECT_THAT(error("lately", {}).message(), HasSubstr("--from: 'lately' is not a time"));
    EXPECT_THAT(error({}, "2026-13-01").message(), HasSubstr("--to: '2026-13-01' is not a time"));
    EXPECT_THAT(error("x", {}).hint(), HasSubstr("2026-11-23"));
    EXPECT_EQ(error("2026-09-20 12:00", "2026-09-20 12:00").message(), "--to is not after --from");
    EXPECT_EQ(error({}, "2026-09-18").message(), "--to is before yesterday");
    EXPECT_THAT(error({}, "2026-09-18").hint(), HasSubstr("--from"));
    for (const auto& each : {error("x", {}), error({}, "2026-09-18"), error("2026-09-22", {})}) {
        EXPECT_EQ(each.code(), base::ErrorCode::usage);
    }
}

TEST_F(HistoryRequestTest, what_ring_no_longer_has_is_not_asked_for) {
    const HistoryRequest request = make("2020-01-01", {});
    EXPECT_TRUE(request.is_cut);
    EXPECT_EQ(request.from, k_request_time - 24h * 60);
    EXPECT_THAT(error("2020-01-01", "2020-01-02").message(), HasSubstr("60 days ago"));
}

struct HistoryPlanTest : HistoryRequestTest {
    GetPlan plan(const HistoryOptions& options, const settings::Settings& settings = {}) {
        return make_history_plan(options, settings, {});
    }
};

TEST_F(HistoryPlanTest, remembers_where_and_how_pictures_are_saved) {
    settings::Settings settings;
    settings.output_path = "/pictures";
    settings.file_name = "{name}/{time:%H-%M-%S}.jpg";
    settings.latest_file_name = "{name}.jpg";
    settings.exec_command = "true";
    settings.exif = true;
    const GetPlan made = plan({}, settings);
    EXPECT_EQ(made.folder, std::filesystem::path("/pictures"));
    EXPECT_EQ(made.name.text(), "{name}/{time:%H-%M-%S}.jpg");
    EXPECT_EQ(made.form, archive::PictureForm::with_exif);
    EXPECT_FALSE(made.latest);
    EXPECT_TRUE(made.exec.empty());
}

TEST_F(HistoryPlanTest, each_picture_needs_a_file_of_its_own) {
    HistoryOptions options;
    for (const char* const out : {"-", "door.jpg"}) {
        options.out = out;
        const base::Error refused = test::error_of([&] { plan(options); });
        EXPECT_EQ(refused.code(), base::ErrorCode::usage) << out;
        EXPECT_EQ(refused.hint(), "give --out a folder") << out;
    }
    options.out.reset();
    options.file_name = "{name}.jpg";
    EXPECT_THAT(test::error_of([&] { plan(options); }).message(), HasSubstr("names with a time"));
}

} // namespace
} // namespace cli
