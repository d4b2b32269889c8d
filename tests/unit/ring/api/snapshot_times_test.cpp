// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "ring/api/snapshot_times.hpp"
#include "unit/ring/hostile_bytes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace ring {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr std::string_view k_awkward_times =
    R"({"timestamps":[{"timestamp":0,"doorbot_id":4294967301},{"doorbot_id":518000222,)"
    R"("timestamp":null},{"timestamp":1790000000999,"doorbot_id":99},{"timestamp":1790000000123,)"
    R"("doorbot_id":31000417},{"timestamp":1789999999000,"doorbot_id":31000417}]})";

constexpr base::SystemTime at(std::int64_t milliseconds) {
    return base::SystemTime(std::chrono::milliseconds(milliseconds));
}

TEST(ServiceTime, IsInMillisecondsOrInSecondsWhenItIsSmall) {
    EXPECT_EQ(read_service_time(1790000012345), at(1790000012345));
    EXPECT_EQ(read_service_time(1790000012), at(1790000012000));
    EXPECT_EQ(read_service_time(946684800), at(946684800000));
    EXPECT_EQ(read_service_time(946684800000), at(946684800000));
    EXPECT_EQ(read_service_time(7258118400), at(7258118400000));
    EXPECT_EQ(read_service_time(7258118400000), at(7258118400000));
}

TEST(ServiceTime, IsNothingForZeroNegativeAndAbsurdValues) {
    for (const std::int64_t value :
         {std::int64_t{0}, std::int64_t{-1}, std::int64_t{-1790000012345}, std::int64_t{1},
          std::int64_t{946684799}, std::int64_t{99'999'999'999}, std::int64_t{100'000'000'000},
          std::int64_t{946684799999}, std::int64_t{7258118400001}, std::int64_t{1790000012345000},
          std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()}) {
        EXPECT_EQ(read_service_time(value), std::nullopt) << value;
    }
}

TEST(TimeHeader, IsANumber) {
    EXPECT_EQ(read_time_header("1790000012345"), at(1790000012345));
    EXPECT_EQ(read_time_header(" 1790000012345 "), at(1790000012345));
    EXPECT_EQ(read_time_header("1790000012345.75"), at(1790000012345));
    EXPECT_EQ(read_time_header("1790000012"), at(1790000012000));
    for (const std::string_view value :
         {"", " ", "0", "-1", "NaN", "now", "1790000012345x", "0x1A0", "1e400", "\xff", "[1]",
          "\"1790000012345\"", "99999999999999999999999999", "1790000012345, 1790000012346"}) {
        EXPECT_EQ(read_time_header(value), std::nullopt) << value;
    }
}

TEST(Timestamps, AreReadFromAnOrdinaryAnswer) {
    EXPECT_THAT(
        read_timestamps(R"({"timestamps":[{"timestamp":1790000012345,"doorbot_id":31000417}]})"),
        ElementsAre(Pair(31000417, at(1790000012345))));
}

TEST(Timestamps, AreTheGreatestOfEachDeviceThatHasAPicture) {
    EXPECT_THAT(read_timestamps(k_awkward_times),
                ElementsAre(Pair(99, at(1790000000999)), Pair(31000417, at(1790000000123))));
}

TEST(Timestamps, MayBeTextsAndFractions) {
    EXPECT_THAT(read_timestamps(R"({"timestamps":[
                    {"timestamp":"1790000000123","doorbot_id":"71"},
                    {"timestamp":1790000000123.9,"doorbot_id":72},
                    {"timestamp":1790000000,"doorbot_id":9007199254740995}]})"),
                ElementsAre(Pair(71, at(1790000000123)), Pair(72, at(1790000000123)),
                            Pair(9007199254740995, at(1790000000000))));
}

TEST(Timestamps, AreLeftOutWhenTheyCannotBeRead) {
    for (const std::string_view body :
         {R"({"timestamps":[]})", "{}", R"({"timestamps":null})", R"({"timestamps":{}})",
          R"({"timestamps":[null,1,"x",[],{}]})", R"({"timestamps":[{"doorbot_id":1}]})",
          R"({"timestamps":[{"timestamp":1790000000123}]})",
          R"({"timestamps":[{"timestamp":1790000000123,"doorbot_id":0}]})",
          R"({"timestamps":[{"timestamp":1790000000123,"doorbot_id":18446744073709551615}]})",
          R"({"timestamps":[{"timestamp":18446744073709551615,"doorbot_id":1}]})",
          R"({"timestamps":[{"timestamp":1e300,"doorbot_id":1}]})",
          R"({"timestamps":[{"timestamp":"soon","doorbot_id":1}]})",
          R"({"timestamps":[{"timestamp":true,"doorbot_id":1}]})"}) {
        EXPECT_THAT(read_timestamps(body), IsEmpty()) << body;
    }
}

TEST(Timestamps, AreRefusedWhenTheAnswerIsNoJsonObject) {
    for (const std::string_view body : {"", "[]", "null", "<html></html>", R"({"timestamps":[)"}) {
        try {
            read_timestamps(body);
            ADD_FAILURE() << body;
        } catch (const base::Error& error) {
            EXPECT_EQ(error.code(), base::ErrorCode::service_unavailable) << body;
        }
    }
}

TEST(Timestamps, EndInTimesOrInOneKindOfErrorWhateverTheBytes) {
    test::for_each_damage(k_awkward_times, [](std::string_view body) {
        try {
            for (const auto& [id, time] : read_timestamps(body)) {
                ASSERT_GT(id, 0);
                ASSERT_GE(time, at(946684800000));
            }
        } catch (const base::Error& error) {
            ASSERT_EQ(error.code(), base::ErrorCode::service_unavailable);
        }
    });
}

TEST(AssetErrors, AreTheirNumbers) {
    EXPECT_THAT(read_asset_errors(R"({"errors":[7019]})"), ElementsAre(7019));
    EXPECT_THAT(read_asset_errors(R"({"errors":[7062,9999]})"), ElementsAre(7062, 9999));
    EXPECT_THAT(read_asset_errors(R"({"errors":["7019",null,{},-1,99999999999,7050]})"),
                ElementsAre(7019, 7050));
    for (const std::string_view body :
         {"", "no snapshot", "{}", R"({"errors":null})", R"({"errors":7019})", "[7019]", "<html>",
          R"({"error":"Gateway Timeout","status_code":504})"}) {
        EXPECT_THAT(read_asset_errors(body), IsEmpty()) << body;
    }
    test::for_each_damage(R"({"errors":[7062,9999]})",
                          [](std::string_view body) { read_asset_errors(body); });
}

} // namespace
} // namespace ring
