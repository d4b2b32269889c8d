// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "ring/api/footage.hpp"
#include "unit/ring/hostile_bytes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace ring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr base::SystemTime moment(std::int64_t milliseconds) {
    return base::SystemTime(std::chrono::milliseconds(milliseconds));
}

std::string timeline_of(const std::string& footages, const std::string& key = "null") {
    return R"({"items":[],"supplemental_data":{"footages":[)" + footages +
           R"(]},"pagination_key":)" + key + "}";
}

TEST(Timeline, footages_have_their_times_their_film_and_the_next_page) {
    const TimelinePage page = read_timeline(timeline_of(
        R"({"schema":"Footage","source_id":"31000417","start_time":"2026-09-21T14:13:20Z",)"
        R"("end_time":"2026-09-21T15:13:19Z","duration_ms":1200,)"
        R"("snapshots":[1790000000000,1790000300000],"storage_type":"CLOUD","deleted":false,)"
        R"("url":"https://media.example.test/f1.mp4?X-Amz-Expires=900"})",
        R"("c2ltLXBhZ2UtMg==")"));
    EXPECT_EQ(page.next_key, "c2ltLXBhZ2UtMg==");
    ASSERT_THAT(page.footages, SizeIs(1));
    const Footage& footage = page.footages[0];
    EXPECT_EQ(footage.start, moment(1790000000000));
    EXPECT_EQ(footage.end, moment(1790003599000));
    EXPECT_THAT(footage.snapshots, ElementsAre(moment(1790000000000), moment(1790000300000)));
    EXPECT_EQ(footage.url.reveal(), "https://media.example.test/f1.mp4?X-Amz-Expires=900");
}

TEST(Timeline, what_is_missing_null_or_of_another_type_is_normal) {
    for (const char* const body :
         {"{}", R"({"supplemental_data":null,"pagination_key":7})",
          R"({"supplemental_data":{"footages":{}}})", R"({"supplemental_data":[]})"}) {
        const TimelinePage page = read_timeline(body);
        EXPECT_THAT(page.footages, IsEmpty()) << body;
        EXPECT_EQ(page.next_key, "") << body;
    }
    const TimelinePage page = read_timeline(timeline_of(
        // No film, deleted, no time at all, no object, times that cannot be.
        R"({"url":"","snapshots":[1790000000000]},{"url":null,"snapshots":[1790000000000]},)"
        R"({"url":"https://x/1","deleted":true,"snapshots":[1790000000000]},)"
        R"({"url":"https://x/2","snapshots":[]},7,null,)"
        R"({"url":"https://x/3","start_time":"now","snapshots":null},)"
        R"({"url":"https://x/4","start_time":4,"end_time":"later",)"
        R"("snapshots":["1790000300000",0,null,-5,1790000000000,{}]})"));
    ASSERT_THAT(page.footages, SizeIs(1));
    EXPECT_EQ(page.footages[0].url.reveal(), "https://x/4");
    EXPECT_THAT(page.footages[0].snapshots,
                ElementsAre(moment(1790000300000), moment(1790000000000)));
    EXPECT_EQ(page.footages[0].start, moment(1790000000000));
    EXPECT_EQ(page.footages[0].end, moment(1790000300000));
}

TEST(Timeline, a_film_that_ends_before_it_begins_ends_when_it_begins) {
    const TimelinePage page =
        read_timeline(timeline_of(R"({"url":"https://x/1","start_time":"2026-09-21T14:13:20Z",)"
                                  R"("end_time":"2026-09-21T13:13:20Z"})"));
    ASSERT_THAT(page.footages, SizeIs(1));
    EXPECT_EQ(page.footages[0].end, page.footages[0].start);
}

TEST(Timeline, what_is_not_an_object_is_an_error_that_names_it) {
    for (const char* const body : {"", "[]", "<html>", "{\"supplemental_data\":"}) {
        try {
            read_timeline(body);
            ADD_FAILURE() << body;
        } catch (const base::Error& error) {
            EXPECT_EQ(error.code(), base::ErrorCode::service_unavailable);
            EXPECT_THAT(error.message(), testing::HasSubstr("the timeline"));
        }
    }
}

TEST(Footages, are_read_with_their_times_in_milliseconds) {
    const auto footages = read_footages(
        R"({"meta":{"pagination_key":1790003600000,"butch_size":2},"data":[)"
        R"({"start_ms":1790000000000,"end_ms":1790003599000,"playback_ms":1200,)"
        R"("kind":"online_periodical","url":"https://media.example.test/f1.mp4?sig=abc%2Fdef",)"
        R"("deleted":false,"snapshots":[1790000000000,1790000300000,1790000600000]},)"
        R"({"start_ms":1790003600000,"end_ms":1790003600000,"playback_ms":0,)"
        R"("kind":"offline_periodical","url":"","deleted":true,"snapshots":[]}]})");
    ASSERT_THAT(footages, SizeIs(1));
    EXPECT_EQ(footages[0].start, moment(1790000000000));
    EXPECT_EQ(footages[0].end, moment(1790003599000));
    EXPECT_THAT(footages[0].snapshots, SizeIs(3));
    EXPECT_EQ(footages[0].url.reveal(), "https://media.example.test/f1.mp4?sig=abc%2Fdef");
}

TEST(Footages, hostile_bytes_are_errors_or_values) {
    const std::string list = R"([{"url":"https://x/4","start_time":"2026-09-21T14:13:20Z",)"
                             R"("start_ms":1,"snapshots":["1790000300000",0],"deleted":false}])";
    const std::string timeline = R"({"supplemental_data":{"footages":)" + list + R"(},"data":)" +
                                 list + R"(,"pagination_key":"a"})";
    test::for_each_damage(timeline, [](std::string_view bytes) {
        try {
            read_timeline(bytes);
            read_footages(bytes);
        } catch (const base::Error&) {
        }
    });
}

} // namespace
} // namespace ring
